import type { ResourceRequest } from '../resource-handler.js';
import type { ApiResponse } from '../response.js';
import { handleScale } from './scale.js';
import { handleFinalize } from './finalize.js';

export type SubresourceSettings = object;

type Handler = (request: ResourceRequest, settings: SubresourceSettings) => ApiResponse | Promise<ApiResponse>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  scale: handleScale,
  'namespaces/finalize': handleFinalize,
};

/** What answers a request in place of the usual reading and writing of objects, if anything does. */
export function subresourceHandler(request: ResourceRequest, settings: SubresourceSettings): ApiResponse | Promise<ApiResponse> | undefined {
  const { path, resource } = request;
  if (path.subresource !== '' && !resource.subresources.includes(path.subresource)) return undefined;
  const handler = HANDLERS[`${resource.collection}/${path.subresource}`] ?? HANDLERS[path.subresource];
  return handler?.(request, settings);
}
