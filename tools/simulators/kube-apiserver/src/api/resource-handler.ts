import { forbiddenValue, invalidValue, requiredValue, unsupportedValue } from '../machinery/invalid.js';
import { asObject, asString, isObject } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import { StatusError, badRequest, methodNotAllowed, tooLargeResourceVersion, unknownPath, unsupportedMediaType } from '../machinery/status-error.js';
import type { Core, WriteContext } from '../operations/context.js';
import { create } from '../operations/create.js';
import { list } from '../operations/list.js';
import { PATCH_TYPES, patch } from '../operations/patch.js';
import { remove } from '../operations/remove.js';
import type { DeleteOptions, Propagation } from '../operations/remove.js';
import { requireLive, update } from '../operations/update.js';
import { watch } from '../operations/watch.js';
import type { Resource } from '../registry/resource.js';
import { mediaType, readBody } from './body.js';
import { invalidOptions, listOptions, watchOptions, writeOptions } from './query.js';
import type { RequestInfo, ResourcePath } from './request.js';
import type { ApiResponse } from './response.js';
import { objectResponse, statusResponse } from './response.js';
import { shownList, shownObject, shownWatch } from './shape.js';

/** Real servers wait this long for a revision that they have not seen yet. */
const REVISION_PATIENCE_MS = 3000;

/** A request for objects, with the resource that its path names. */
export interface ResourceRequest {
  readonly core: Core;
  readonly info: RequestInfo;
  readonly path: ResourcePath;
  readonly resource: Resource;
}

/** Answers a request for objects of a resource, the status included. */
export async function handleResource(request: ResourceRequest): Promise<ApiResponse> {
  const { info, path, resource } = request;
  if (!resource.verbs.includes(info.verb)) throw methodNotAllowed();
  if (resource.namespaced && path.namespace === undefined) requireWhole(request);
  if (info.verb === 'get' || info.verb === 'list') await awaitRevision(request);
  switch (info.verb) {
    case 'get': return get(request);
    case 'list': return shownList(request, list(request.core, resource, request.path.namespace, listOptions(info, resource)));
    case 'watch': return shownWatch(request, watch(request.core, resource, request.path.namespace, watchOptions(info, resource)));
    case 'delete': return handleDelete(request);
    case 'deletecollection': return deleteCollection(request);
    default: return handleWrite(request);
  }
}

/** Of all namespaces at once a resource can only be listed and watched. @throws StatusError 404, 405 */
function requireWhole({ info, path }: ResourceRequest): void {
  if (path.name !== '') throw unknownPath();
  if (info.verb !== 'list' && info.verb !== 'watch' && info.verb !== 'create') throw methodNotAllowed();
}

/** A read may ask for a revision at least as new as one that it has heard of. @throws StatusError 504 */
async function awaitRevision({ core, info }: ResourceRequest): Promise<void> {
  const wanted = Number(info.query.get('resourceVersion') ?? '0');
  if (!Number.isFinite(wanted) || wanted <= core.storage.revision) return;
  await core.clock.sleep(REVISION_PATIENCE_MS);
  if (wanted > core.storage.revision) throw tooLargeResourceVersion(wanted, core.storage.revision);
}

function get(request: ResourceRequest): ApiResponse {
  const context = writeContext(request, []);
  return shownObject(request, 200, requireLive(context), []);
}

/** What a write needs to know of its request; warnings gather in `warnings`. */
export function writeContext({ core, info, path, resource }: ResourceRequest, warnings: string[]): WriteContext {
  return {
    core, resource, user: info.user,
    namespace: resource.namespaced ? path.namespace : undefined, name: path.name, subresource: path.subresource,
    ...writeOptions(info), warn: (message) => { warnings.push(message); },
  };
}

function handleWrite(request: ResourceRequest): ApiResponse {
  const { info, path, resource } = request;
  const warnings: string[] = [];
  const context = writeContext(request, warnings);
  if (resource.namespaced && path.namespace === undefined) throw methodNotAllowed();
  if (info.verb === 'create' ? path.name !== '' : path.name === '') throw methodNotAllowed();
  try {
    return written(request, context, warnings);
  } catch (error) {
    // Warnings are told also where the write is refused.
    if (error instanceof StatusError && warnings.length > 0) return { ...statusResponse(error.status), warnings };
    throw error;
  }
}

function written(request: ResourceRequest, context: WriteContext, warnings: readonly string[]): ApiResponse {
  const { info, resource } = request;
  const body = readBody(info.body, info.headers['content-type'], resource.kind);
  if (info.verb === 'create') return shownObject(request, 201, create(context, body), warnings);
  if (info.verb === 'update') {
    const { core, namespace, name } = context;
    const isThere = core.storage.get(resource.collection, namespace, name) !== undefined;
    return shownObject(request, isThere ? 200 : 201, update(context, body), warnings);
  }
  const { object, created } = patch(context, patchType(info), body, info.query.get('force') === 'true');
  return shownObject(request, created ? 201 : 200, object, warnings);
}

/** The kind of a patch. An apply must also say who applies. @throws StatusError 415, 422 */
function patchType(info: RequestInfo): string {
  const type = mediaType(info.headers['content-type']);
  const known: readonly string[] = Object.values(PATCH_TYPES);
  if (!known.includes(type)) throw unsupportedMediaType(known);
  if (type === PATCH_TYPES.apply && (info.query.get('fieldManager') ?? '') === '') {
    throw invalidOptions('PatchOptions', [requiredValue('fieldManager', 'is required for apply patch')]);
  }
  if (type !== PATCH_TYPES.apply && info.query.has('force')) {
    throw invalidOptions('PatchOptions', [forbiddenValue('force', 'may not be specified for non-apply patch')]);
  }
  return type;
}

function handleDelete(request: ResourceRequest): ApiResponse {
  const { info, path, resource } = request;
  const options = deleteOptions(info, resource);
  const warnings: string[] = [];
  const { object, gone } = remove({ ...writeContext(request, warnings), ...(options.dryRun ? { dryRun: true } : {}) }, options);
  if (!gone || resource.rules.returnsDeleted) return shownObject(request, 200, object, warnings);
  return objectResponse(200, {
    kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success',
    details: { name: path.name, ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.plural, uid: object.metadata.uid },
  }, warnings);
}

function deleteCollection(request: ResourceRequest): ApiResponse {
  const { core, info, path, resource } = request;
  const options = deleteOptions(info, resource);
  const warnings: string[] = [];
  const context = { ...writeContext(request, warnings), ...(options.dryRun ? { dryRun: true } : {}) };
  const page = list(core, resource, path.namespace, listOptions(info, resource));
  const items = page.items.flatMap((object) => deleteOne(context, object, options));
  return shownList(request, { ...page, items }, warnings);
}

function deleteOne(context: WriteContext, { metadata }: ApiObject, options: DeleteOptions): readonly ApiObject[] {
  const { core, resource } = context;
  // An earlier deletion of this very request may have taken it along.
  if (core.storage.get(resource.collection, metadata.namespace, metadata.name) === undefined) return [];
  return [remove({ ...context, namespace: metadata.namespace, name: metadata.name }, options).object];
}

/** DeleteOptions come in the body, in the query, or both. @throws StatusError 400 */
export function deleteOptions(info: RequestInfo, { kind }: Pick<Resource, 'kind'>): DeleteOptions & { readonly dryRun: boolean } {
  const body = asObject(readBody(info.body, info.headers['content-type'], kind));
  const policy = asString(body['propagationPolicy']) || (info.query.get('propagationPolicy') ?? '');
  const orphan = body['orphanDependents'] ?? (info.query.has('orphanDependents') ? info.query.get('orphanDependents') === 'true' : undefined);
  const grace = body['gracePeriodSeconds'] ?? (info.query.has('gracePeriodSeconds') ? Number(info.query.get('gracePeriodSeconds')) : undefined);
  const preconditions = body['preconditions'];
  if (asString(body['kind']) !== '' && body['kind'] !== 'DeleteOptions') {
    throw badRequest(`no kind "${asString(body['kind'])}" is registered for version "${asString(body['apiVersion'])}" in scheme "pkg/runtime/scheme.go:111"`);
  }
  if (policy !== '' && orphan !== undefined) {
    throw invalidOptions('DeleteOptions', [invalidValue('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set')]);
  }
  const propagation = propagationOf(policy, orphan);
  return {
    dryRun: Array.isArray(body['dryRun']) && body['dryRun'].includes('All'),
    ...(typeof grace === 'number' ? { gracePeriodSeconds: grace } : {}),
    ...(propagation === undefined ? {} : { propagationPolicy: propagation }),
    ...(isObject(preconditions) ? { preconditions } : {}),
  };
}

function propagationOf(policy: string, orphan: unknown): Propagation | undefined {
  if (policy === 'Background' || policy === 'Foreground' || policy === 'Orphan') return policy;
  if (policy !== '') {
    throw invalidOptions('DeleteOptions', [unsupportedValue('propagationPolicy', policy, ['Foreground', 'Background', 'Orphan', 'nil'])]);
  }
  if (typeof orphan !== 'boolean') return undefined;
  return orphan ? 'Orphan' : 'Background';
}

