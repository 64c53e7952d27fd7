import { rfc3339 } from '@handoff/time';
import { asArray, asObject, asString, at, deepEqual } from '../machinery/json.js';
import type { JsonObject } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import type { Core } from '../operations/context.js';
import { remove, withoutFinalizer } from '../operations/remove.js';
import { replace } from '../operations/update.js';
import { customResources } from '../registry/custom.js';
import { CLEANUP } from '../registry/rules/definition.js';
import { systemContext } from './system-context.js';

export const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';

/** Serves what CustomResourceDefinitions declare, at the moment at which they are written, and takes it away with them. */
export class DefinitionController implements Disposable {
  readonly #core: Core;
  readonly #watch: Disposable;

  constructor(core: Core) {
    this.#core = core;
    this.#watch = core.storage.watchAll(({ collection, type, object }) => {
      if (collection === DEFINITIONS && type === 'DELETED') core.registry.serve(object.metadata.name, []);
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
    const conflicts = this.#conflictsOf(definition);
    const status = statusOf(definition, conflicts, rfc3339(this.#core.clock.now()));
    const established = status.conditions.some(({ type, status: value }) => type === 'Established' && value === 'True');
    this.#serve(definition, established);
    if (!deepEqual(status, definition['status'])) this.#write(definition, 'status', { ...definition, status });
  }

  /** Serves a definition anew only if what it declares has changed: watches end with what they show. */
  #serve(definition: ApiObject, established: boolean): void {
    const [served] = this.#core.registry.custom(definition.metadata.name);
    if (established && deepEqual(served?.definition?.['spec'], definition['spec'])) return;
    if (established || served !== undefined) this.#core.registry.serve(definition.metadata.name, established ? customResources(definition) : []);
  }

  /** Another definition of the same group may have taken a name before. */
  #conflictsOf(definition: ApiObject): string | undefined {
    const group = asString(at(definition, 'spec', 'group'));
    const names = asObject(at(definition, 'spec', 'names'));
    const others = this.#core.storage.list(DEFINITIONS).filter((other) =>
      other.metadata.uid !== definition.metadata.uid && at(other, 'spec', 'group') === group);
    for (const other of others) {
      const taken = asObject(at(other, 'status', 'acceptedNames'));
      const field = ['plural', 'singular', 'kind', 'listKind'].find((name) => names[name] !== undefined && names[name] === taken[name]);
      if (field !== undefined) return `"${asString(names[field])}" is already in use`;
    }
    return undefined;
  }

  /** Deletes all instances; the definition goes with the last of them. */
  #cleanUp(definition: ApiObject): void {
    if (definition.metadata.finalizers?.includes(CLEANUP) !== true) return;
    const resource = this.#core.registry.ofCollection(definition.metadata.name);
    for (const { metadata } of this.#core.storage.list(definition.metadata.name)) {
      if (resource === undefined || metadata.deletionTimestamp !== undefined) continue;
      remove(systemContext(this.#core, resource, metadata), {});
    }
    this.#instanceGone(definition.metadata.name);
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

interface DefinitionStatus {
  readonly conditions: readonly { readonly type: string; readonly status: string; readonly [field: string]: unknown }[];
  readonly acceptedNames: JsonObject;
  readonly storedVersions: readonly string[];
}

function statusOf(definition: ApiObject, conflict: string | undefined, now: string): DefinitionStatus {
  const names = asObject(at(definition, 'spec', 'names'));
  const before = asArray(at(definition, 'status', 'conditions')).map(asObject);
  const wasEstablished = before.some((condition) => condition['type'] === 'Established' && condition['status'] === 'True');
  const accepted = conflict === undefined;
  const since = (type: string, status: string): string => {
    const known = before.find((condition) => condition['type'] === type && condition['status'] === status);
    return known === undefined ? now : asString(known['lastTransitionTime']);
  };
  const condition = (type: string, value: boolean, reason: string, message: string): DefinitionStatus['conditions'][number] => {
    const status = value ? 'True' : 'False';
    return { type, status, lastTransitionTime: since(type, status), reason, message };
  };
  const others = before.filter(({ type }) => type !== 'NamesAccepted' && type !== 'Established') as unknown as DefinitionStatus['conditions'];
  return {
    conditions: [
      ...others,
      accepted ? condition('NamesAccepted', true, 'NoConflicts', 'no conflicts found') : condition('NamesAccepted', false, 'NameConflict', conflict),
      accepted || wasEstablished ? condition('Established', true, 'InitialNamesAccepted', 'the initial names have been accepted')
        : condition('Established', false, 'NotAccepted', 'not all names are accepted'),
    ],
    acceptedNames: accepted ? names : asObject(at(definition, 'status', 'acceptedNames')),
    storedVersions: storedVersions(definition),
  };
}

function storedVersions(definition: ApiObject): readonly string[] {
  const storage = asArray(at(definition, 'spec', 'versions')).find((version) => at(version, 'storage') === true);
  const known = asArray(at(definition, 'status', 'storedVersions')).map(asString);
  const current = asString(at(storage, 'name'));
  return known.includes(current) ? known : [...known, current];
}

