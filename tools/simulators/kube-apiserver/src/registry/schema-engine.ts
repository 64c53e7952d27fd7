/** Where objects meet their schemas: the one place that knows how the schema functions are called. */
import type { JsonObject } from '../machinery/json.js';
import type { ApiObject, SentObject } from '../machinery/object.js';
import { toSentObject, withMetadata } from '../machinery/object.js';
import { badRequest } from '../machinery/status-error.js';
import { applyDefaults, applyPatch, checkCrdSchema, jsonPatch, mergePatch, prune, strategicMergePatch, trackUpdate, validate } from '../schema/index.js';
import type { ApplyOutcome, ApplyRequest, FieldError, Json, Schema } from '../schema/index.js';
import type { Resource } from './resource.js';
import { withUncheckedNote } from './rule-presence.js';

const asJson = (value: unknown): Json => value as Json;
const asJsonObject = (object: SentObject): ApplyRequest['applied'] => object as unknown as ApplyRequest['applied'];

/** Reads the result of a patch as an object again. @throws StatusError 400 */
function sentFrom(value: unknown): SentObject {
  const object = toSentObject(value);
  if (object === undefined) throw badRequest('the patched document is not an object');
  return object;
}

/** The result of a schema function that keeps objects what they are. */
export const objectFrom = (value: unknown): ApiObject => sentFrom(value) as ApiObject;

export const pruneObject = (schema: Schema, object: SentObject): { value: SentObject; pruned: readonly string[] } => {
  const { value, pruned } = prune(schema, asJson(object));
  return { value: sentFrom(value), pruned };
};

/** Fills in what the schema gives by default, and what follows from other fields. */
export function defaultObject({ schema, complete }: Resource, object: ApiObject): ApiObject {
  const defaulted = objectFrom(applyDefaults(schema, asJson(object)));
  return complete?.(defaulted) ?? defaulted;
}

/** What is wrong with an object. A server with typed kinds reads a missing field of a status as its zero value, so that is no fault. */
export function validateObject({ schema, custom }: Resource, object: ApiObject, old?: ApiObject): readonly FieldError[] {
  // What owners must have is checked with the rest of the metadata.
  const errors = validate(schema, asJson(object), old === undefined ? undefined : asJson(old))
    .filter(({ path, reason }) => reason !== 'FieldValueRequired' || !path.startsWith('metadata.ownerReferences['));
  return custom ? withUncheckedNote(schema, errors) : errors.filter(({ path, reason }) => reason !== 'FieldValueRequired' || !path.startsWith('status.'));
}

/** What keeps the schema of a CustomResourceDefinition from being structural. */
export const checkDefinitionSchema = (schema: JsonObject, path: string): readonly FieldError[] => checkCrdSchema(schema, path);

export const patchByJson = (live: ApiObject, patch: unknown): SentObject => sentFrom(jsonPatch(asJson(live), patch));

export const patchByMerge = (live: ApiObject, patch: JsonObject): SentObject => sentFrom(mergePatch(asJson(live), asJson(patch)));

export const patchStrategically = (schema: Schema, live: ApiObject, patch: JsonObject): SentObject =>
  sentFrom(strategicMergePatch(schema, asJsonObject(live), patch as ApplyRequest['applied']));

/** Who writes, and when. */
export interface Writer {
  readonly manager: string;
  readonly subresource: string;
  readonly now: Date;
}

/** `after` with its fields on the account of their owners: what a write changed belongs to the writer alone. */
export function trackManagers(resource: Resource, before: ApiObject | undefined, after: ApiObject, by: Writer): ApiObject {
  const entries = trackUpdate({
    ...writeOf(resource, by), after: asJsonObject(after), ...(before === undefined ? {} : { before: asJsonObject(before) }),
  });
  return withMetadata(after, { managedFields: entries.length === 0 ? undefined : (entries as unknown as readonly JsonObject[]) });
}

/** Merges an applied configuration into an object; the answer may name conflicts instead. */
export function serverSideApply(
  resource: Resource, live: ApiObject | undefined, applied: SentObject, by: Writer & { readonly force: boolean },
): { readonly object: SentObject } | Exclude<ApplyOutcome, { object: unknown }> {
  const outcome = applyPatch({
    ...writeOf(resource, by), applied: asJsonObject(applied), force: by.force, ...(live === undefined ? {} : { live: asJsonObject(live) }),
  });
  return 'object' in outcome ? { object: sentFrom(outcome.object) } : outcome;
}

const writeOf = ({ schema, apiVersion, subresources }: Resource, { manager, subresource, now }: Writer): Pick<ApplyRequest, 'schema' | 'manager' | 'apiVersion' | 'subresource' | 'hasStatus' | 'now'> =>
  ({ schema, manager, apiVersion, subresource, hasStatus: subresources.includes('status'), now });
