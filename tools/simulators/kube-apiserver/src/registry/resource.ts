import type { Authorizer } from '../access/authorize.js';
import type { UserInfo } from '../access/user.js';
import type { ApiObject } from '../machinery/object.js';
import type { NameRule } from '../machinery/names.js';
import type { SelectableFields } from '../machinery/field-selector.js';
import type { Column, FieldError, Schema } from '../schema/types.js';
import type { JsonObject } from '../machinery/json.js';

/** JSON paths of the scale subresource, without the leading dot, as steps. */
export interface ScalePaths {
  readonly specReplicas: readonly string[];
  readonly statusReplicas: readonly string[];
  readonly labelSelector?: readonly string[];
}

/** What a rule may look at besides the object. */
export interface RuleContext {
  readonly now: number;
  readonly user: UserInfo;
  readonly access: Authorizer;
  readonly subresource: string;
  /** The objects of another collection, for what must be unique in the cluster. */
  readonly existing: (collection: string) => readonly ApiObject[];
}

/** How one resource differs from the others when it is written. All are pure. */
export interface Rules {
  readonly nameRule: NameRule;
  /** Whether an update may leave out the resourceVersion. */
  readonly unconditionalUpdate: boolean;
  readonly createOnUpdate: boolean;
  /** Whether `metadata.generation` counts the changes of what is wished for. */
  readonly generation: boolean;
  /** What counts as wished for beside the spec. */
  readonly counts?: (object: ApiObject) => unknown;
  /** Defaults that the schema cannot say; unlike what the other rules set, they belong to who writes. */
  readonly complete?: (object: ApiObject) => ApiObject;
  /** Whether a successful deletion answers with the object in place of a Status. */
  readonly returnsDeleted: boolean;
  readonly defaultPropagation: 'Background' | 'Orphan';
  /** Whether the status of a new object is taken as it was sent. */
  readonly statusOnCreate?: boolean;
  readonly prepareCreate?: (object: ApiObject, context: RuleContext) => ApiObject;
  readonly prepareUpdate?: (object: ApiObject, old: ApiObject, context: RuleContext) => ApiObject;
  readonly validate?: (object: ApiObject, old: ApiObject | undefined, subresource: string) => readonly FieldError[];
  /** Names of objects that cannot be deleted. */
  readonly undeletable?: readonly string[];
  /** Changes an object as its deletion begins. */
  readonly prepareDelete?: (object: ApiObject, now: number) => ApiObject;
  /** Seconds that an object lives on after its deletion is asked for; 0 deletes at once. */
  readonly gracePeriod?: (object: ApiObject, wished: number | undefined) => number;
  /** Field labels beside metadata.name and metadata.namespace. */
  readonly fields?: { readonly names: readonly string[]; readonly of: SelectableFields };
}

/** One resource in one version, as it is served. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
  readonly schema: Schema;
  /** Fills in what follows from other fields, after the defaults of the schema. */
  readonly complete?: (object: ApiObject) => ApiObject;
  readonly columns: readonly Column[];
  /** Where its objects are stored, whatever the version. */
  readonly collection: string;
  /** The apiVersion that objects are stored under. */
  readonly storageVersion: string;
  readonly custom: boolean;
  readonly deprecationWarning?: string;
  readonly scale?: ScalePaths;
  readonly rules: Rules;
  /** Turns an object of another version of the same resource into this one; only `apiVersion` changes where it is absent. */
  readonly convert?: (object: ApiObject) => ApiObject;
  /** The reverse: into the version that is stored. */
  readonly toStorage?: (object: ApiObject) => ApiObject;
  /** The whole CRD of a custom resource. */
  readonly definition?: JsonObject;
}

export const apiVersionOf = (group: string, version: string): string => (group === '' ? version : `${group}/${version}`);

export const collectionOf = (group: string, plural: string): string => (group === '' ? plural : `${plural}.${group}`);

const converted = new WeakMap<ApiObject, Map<string, ApiObject>>();

/** A stored object as one version of its resource shows it. Conversions are kept as long as the stored object lives. */
export function show(resource: Resource, stored: ApiObject): ApiObject {
  if (stored.apiVersion === resource.apiVersion) return stored;
  const versions = converted.get(stored) ?? new Map<string, ApiObject>();
  converted.set(stored, versions);
  const known = versions.get(resource.apiVersion);
  if (known !== undefined) return known;
  const shown = resource.convert?.(stored) ?? { ...stored, apiVersion: resource.apiVersion };
  versions.set(resource.apiVersion, shown);
  return shown;
}

/** An object of some version as it is stored. */
export function hide(resource: Resource, object: ApiObject): ApiObject {
  if (object.apiVersion === resource.storageVersion) return object;
  return resource.toStorage?.(object) ?? { ...object, apiVersion: resource.storageVersion };
}
