import { isDeepStrictEqual } from 'node:util';
import type { Kind, KubeObject } from '@handoff/api';
import { keyOfObject, versionOf } from '@handoff/kube';
import type { Change, Key, KubeClient } from '@handoff/kube';
import { conditionsOf } from './conditions.js';

/**
 * Tells the echo of a controller's own writes from news: what it wrote itself, with nothing of others in between, is none.
 * A watch may be faster than the answer to the write: what is seen of a key in work is judged when the work ends.
 */
export class OwnWrites {
  readonly #versions = new Map<Key, Set<number>>();
  readonly #seen = new Map<Key, Change<KubeObject>[]>();

  /** @param kube the controller's own client, @param foreign conditions that others write, @param finalizer the controller's own */
  constructor(kind: Kind, kube: KubeClient, private readonly foreign: ReadonlySet<string>, private readonly finalizer: string | undefined) {
    kube.onWrite((written, object) => {
      if (written.kind !== kind.kind || written.group !== kind.group) return;
      const key = keyOfObject(object);
      this.#versions.set(key, (this.#versions.get(key) ?? new Set()).add(versionOf(object)));
    });
  }

  /** Work on the key begins. */
  begins(key: Key): void {
    this.#versions.delete(key);
    this.#seen.set(key, []);
  }

  /** Work on the key ends. @returns true when something of others was seen of it meanwhile */
  ends(key: Key): boolean {
    const seen = this.#seen.get(key) ?? [];
    this.#seen.delete(key);
    return seen.some((change) => !this.#isEcho(key, change));
  }

  /** True when the key should be looked at for this change; not yet when it is in work. */
  isNews(key: Key, change: Change<KubeObject>): boolean {
    const seen = this.#seen.get(key);
    seen?.push(change);
    return seen === undefined && !this.#isEcho(key, change);
  }

  forget(key: Key): void {
    this.#versions.delete(key);
  }

  #isEcho(key: Key, { object, previous }: Change<KubeObject>): boolean {
    if (this.#versions.get(key)?.has(versionOf(object)) !== true) return false;
    return previous !== undefined && isDeepStrictEqual(this.#inputs(previous), this.#inputs(object));
  }

  /** What a reconcile of the object decides on, apart from the finalizer and the conditions that it writes itself. */
  #inputs(object: KubeObject): unknown {
    const { generation, deletionTimestamp, labels, annotations, finalizers, ownerReferences } = object.metadata;
    const foreign = conditionsOf(object).filter((entry) => this.foreign.has(entry.type));
    const others = finalizers?.filter((entry) => entry !== this.finalizer) ?? [];
    return [generation, deletionTimestamp, labels, annotations, others, ownerReferences, foreign];
  }
}
