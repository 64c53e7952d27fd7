import { rfc3339 } from '@handoff/time';
import { asArray, at, deepEqual, withAt } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import type { Core } from '../operations/context.js';
import { remove, withoutFinalizer } from '../operations/remove.js';
import { replace } from '../operations/update.js';
import { customResources } from '../registry/custom.js';
import { CLEANUP, DEFINITIONS, terminating } from '../registry/rules/definition.js';
import { isEstablished, statusOf } from './definition-status.js';
import { systemContext } from './system-context.js';

/** Serves what CustomResourceDefinitions declare, at the moment at which they are written, and takes it away with them. */
export class DefinitionController implements Disposable {
  readonly #core: Core;
  readonly #watch: Disposable;

  constructor(core: Core) {
    this.#core = core;
    this.#watch = core.storage.watchAll(({ collection, type, object }) => {
      if (collection === DEFINITIONS && type === 'DELETED') this.#withdraw(object);
      else if (collection === DEFINITIONS) this.#settle(object);
      else if (type === 'DELETED') this.#instanceGone(collection);
    });
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
  }

  #settle(definition: ApiObject): void {
    if (definition.metadata.deletionTimestamp !== undefined) {
      this.#cleanUp(definition);
      return;
    }
    const status = statusOf(definition, this.#othersOf(definition), rfc3339(this.#core.clock.now()));
    this.#serve(definition, isEstablished(status.conditions));
    if (!deepEqual(status, definition['status'])) this.#write(definition, 'status', { ...definition, status });
  }

  #othersOf(definition: ApiObject): readonly ApiObject[] {
    const group = at(definition, 'spec', 'group');
    return this.#core.storage.list(DEFINITIONS)
      .filter((other) => other.metadata.uid !== definition.metadata.uid && at(other, 'spec', 'group') === group);
  }

  /** Serves a definition anew only if what it declares has changed: watches end with what they show. */
  #serve(definition: ApiObject, established: boolean): void {
    const { registry } = this.#core;
    const [served] = registry.custom(definition.metadata.name);
    if (established && deepEqual(served?.definition?.['spec'], definition['spec'])) return;
    if (established || served !== undefined) registry.serve(definition.metadata.name, established ? customResources(definition) : []);
  }

  /** What the definition was called, others of its group may be called now. */
  #withdraw(definition: ApiObject): void {
    this.#core.registry.serve(definition.metadata.name, []);
    for (const other of this.#othersOf(definition)) this.#settle(other);
  }

  /** Deletes all instances; the definition goes with the last of them. */
  #cleanUp(definition: ApiObject): void {
    const { name } = definition.metadata;
    if (definition.metadata.finalizers?.includes(CLEANUP) !== true) return;
    const resource = this.#core.registry.ofCollection(name);
    for (const { metadata } of this.#core.storage.list(name)) {
      if (resource !== undefined && metadata.deletionTimestamp === undefined) remove(systemContext(this.#core, resource, metadata), {});
    }
    this.#instanceGone(name);
    if (this.#core.storage.list(name).length > 0) this.#sayInProgress(name);
  }

  #sayInProgress(name: string): void {
    const definition = this.#core.storage.get(DEFINITIONS, undefined, name);
    const conditions = asArray(at(definition, 'status', 'conditions'));
    if (definition === undefined || conditions.some((condition) => at(condition, 'reason') === 'InstanceDeletionInProgress')) return;
    const others = conditions.filter((condition) => at(condition, 'type') !== 'Terminating');
    const condition = terminating('InstanceDeletionInProgress', 'CustomResource deletion is in progress', this.#core.clock.now());
    this.#write(definition, 'status', withAt(definition, ['status', 'conditions'], [...others, condition]) as unknown as ApiObject);
  }

  #instanceGone(collection: string): void {
    const definition = this.#core.storage.get(DEFINITIONS, undefined, collection);
    if (definition?.metadata.deletionTimestamp === undefined || definition.metadata.finalizers?.includes(CLEANUP) !== true) return;
    if (this.#core.storage.list(collection).length === 0) this.#write(definition, '', withoutFinalizer(definition, CLEANUP));
  }

  #write(definition: ApiObject, subresource: string, next: ApiObject): void {
    const resource = this.#core.registry.ofCollection(DEFINITIONS);
    if (resource !== undefined) replace({ ...systemContext(this.#core, resource, definition.metadata), subresource }, definition, next);
  }
}
