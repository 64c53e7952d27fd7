import { at, withAt } from '../../machinery/json.js';
import type { ApiObject } from '../../machinery/object.js';
import { methodNotAllowed } from '../../machinery/status-error.js';
import { decode } from '../../operations/decode.js';
import { replace, requireLive } from '../../operations/update.js';
import { readBody } from '../body.js';
import { writeContext } from '../resource-handler.js';
import type { ResourceRequest } from '../resource-handler.js';
import type { ApiResponse } from '../response.js';
import { shownObject } from '../shape.js';

/** Replaces the finalizers in the spec of a Namespace; without any left it goes. */
export function handleFinalize(request: ResourceRequest): ApiResponse {
  if (request.info.verb !== 'update') throw methodNotAllowed();
  const context = writeContext(request, []);
  const live = requireLive(context);
  const sent = decode(readBody(request.info.body, request.info.headers['content-type'], 'Namespace'), request.resource);
  const next = withAt(live, ['spec', 'finalizers'], at(sent, 'spec', 'finalizers') ?? []) as unknown as ApiObject;
  return shownObject(request, 200, replace(context, live, next), []);
}
