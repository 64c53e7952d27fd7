import { rfc3339 } from '@handoff/time';
import { asArray, at, deepEqual, withAt } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import { qualified } from '../machinery/status-error.js';
import type { Core } from '../operations/context.js';
import { remove, withoutNamespaceFinalizer } from '../operations/remove.js';
import { replace } from '../operations/update.js';
import { systemContext } from './system-context.js';
import { WorkQueue } from './work-queue.js';

/** Empties a Namespace that is being deleted, and lets it go with the last of its content. */
export class NamespaceController implements Disposable {
  readonly #core: Core;
  readonly #watch: Disposable;
  readonly #queue: WorkQueue<string>;

  constructor(core: Core) {
    this.#core = core;
    this.#queue = new WorkQueue(core.clock, (name) => { this.#empty(name); });
    this.#watch = core.storage.watchAll(({ collection, type, object }) => {
      if (collection === 'namespaces' && type !== 'DELETED' && object.metadata.deletionTimestamp !== undefined) this.#queue.add(object.metadata.name, object.metadata.name);
      const { namespace } = object.metadata;
      if (namespace !== undefined && this.#isTerminating(namespace)) this.#queue.add(namespace, namespace);
    });
  }

  [Symbol.dispose](): void {
    this.#queue[Symbol.dispose]();
    this.#watch[Symbol.dispose]();
  }

  #isTerminating(name: string): boolean {
    return this.#core.storage.get('namespaces', undefined, name)?.metadata.deletionTimestamp !== undefined;
  }

  #empty(name: string): void {
    for (const { collection, object } of this.#content(name)) {
      const resource = this.#core.registry.ofCollection(collection);
      if (resource === undefined || object.metadata.deletionTimestamp !== undefined) continue;
      if (this.#core.storage.get(collection, name, object.metadata.name) === undefined) continue;
      remove(systemContext(this.#core, resource, object.metadata), { propagationPolicy: 'Background' });
    }
    const namespace = this.#core.storage.get('namespaces', undefined, name);
    const resource = this.#core.registry.ofCollection('namespaces');
    if (namespace?.metadata.deletionTimestamp === undefined || resource === undefined) return;
    const left = this.#content(name);
    const context = systemContext(this.#core, resource, namespace.metadata);
    if (left.length === 0) replace({ ...context, subresource: 'finalize' }, namespace, withoutNamespaceFinalizer(namespace));
    else {
      const next = withConditions(namespace, left, rfc3339(this.#core.clock.now()));
      if (next !== namespace) replace({ ...context, subresource: 'status' }, namespace, next);
    }
  }

  #content(name: string): readonly Content[] {
    return this.#core.storage.collections()
      .flatMap((collection) => this.#core.storage.list(collection, name).map((object) => ({ collection, object })));
  }
}

interface Content {
  readonly collection: string;
  readonly object: ApiObject;
}

/** Says on the Namespace what it still waits for. */
function withConditions(namespace: ApiObject, left: readonly Content[], now: string): ApiObject {
  const conditions = [
    { type: 'NamespaceContentRemaining', reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${counted(left.map(({ collection }) => `${qualified(named(collection))} has`), 'resource instances')}` },
    ...finalizersRemaining(left),
  ].map((condition) => ({ ...condition, status: 'True', lastTransitionTime: transitionTime(namespace, condition, now) }));
  const next = withAt(namespace, ['status', 'conditions'], conditions) as unknown as ApiObject;
  return deepEqual(next, namespace) ? namespace : next;
}

function finalizersRemaining(left: readonly Content[]): readonly { type: string; reason: string; message: string }[] {
  const finalizers = left.flatMap(({ object }) => object.metadata.finalizers ?? []);
  if (finalizers.length === 0) return [];
  return [{
    type: 'NamespaceFinalizersRemaining', reason: 'SomeFinalizersRemain',
    message: `Some content in the namespace has finalizers remaining: ${counted(finalizers.map((finalizer) => `${finalizer} in`), 'resource instances')}`,
  }];
}

const named = (collection: string): { group: string; plural: string } => {
  const dot = collection.indexOf('.');
  return dot === -1 ? { group: '', plural: `${collection}.` } : { group: collection.slice(dot + 1), plural: collection.slice(0, dot) };
};

/** `a 2 instances, b 1 instances`, sorted. */
function counted(words: readonly string[], unit: string): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([word, count]) => `${word} ${String(count)} ${unit}`).join(', ');
}

function transitionTime(namespace: ApiObject, { type }: { type: string }, now: string): string {
  const known = asArray(at(namespace, 'status', 'conditions')).find((condition) => at(condition, 'type') === type);
  const time = at(known, 'lastTransitionTime');
  return typeof time === 'string' ? time : now;
}
