import { rfc3339 } from '@handoff/time';
import { asArray, asObject, asString, at } from '../../machinery/json.js';
import type { ApiObject } from '../../machinery/object.js';
import { badRequest, conflict, methodNotAllowed } from '../../machinery/status-error.js';
import { replace, requireLive } from '../../operations/update.js';
import { readBody } from '../body.js';
import { objectResponse } from '../response.js';
import type { ApiResponse } from '../response.js';
import { writeContext } from '../resource-handler.js';
import type { ResourceRequest } from '../resource-handler.js';

/** Assigns a Pod to a node, as the scheduler does. */
export function handleBinding(request: ResourceRequest): ApiResponse {
  const { core, info, resource, path } = request;
  if (info.verb !== 'create') throw methodNotAllowed();
  const body = asObject(readBody(info.body, info.headers['content-type'], 'Binding'));
  const node = asString(at(body, 'target', 'name'));
  if (node === '') throw badRequest('Binding is invalid: target.name: Required value');
  const context = { ...writeContext(request, []), subresource: 'binding' };
  const live = requireLive(context);
  const bound = asString(at(live, 'spec', 'nodeName'));
  if (bound !== '') throw conflict(resource, path.name, `pod ${path.name} is already assigned to node "${bound}"`);
  if (live.metadata.deletionTimestamp !== undefined) throw conflict(resource, path.name, `pod ${path.name} is being deleted, cannot be assigned to a host`);
  const others = asArray(at(live, 'status', 'conditions')).filter((condition) => at(condition, 'type') !== 'PodScheduled');
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: rfc3339(core.clock.now()) };
  const next: ApiObject = {
    ...live,
    spec: { ...asObject(live['spec']), nodeName: node },
    status: { ...asObject(live['status']), conditions: [...others, scheduled] },
  };
  replace(context, live, next);
  return objectResponse(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}
