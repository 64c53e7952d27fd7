import { authorizeRequest } from '../access/authorize.js';
import { impersonated, requireImpersonation } from '../access/impersonate.js';
import type { UserInfo } from '../access/user.js';
import { StatusError, notFound, unknownPath } from '../machinery/status-error.js';
import type { Core } from '../operations/context.js';
import type { Registry } from '../registry/registry.js';
import { acceptedTypes } from './negotiate.js';
import { aggregated, coreVersions, groupList, oneGroup, resourceList } from './discovery.js';
import { handleResource } from './resource-handler.js';
import { readRequest } from './request.js';
import type { ApiRequest, RequestInfo, ResourcePath } from './request.js';
import type { ApiResponse } from './response.js';
import { objectResponse, statusResponse, textResponse } from './response.js';
import { subresourceHandler } from './subresources/index.js';
import type { SubresourceSettings } from './subresources/settings.js';
import { versionInfo } from './version.js';
import type { OpenApiDocuments } from './openapi.js';

export interface HandlerSettings extends SubresourceSettings {
  readonly core: Core;
  readonly version: string;
  readonly openApi: OpenApiDocuments;
}

/** Answers one request of one user. Refusals are answers too: this never throws for what a client did. */
export async function handle(settings: HandlerSettings, request: ApiRequest, user: UserInfo): Promise<ApiResponse> {
  try {
    const info = readRequest(request, impersonated(request.headers ?? {}) ?? user);
    if (info.user !== user) requireImpersonation(settings.core.access, user, info.headers);
    authorizeRequest(settings.core.access, info);
    return await route(settings, info);
  } catch (error) {
    if (error instanceof StatusError) return statusResponse(error.status);
    const message = `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`;
    return statusResponse(new StatusError(500, 'InternalError', message, { causes: [{ message }] }).status);
  }
}

const HEALTH = new Set(['healthz', 'livez', 'readyz']);
const CHECKS = new Set(['ping', 'etcd']);

async function route(settings: HandlerSettings, info: RequestInfo): Promise<ApiResponse> {
  const { steps, resource: path } = info;
  const [first = ''] = steps;
  if (path === undefined) {
    if (HEALTH.has(first) && (steps[1] === undefined || CHECKS.has(steps[1]))) return health(first, info);
    if (first === 'version') return objectResponse(200, versionInfo(settings.version));
    if (first === 'openapi') return settings.openApi.answer(info);
    return discover(settings.core, info);
  }
  const resource = settings.core.registry.find(path.group, path.version, path.plural);
  if (resource === undefined) return unknown(settings.core.registry, path);
  const request = { core: settings.core, info, path, resource };
  const special = subresourceHandler(request, settings);
  if (special !== undefined) return special;
  if (path.subresource !== '' && path.subresource !== 'status') throw notFound(resource, path.name);
  if (path.subresource === 'status' && !resource.subresources.includes('status')) throw notFound(resource, path.name);
  return handleResource(request);
}

/** Groups of the server's own say that they do not know a resource; nobody answers for those of definitions that are not there. */
function unknown(registry: Registry, { group, version }: ResourcePath): ApiResponse {
  if (registry.inVersion(group, version).some(({ custom }) => !custom)) throw unknownPath();
  return textResponse(404, '404 page not found\n');
}

/** Whoever can ask is answered: a server in memory has nothing that could be unwell. */
const health = (check: string, { query }: RequestInfo): ApiResponse =>
  textResponse(200, query.has('verbose') ? `[+]ping ok\n[+]etcd ok\n${check} check passed\n` : 'ok');

function discover({ registry }: Core, { steps, headers }: RequestInfo): ApiResponse {
  const [root, group, version] = steps;
  if (root === 'api' || root === 'apis') {
    const wanted = aggregationWanted(headers['accept']);
    if (group === undefined && wanted !== undefined) {
      const response = objectResponse(200, aggregated(registry, root === 'api', `apidiscovery.k8s.io/${wanted}`));
      return { ...response, contentType: `application/json;g=apidiscovery.k8s.io;v=${wanted};as=APIGroupDiscoveryList` };
    }
    const found = root === 'api' ? coreDocument(registry, group, headers['host'] ?? '') : groupDocument(registry, group, version);
    if (found !== undefined) return objectResponse(200, found);
  }
  return textResponse(404, '404 page not found\n');
}

const coreDocument = (registry: Registry, version: string | undefined, address: string): object | undefined =>
  (version === undefined ? coreVersions(address) : resourceList(registry, '', version));

function groupDocument(registry: Registry, group: string | undefined, version: string | undefined): object | undefined {
  if (group === undefined) return groupList(registry);
  return version === undefined ? oneGroup(registry, group) : resourceList(registry, group, version);
}

/** The version of aggregated discovery that the client prefers to the documents of old. */
function aggregationWanted(accept: string | undefined): string | undefined {
  const first = acceptedTypes(accept).find(({ type, parameters }) =>
    type === 'application/json' && (parameters['as'] === undefined || (parameters['as'] === 'APIGroupDiscoveryList' && parameters['v'] === 'v2')));
  return first?.parameters['as'] === undefined ? undefined : first.parameters['v'];
}
