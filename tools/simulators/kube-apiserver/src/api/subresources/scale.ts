import { invalid, invalidValue } from '../../machinery/invalid.js';
import { asString, asStrings, at, compact, withAt } from '../../machinery/json.js';
import type { JsonObject } from '../../machinery/json.js';
import { toSentObject, withMetadata } from '../../machinery/object.js';
import type { ApiObject, Metadata, SentObject } from '../../machinery/object.js';
import { StatusError, badRequest, conflict, methodNotAllowed, notFound, unsupportedMediaType } from '../../machinery/status-error.js';
import { PATCH_TYPES } from '../../operations/patch.js';
import { replace, requireLive } from '../../operations/update.js';
import type { ScalePaths } from '../../registry/resource.js';
import { patchByJson, patchByMerge } from '../../registry/schema-engine.js';
import { mediaType, readBody } from '../body.js';
import { objectResponse } from '../response.js';
import type { ApiResponse } from '../response.js';
import { writeContext } from '../resource-handler.js';
import type { ResourceRequest } from '../resource-handler.js';

const SCALE = { group: 'autoscaling', plural: 'scales', kind: 'Scale' };

/** The number of replicas of any kind, as `autoscaling/v1` Scale. */
export function handleScale(request: ResourceRequest): ApiResponse {
  const { info, resource, path } = request;
  const { scale } = resource;
  if (scale === undefined) throw notFound(resource, path.name);
  const warnings: string[] = [];
  const context = writeContext(request, warnings);
  const live = requireLive(context);
  if (info.verb === 'get') return objectResponse(200, scaleOf(live, scale, resource.custom));
  if (info.verb !== 'update' && info.verb !== 'patch') throw methodNotAllowed();
  const wished = wishedScale(request, scaleOf(live, scale, resource.custom));
  const { resourceVersion, uid = '' } = wished.metadata;
  if (uid !== '' && uid !== live.metadata.uid) {
    throw conflict(resource, path.name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid}`);
  }
  const replicas = at(wished, 'spec', 'replicas') ?? 0;
  if (typeof replicas === 'number' && replicas < 0) {
    throw invalid(SCALE, path.name, [invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')]);
  }
  const next = withAt(live, scale.specReplicas, replicas) as unknown as ApiObject;
  const stored = replace({ ...context, subresource: 'scale' }, live, withMetadata(next, { resourceVersion }));
  return objectResponse(200, scaleOf(stored, scale, resource.custom), warnings);
}

function wishedScale({ info }: ResourceRequest, current: ApiObject): SentObject {
  const contentType = info.headers['content-type'];
  const body = readBody(info.body, contentType, 'Scale');
  const wished = info.verb === 'update' ? toSentObject(body) : patched(mediaType(contentType), current, body);
  if (wished === undefined) throw badRequest('the object provided is unrecognized (must be of type Scale)');
  return wished;
}

function patched(type: string, current: ApiObject, body: unknown): SentObject {
  if (type === PATCH_TYPES.json) return patchByJson(current, body);
  if (type === PATCH_TYPES.merge || type === PATCH_TYPES.strategic) return patchByMerge(current, body as JsonObject);
  throw unsupportedMediaType(Object.values(PATCH_TYPES));
}

function scaleOf(object: ApiObject, paths: ScalePaths, custom: boolean): ApiObject {
  const replicas = at(object, ...paths.specReplicas);
  if (custom && replicas === undefined) {
    const message = `the spec replicas field ".${paths.specReplicas.join('.')}" does not exist`;
    throw new StatusError(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
  }
  const selector = custom ? selectorAt(object, paths) : labelsText(at(object, 'spec', 'selector'));
  return {
    kind: 'Scale', apiVersion: 'autoscaling/v1',
    metadata: identityOf(object),
    spec: { replicas: replicas ?? 0 },
    status: { replicas: at(object, ...paths.statusReplicas) ?? 0, ...(selector === '' ? {} : { selector }) },
  };
}

function identityOf({ metadata }: ApiObject): Metadata {
  const { name, uid, resourceVersion, namespace, creationTimestamp } = metadata;
  return { name, uid, resourceVersion, ...compact({ namespace, creationTimestamp }) } as Metadata;
}

const selectorAt = (object: ApiObject, { labelSelector }: ScalePaths): string => (labelSelector === undefined ? '' : asString(at(object, ...labelSelector)));

function labelsText(selector: unknown): string {
  const labels = at(selector, 'matchLabels') ?? selector;
  return Object.entries(asStrings(labels)).map(([key, value]) => `${key}=${value}`).join(',');
}
