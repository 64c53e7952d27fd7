import { invalid, invalidValue } from '../machinery/invalid.js';
import { asString, at, isObject } from '../machinery/json.js';
import type { JsonObject } from '../machinery/json.js';
import { withMetadata } from '../machinery/object.js';
import type { ApiObject, SentObject } from '../machinery/object.js';
import { StatusError, UndecodableError, badRequest, conflict, unsupportedMediaType } from '../machinery/status-error.js';
import type { Resource } from '../registry/resource.js';
import { patchByJson, patchByMerge, patchStrategically, serverSideApply } from '../registry/schema-engine.js';
import { JsonPatchMalformedError, JsonPatchPathError, StrategicPatchError, conflictMessage } from '../schema/index.js';
import { requireCreate } from './context.js';
import type { WriteContext } from './context.js';
import { createApplied } from './create.js';
import { decode, dropUnknown, inNamespace } from './decode.js';
import { writerOf } from './track.js';
import { replace, replaceApplied, requireLive } from './update.js';

export const PATCH_TYPES = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** Changes an object as a patch says. */
export function patch(context: WriteContext, type: string, body: unknown, force: boolean): { object: ApiObject; created: boolean } {
  if (type === PATCH_TYPES.apply) return apply(context, body, force);
  const live = requireLive(context);
  const patched = patchedBy(context, type, live, body);
  const write = (): ApiObject => replace(context, live, inNamespace(dropUnknown(sameKind(context, patched), context), context));
  return { object: readable(context, patched, write), created: false };
}

/** What a patch makes of an object must be readable as one: where it is not, the patch is at fault. @throws StatusError 422 */
function readable(context: WriteContext, patched: SentObject, write: () => ApiObject): ApiObject {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    throw invalid({ group: '', plural: '', kind: '' }, '', [invalidValue('patch', JSON.stringify(patched), error.why)]);
  }
}

function patchedBy({ resource }: WriteContext, type: string, live: ApiObject, body: unknown): SentObject {
  if (type === PATCH_TYPES.json) return byJsonPatch(live, body);
  if (type !== PATCH_TYPES.merge && (type !== PATCH_TYPES.strategic || resource.custom)) {
    throw unsupportedMediaType(Object.values(PATCH_TYPES).filter((known) => !resource.custom || known !== PATCH_TYPES.strategic));
  }
  if (!isObject(body)) throw badRequest('the patch is not an object');
  return type === PATCH_TYPES.merge ? patchByMerge(live, body) : strategically(resource, live, body);
}

function byJsonPatch(live: ApiObject, body: unknown): SentObject {
  try {
    return patchByJson(live, body);
  } catch (error) {
    if (error instanceof JsonPatchMalformedError) throw badRequest(error.message);
    if (error instanceof JsonPatchPathError) {
      throw new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
    }
    throw error;
  }
}

function strategically(resource: Resource, live: ApiObject, body: JsonObject): SentObject {
  try {
    return patchStrategically(resource.schema, live, body);
  } catch (error) {
    throw error instanceof StrategicPatchError ? badRequest(error.message) : error;
  }
}

function sameKind({ resource, name }: WriteContext, patched: SentObject): SentObject {
  const object = decode(patched, resource);
  if (object.metadata.name !== name) throw badRequest(`the name of the object (${object.metadata.name ?? ''}) does not match the name on the URL (${name})`);
  return object;
}

function apply(context: WriteContext, body: unknown, force: boolean): { object: ApiObject; created: boolean } {
  const { core, resource, namespace, name, subresource } = context;
  const applied = named(context, decode(ofKind(context, body), resource));
  inNamespace(applied, context);
  const exists = core.storage.get(resource.collection, namespace, name) !== undefined;
  if (!exists && subresource !== '') requireLive(context);
  const live = exists ? requireLive(context) : undefined;
  const { uid = '' } = applied.metadata;
  if (live === undefined && uid !== '') {
    throw conflict(resource, name, `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`);
  }
  if (live === undefined) requireCreate(context);
  const merged = merge(context, live, applied, force);
  return live === undefined
    ? { object: createApplied(context, merged), created: true }
    : { object: replaceApplied(context, live, merged), created: false };
}

/** An apply says what kind of object it is about. @throws StatusError 400 */
function ofKind({ resource }: WriteContext, body: unknown): unknown {
  const [apiVersion, kind] = [asString(at(body, 'apiVersion')), asString(at(body, 'kind'))];
  if (!isObject(body) || (apiVersion === resource.apiVersion && kind === resource.kind)) return body;
  throw badRequest(`invalid object type: ${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=${kind}`);
}

function named({ name, resource }: WriteContext, applied: SentObject): SentObject {
  const given = applied.metadata.name ?? '';
  if (given !== '' && given !== name) throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  if (applied.metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  return withMetadata({ ...applied, apiVersion: resource.apiVersion, kind: resource.kind }, { name });
}

function merge(context: WriteContext, live: ApiObject | undefined, applied: SentObject, force: boolean): SentObject {
  const outcome = serverSideApply(context.resource, live, applied, { ...writerOf(context), force });
  // Unlike every other write, an apply cannot do without knowing each field: real servers call that an error of theirs.
  if ('invalid' in outcome) throw new StatusError(500, '', outcome.invalid);
  if ('object' in outcome) return inNamespace(outcome.object, context);
  const { conflicts } = outcome;
  throw new StatusError(409, 'Conflict', conflictMessage(conflicts), {
    causes: conflicts.map(({ field, manager }) => ({ reason: 'FieldManagerConflict', message: `conflict with ${manager}`, field })),
  });
}
