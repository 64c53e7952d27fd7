import type { Change } from '../storage/history.js';
import { withMetadata } from '../machinery/object.js';
import type { ApiObject, OwnerReference } from '../machinery/object.js';
import type { Core } from '../operations/context.js';
import { FOREGROUND, ORPHAN, remove, withoutFinalizer } from '../operations/remove.js';
import { replace } from '../operations/update.js';
import { OwnerGraph } from './owner-graph.js';
import type { Node } from './owner-graph.js';
import { systemContext } from './system-context.js';
import { WorkQueue } from './work-queue.js';

/** What a reference leads to. */
type Owner = 'present' | 'waiting' | 'absent' | 'unknown';

/** Deletes what nobody owns any more. Every change of an object is looked at once the request that made it is through. */
export class GarbageCollector implements Disposable {
  readonly #core: Core;
  readonly #graph = new OwnerGraph();
  readonly #queue: WorkQueue<Node>;
  readonly #watch: Disposable;

  constructor(core: Core) {
    this.#core = core;
    this.#queue = new WorkQueue(core.clock, (node) => { this.#look(node); });
    this.#watch = core.storage.watchAll((change) => { this.#see(change); });
  }

  [Symbol.dispose](): void {
    this.#queue[Symbol.dispose]();
    this.#watch[Symbol.dispose]();
  }

  #see(change: Change): void {
    const { namespace, name, uid, ownerReferences = [], finalizers = [] } = change.object.metadata;
    const node = { collection: change.collection, namespace, name, uid };
    const gone = change.type === 'DELETED';
    this.#graph.set(node, gone ? [] : ownerReferences);
    if (!gone && ownerReferences.length + finalizers.length > 0) this.#mark(node);
    // Its dependents may have lost their last owner, and its owners the last thing they waited for.
    if (gone) for (const dependent of this.#graph.dependents(node.uid)) this.#mark(dependent);
    for (const owner of change.previous?.metadata.ownerReferences ?? []) this.#markOwner(owner, node.namespace);
  }

  #mark(node: Node): void {
    this.#queue.add(node.uid, node);
  }

  #markOwner(owner: OwnerReference, namespace: string | undefined): void {
    const found = this.#lookUp(owner, namespace);
    if (found?.metadata.finalizers?.includes(FOREGROUND) === true) this.#mark(this.#nodeOf(owner, found));
  }

  #nodeOf(owner: OwnerReference, object: ApiObject): Node {
    const collection = this.#core.registry.ofKind(owner.apiVersion, owner.kind)?.collection ?? '';
    return { collection, namespace: object.metadata.namespace, name: object.metadata.name, uid: object.metadata.uid };
  }

  #look(node: Node): void {
    const object = this.#core.storage.get(node.collection, node.namespace, node.name);
    if (object?.metadata.uid === node.uid) this.#settle(node, object);
  }

  #settle(node: Node, object: ApiObject): void {
    if (object.metadata.deletionTimestamp !== undefined) {
      if (object.metadata.finalizers?.includes(ORPHAN) === true) this.#orphanDependents(node);
      if (object.metadata.finalizers?.includes(FOREGROUND) === true) this.#deleteInForeground(node);
      // Already on its way; but dependents that wait in the foreground still go through their own owners.
      if (object.metadata.finalizers?.includes(FOREGROUND) !== true) return;
    }
    this.#collect(node);
  }

  #collect(node: Node): void {
    const object = this.#core.storage.get(node.collection, node.namespace, node.name);
    const owners = object?.metadata.ownerReferences ?? [];
    if (object === undefined || object.metadata.deletionTimestamp !== undefined || owners.length === 0) return;
    const states = owners.map((owner) => this.#stateOf(owner, node.namespace));
    // An owner of a kind that nobody serves may come back: nothing is decided about it.
    if (states.includes('unknown')) return;
    const present = owners.filter((_, index) => states[index] === 'present');
    if (present.length > 0) {
      if (present.length < owners.length) this.#write(node, object, withMetadata(object, { ownerReferences: present }));
      return;
    }
    const waiting = states.includes('waiting');
    this.#delete(node, waiting && this.#graph.dependents(node.uid).length > 0 ? { propagationPolicy: 'Foreground' } : {});
  }

  #stateOf(owner: OwnerReference, namespace: string | undefined): Owner {
    if (this.#core.registry.ofKind(owner.apiVersion, owner.kind) === undefined) return 'unknown';
    const found = this.#lookUp(owner, namespace);
    if (found?.metadata.uid !== owner.uid) return 'absent';
    return found.metadata.deletionTimestamp !== undefined && found.metadata.finalizers?.includes(FOREGROUND) === true ? 'waiting' : 'present';
  }

  #lookUp(owner: OwnerReference, namespace: string | undefined): ApiObject | undefined {
    const resource = this.#core.registry.ofKind(owner.apiVersion, owner.kind);
    if (resource === undefined || (resource.namespaced && namespace === undefined)) return undefined;
    return this.#core.storage.get(resource.collection, resource.namespaced ? namespace : undefined, owner.name);
  }

  /** The owner goes once no dependent blocks it any more. */
  #deleteInForeground(node: Node): void {
    for (const dependent of this.#graph.dependents(node.uid)) this.#collect(dependent);
    const blocking = this.#graph.blocking(node.uid);
    const object = this.#core.storage.get(node.collection, node.namespace, node.name);
    if (blocking.length === 0 && object?.metadata.uid === node.uid) this.#write(node, object, withoutFinalizer(object, FOREGROUND));
  }

  #orphanDependents(node: Node): void {
    for (const dependent of this.#graph.dependents(node.uid)) {
      const object = this.#core.storage.get(dependent.collection, dependent.namespace, dependent.name);
      if (object === undefined) continue;
      const others = (object.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== node.uid);
      this.#write(dependent, object, withMetadata(object, { ownerReferences: others.length === 0 ? undefined : others }));
    }
    const object = this.#core.storage.get(node.collection, node.namespace, node.name);
    if (object?.metadata.uid === node.uid) this.#write(node, object, withoutFinalizer(object, ORPHAN));
  }

  #write(node: Node, object: ApiObject, next: ApiObject): void {
    const resource = this.#core.registry.ofCollection(node.collection);
    if (resource !== undefined) replace(systemContext(this.#core, resource, node), object, next);
  }

  #delete(node: Node, options: { propagationPolicy?: 'Foreground' }): void {
    const resource = this.#core.registry.ofCollection(node.collection);
    if (resource === undefined || this.#core.storage.get(node.collection, node.namespace, node.name) === undefined) return;
    remove(systemContext(this.#core, resource, node), { propagationPolicy: 'Background', preconditions: { uid: node.uid }, ...options });
  }
}
