import type { Kind, KubeObject } from '@handoff/api';
import type { Clock, Random } from '@handoff/time';
import type { KubeClient, Selection } from './client.js';
import { Reflector } from './reflector.js';
import type { ReflectorLog } from './reflector.js';
import type { StoreView } from './store.js';

export interface StoresOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: ReflectorLog;
}

/** How a kind is mirrored: what the server sends of it, and what is kept. */
export interface MirrorOptions<T extends KubeObject> {
  readonly selection?: Selection;
  readonly prune?: (object: T) => T;
}

/** The reflectors of one service: one per kind, shared by its controllers, told of this process's own writes. */
export class Stores implements AsyncDisposable {
  readonly #reflectors = new Map<string, Reflector<KubeObject>>();
  readonly #writes: Disposable;

  constructor(private readonly options: StoresOptions) {
    this.#writes = options.client.onWrite((kind, object) => { this.#offer(kind, object); });
  }

  /** The store of a kind, started at first use; later callers share it as it is. */
  mirror<T extends KubeObject>(kind: Kind<T>, mirror: MirrorOptions<T> = {}): Reflector<T> {
    const known = this.#reflectors.get(nameOf(kind));
    if (known !== undefined) return known as unknown as Reflector<T>; // the map's key is the kind: T is what it was made with
    const reflector = new Reflector({ ...this.options, kind, ...mirror }).start();
    this.#reflectors.set(nameOf(kind), reflector as unknown as Reflector<KubeObject>);
    return reflector;
  }

  /** The store of a kind if it is mirrored here and has had its first list. */
  view<T extends KubeObject>(kind: Kind<T>): StoreView<T> | undefined {
    const known = this.#reflectors.get(nameOf(kind));
    return known?.isSynced === true ? (known as unknown as Reflector<T>).store : undefined;
  }

  /** Resolves when every store that was asked for so far has had its first list. */
  async synced(): Promise<void> {
    await Promise.all([...this.#reflectors.values()].map((reflector) => reflector.synced()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#writes[Symbol.dispose]();
    await Promise.all([...this.#reflectors.values()].map((reflector) => reflector[Symbol.asyncDispose]()));
  }

  #offer(kind: Kind, object: KubeObject): void {
    this.#reflectors.get(nameOf(kind))?.offer(object);
  }
}

const nameOf = (kind: Kind): string => `${kind.kind}.${kind.group}`;
