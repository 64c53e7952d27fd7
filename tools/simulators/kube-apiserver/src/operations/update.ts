import { invalid, invalidValue } from '../machinery/invalid.js';
import { at, deepEqual } from '../machinery/json.js';
import { validateMetadata, validateMetadataUpdate } from '../machinery/metadata-validation.js';
import { withMetadata } from '../machinery/object.js';
import type { ApiObject, SentObject } from '../machinery/object.js';
import { badRequest, conflict, modified, notFound } from '../machinery/status-error.js';
import { hide, show } from '../registry/resource.js';
import { defaultObject, validateObject } from '../registry/schema-engine.js';
import { advise, requireCreate, ruleContext } from './context.js';
import type { WriteContext } from './context.js';
import { create } from './create.js';
import { decode, dropUnknown, inNamespace, requireReadable } from './decode.js';
import { settleGeneration, withinSubresource } from './subresource.js';
import { tracked, withoutTimes } from './track.js';

/** The object that a write is about. @throws StatusError 404 */
export function requireLive({ core, resource, namespace, name }: WriteContext): ApiObject {
  const stored = core.storage.get(resource.collection, namespace, name);
  if (stored === undefined) throw notFound(resource, name);
  return show(resource, stored);
}

/** Replaces an object, or its status, by the body of a request. */
export function update(context: WriteContext, body: unknown): ApiObject {
  const { core, resource, namespace, name } = context;
  const sent = inNamespace(dropUnknown(decode(body, resource), context, body), context);
  const given = sent.metadata.name ?? '';
  if (given !== name) {
    throw badRequest(given === '' ? 'name must be provided' : `the name of the object (${given}) does not match the name on the URL (${name})`);
  }
  if (resource.rules.createOnUpdate && core.storage.get(resource.collection, namespace, name) === undefined) {
    requireCreate(context);
    return create(context, withMetadata(sent, { resourceVersion: undefined }));
  }
  const live = requireLive(context);
  const { uid = '', resourceVersion = '' } = sent.metadata;
  if (uid !== '' && uid !== live.metadata.uid) {
    throw conflict(resource, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid}`);
  }
  if (resourceVersion === '' && !resource.rules.unconditionalUpdate) {
    throw invalid({ ...resource, kind: resource.plural }, name, [invalidValue('metadata.resourceVersion', 0, 'must be specified for an update')]);
  }
  return replace(context, live, sent);
}

/** Stores `next` in place of `live` if it is allowed, and answers with what is then stored. */
export function replace(context: WriteContext, live: ApiObject, next: SentObject): ApiObject {
  return commit(context, live, tracked(context, live, completed(context, live, next)));
}

/** The same for an object whose managers an apply has already settled. */
export function replaceApplied(context: WriteContext, live: ApiObject, merged: SentObject): ApiObject {
  const next = completed(context, live, merged);
  return commit(context, live, withMetadata(next, { managedFields: merged.metadata.managedFields }));
}

/** The object with what the server keeps, within what this write may change, and with its defaults. */
function completed(context: WriteContext, live: ApiObject, next: SentObject): ApiObject {
  const { resource, subresource } = context;
  const seen = next.metadata.resourceVersion ?? '';
  if (seen !== '' && seen !== live.metadata.resourceVersion) throw modified(resource, live.metadata.name);
  return withinSubresource(resource, subresource, live, defaultObject(resource, keepSystemFields(live, next)));
}

/** Fields that a client may leave out but not take away. */
function keepSystemFields(live: ApiObject, next: SentObject): ApiObject {
  const { uid = '', deletionTimestamp, deletionGracePeriodSeconds } = next.metadata;
  return withMetadata(next, {
    uid: uid === '' ? live.metadata.uid : uid,
    resourceVersion: live.metadata.resourceVersion,
    generation: live.metadata.generation,
    creationTimestamp: live.metadata.creationTimestamp,
    deletionTimestamp: deletionTimestamp ?? live.metadata.deletionTimestamp,
    deletionGracePeriodSeconds: deletionGracePeriodSeconds ?? live.metadata.deletionGracePeriodSeconds,
  });
}

function commit(context: WriteContext, live: ApiObject, completed: ApiObject): ApiObject {
  const { core, resource, subresource, dryRun } = context;
  const prepared = resource.rules.prepareUpdate?.(completed, live, ruleContext(context)) ?? completed;
  const next = settleGeneration(resource, subresource, live, prepared);
  const schemaErrors = validateObject(resource, next, live);
  requireReadable(context, schemaErrors);
  const errors = [
    ...validateMetadata(next, resource.rules.nameRule, resource.group === ''),
    ...validateMetadataUpdate(next, live),
    ...schemaErrors,
    ...(resource.rules.validate?.(next, live, subresource) ?? []),
  ];
  if (errors.length > 0) throw invalid(resource, live.metadata.name, errors);
  advise(context, next.metadata, live.metadata);
  if (resource.deprecationWarning !== undefined) context.warn(resource.deprecationWarning);
  if (deepEqual(withoutTimes(next), withoutTimes(live))) return live;
  if (dryRun) return next;
  const stored = hide(resource, next);
  return show(resource, mayGo(next) ? core.storage.remove(resource.collection, stored) : core.storage.put(resource.collection, stored));
}

/** Whether nothing holds an object back that is being deleted. */
export function mayGo(object: ApiObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds > 0 || finalizers.length > 0) return false;
  const ofNamespace = at(object, 'spec', 'finalizers');
  return !(object.apiVersion === 'v1' && object.kind === 'Namespace' && Array.isArray(ofNamespace) && ofNamespace.length > 0);
}
