import type { Registry } from '../registry/registry.js';
import type { RequestInfo } from './request.js';
import type { ApiResponse } from './response.js';
import { textResponse } from './response.js';

export function openApiResponse(_registry: Registry, _info: RequestInfo): ApiResponse {
  return textResponse(404, '404 page not found\n');
}
