import type { Kind, KubeObject } from '@handoff/api';
import type { Key, MirrorOptions, Reflector, Stores } from '@handoff/kube';
import type { Doorbells } from './doorbells.js';

/** The foreign kinds that one controller watches, each with the keys that a change of it wakes. */
export class MirroredKinds implements Disposable {
  readonly #names = new Set<string>();
  readonly #subscriptions: Disposable[] = [];

  /** @param saw called with a key that a change concerns */
  constructor(
    private readonly stores: Stores,
    private readonly doorbells: Doorbells,
    private readonly saw: (key: Key) => void,
  ) {}

  has(kind: Kind): boolean {
    return this.#names.has(nameOf(kind));
  }

  /** Watches a kind from now on. A kind that is watched already stays as it was declared first. */
  add<M extends KubeObject>(kind: Kind<M>, keys: (object: M) => Iterable<Key>, options: MirrorOptions<M> = {}): Reflector<M> {
    const reflector = this.stores.mirror(kind, options);
    if (this.has(kind)) return reflector;
    this.#names.add(nameOf(kind));
    this.doorbells.brings(kind);
    this.#subscriptions.push(reflector.store.onChange((change) => {
      // What the first list brings is no news: who leads looks at everything then. What a later list brings was missed by the watch.
      if (!reflector.isSynced) return;
      for (const key of keys(change.object)) this.saw(key);
    }));
    return reflector;
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
  }
}

const nameOf = (kind: Kind): string => `${kind.kind}.${kind.group}`;
