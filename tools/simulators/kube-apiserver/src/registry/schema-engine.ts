/** Where objects meet their schemas: the one place that knows how the schema functions are called. */
import type { JsonObject } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import { toApiObject } from '../machinery/object.js';
import { badRequest } from '../machinery/status-error.js';
import { applyDefaults } from '../schema/defaults.js';
import { jsonPatch } from '../schema/patch/json-patch.js';
import { mergePatch } from '../schema/patch/merge.js';
import { prune } from '../schema/prune.js';
import type { ApplyOutcome, ApplyRequest, FieldError, Json, Schema, UpdateToTrack } from '../schema/types.js';

const asJson = (value: unknown): Json => value as Json;

/** Reads the result of a schema function as an object again. */
export function objectFrom(value: unknown): ApiObject {
  const object = toApiObject(value);
  if (object === undefined) throw badRequest('the patched document is not an object');
  return object;
}

export const pruneObject = (schema: Schema, object: ApiObject): { value: ApiObject; pruned: readonly string[] } => {
  const { value, pruned } = prune(schema, asJson(object));
  return { value: objectFrom(value), pruned };
};

export const defaultObject = (schema: Schema, object: ApiObject): ApiObject => objectFrom(applyDefaults(schema, asJson(object)));

export const validateObject = (_schema: Schema, _object: ApiObject, _old?: ApiObject): readonly FieldError[] => [];

export const patchByJson = (live: ApiObject, patch: unknown): ApiObject => objectFrom(jsonPatch(asJson(live), patch));

export const patchByMerge = (live: ApiObject, patch: JsonObject): ApiObject => objectFrom(mergePatch(asJson(live), asJson(patch)));

export const patchStrategically = (_schema: Schema, live: ApiObject, patch: JsonObject): ApiObject => patchByMerge(live, patch);

/** Who owns what after a write that is no apply. */
export const trackManagers = (
  _schema: Schema, _before: ApiObject | undefined, _after: ApiObject, _by: Pick<UpdateToTrack, 'manager' | 'apiVersion' | 'subresource' | 'now'>,
): readonly JsonObject[] | undefined => undefined;

/** Merges an applied configuration into an object; the answer may name conflicts instead. */
export function serverSideApply(
  _schema: Schema, live: ApiObject | undefined, applied: ApiObject,
  _by: Pick<ApplyRequest, 'manager' | 'apiVersion' | 'force' | 'subresource' | 'now'>,
): { readonly object: ApiObject } | Exclude<ApplyOutcome, { object: unknown }> {
  return { object: objectFrom(mergePatch(asJson(live ?? {}), asJson(applied))) };
}
