import type { Kind, ResourceReference } from '@handoff/api';
import { keyOfObject, Reflector } from '@handoff/kube';
import type { Key, KubeClient, ReflectorLog } from '@handoff/kube';
import type { Clock, Random } from '@handoff/time';
import { kindOfResource } from './resource.js';
import type { ManifestResource } from './resource.js';

/** Who refers to a resource: a controller's key. */
export interface Holder {
  readonly controller: string;
  readonly key: Key;
}

export interface ReferencedResourcesDeps {
  readonly kube: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: ReflectorLog;
  /** A resource that the holder refers to came, changed or went. */
  readonly wake: (controller: string, key: Key) => void;
}

interface Watched {
  readonly reflector: Reflector<ManifestResource>;
  readonly holders: Map<string, Holder>;
}

type Reference = Pick<ResourceReference, 'kind' | 'name'>;

/** The resource as it is now; undefined when there is none. */
type Find = (reference: Reference) => ManifestResource | undefined;

/**
 * ConfigMaps and Secrets, each watched by its name for as long as somebody refers to it: a change or a late arrival wakes at once,
 * and no other Secret of the management cluster is ever read.
 */
export class ReferencedResources implements AsyncDisposable {
  readonly #watched = new Map<string, Watched>();
  readonly #writes: Disposable;

  constructor(private readonly deps: ReferencedResourcesDeps) {
    this.#writes = deps.kube.onWrite((kind, object) => {
      this.#watched.get(nameOf(kind, object.metadata.namespace, object.metadata.name))?.reflector.offer(object);
    });
  }

  /** From now on the holder refers to exactly these. Resolves when each has been looked for; the answer stays up to date. */
  async refer(holder: Holder, namespace: string | undefined, references: readonly Reference[]): Promise<Find> {
    const wanted = new Set(references.map((reference) => nameOf(reference, namespace, reference.name)));
    for (const reference of references) this.#hold(holder, namespace, reference);
    await this.#release(holder, wanted);
    await Promise.all([...wanted].map(async (name) => this.#watched.get(name)?.reflector.synced()));
    return (reference) => this.#watched.get(nameOf(reference, namespace, reference.name))?.reflector.store.get(`${namespace ?? ''}/${reference.name}`);
  }

  /** The holder is gone. */
  forget(holder: Holder): Promise<void> {
    return this.#release(holder, new Set());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#writes[Symbol.dispose]();
    const all = [...this.#watched.values()];
    this.#watched.clear();
    await Promise.all(all.map(({ reflector }) => reflector[Symbol.asyncDispose]()));
  }

  #hold(holder: Holder, namespace: string | undefined, reference: Reference): void {
    const name = nameOf(reference, namespace, reference.name);
    const known = this.#watched.get(name) ?? this.#watch(name, namespace, reference);
    known.holders.set(idOf(holder), holder);
  }

  #watch(name: string, namespace: string | undefined, reference: Reference): Watched {
    const { kube, clock, random, log, wake } = this.deps;
    const selection = { namespace, fieldSelector: `metadata.name=${reference.name}` };
    const reflector = new Reflector({ client: kube, kind: kindOfResource(reference), clock, random, log, selection });
    const watched: Watched = { reflector, holders: new Map() };
    reflector.store.onChange(({ object, origin }) => {
      if (origin === 'list' && !reflector.isSynced) return; // whoever refers waits for the first list
      if (keyOfObject(object) !== `${namespace ?? ''}/${reference.name}`) return;
      for (const { controller, key } of watched.holders.values()) wake(controller, key);
    });
    this.#watched.set(name, watched);
    reflector.start();
    return watched;
  }

  async #release(holder: Holder, except: ReadonlySet<string>): Promise<void> {
    const idle: Watched[] = [];
    for (const [name, watched] of this.#watched) {
      if (except.has(name) || !watched.holders.delete(idOf(holder)) || watched.holders.size > 0) continue;
      this.#watched.delete(name);
      idle.push(watched);
    }
    await Promise.all(idle.map(({ reflector }) => reflector[Symbol.asyncDispose]()));
  }
}

const idOf = ({ controller, key }: Holder): string => `${controller} ${key}`;

const nameOf = (kind: Pick<Kind, 'kind'>, namespace: string | undefined, name: string): string => `${kind.kind} ${namespace ?? ''}/${name}`;
