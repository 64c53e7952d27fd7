import { isDeepStrictEqual } from 'node:util';
import type { Kind, KubeObject } from '@handoff/api';
import { keyOfObject, versionOf } from '@handoff/kube';
import type { Change, Key, KubeClient } from '@handoff/kube';
import { conditionsOf } from './conditions.js';

/** Tells the echo of a controller's own writes from news: what it wrote itself, with nothing of others in between, is none. */
export class OwnWrites {
  readonly #versions = new Map<Key, number>();

  /** @param kube the controller's own client, @param foreign conditions that others write */
  constructor(kind: Kind, kube: KubeClient, private readonly foreign: ReadonlySet<string>) {
    kube.onWrite((written, object) => {
      if (written.kind === kind.kind && written.group === kind.group) this.#versions.set(keyOfObject(object), versionOf(object));
    });
  }

  isEcho(key: Key, { object, previous }: Change<KubeObject>): boolean {
    if (this.#versions.get(key) !== versionOf(object)) return false;
    return previous !== undefined && isDeepStrictEqual(this.#inputs(previous), this.#inputs(object));
  }

  forget(key: Key): void {
    this.#versions.delete(key);
  }

  /** What a reconcile of the object decides on, apart from the conditions that it writes itself. */
  #inputs(object: KubeObject): unknown {
    const { generation, deletionTimestamp, labels, annotations, finalizers, ownerReferences } = object.metadata;
    const foreign = conditionsOf(object).filter((entry) => this.foreign.has(entry.type));
    return [generation, deletionTimestamp, labels, annotations, finalizers, ownerReferences, foreign];
  }
}
