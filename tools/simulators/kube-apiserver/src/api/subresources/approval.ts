import { at, withAt } from '../../machinery/json.js';
import { withMetadata } from '../../machinery/object.js';
import type { ApiObject } from '../../machinery/object.js';
import { methodNotAllowed } from '../../machinery/status-error.js';
import { decode } from '../../operations/decode.js';
import { replace, requireLive } from '../../operations/update.js';
import { readBody } from '../body.js';
import { writeContext } from '../resource-handler.js';
import type { ResourceRequest } from '../resource-handler.js';
import type { ApiResponse } from '../response.js';
import { shownObject } from '../shape.js';

/** Approves or denies a request for a certificate: only its conditions change. */
export function handleApproval(request: ResourceRequest): ApiResponse {
  const { info, resource } = request;
  const context = writeContext(request, []);
  const live = requireLive(context);
  if (info.verb === 'get') return shownObject(request, 200, live, []);
  if (info.verb !== 'update') throw methodNotAllowed();
  const sent = decode(readBody(info.body, info.headers['content-type'], resource.kind), resource);
  const approved = withAt(live, ['status', 'conditions'], at(sent, 'status', 'conditions') ?? []) as unknown as ApiObject;
  return shownObject(request, 200, replace(context, live, withMetadata(approved, { resourceVersion: sent.metadata.resourceVersion })), []);
}
