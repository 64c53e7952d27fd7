import { forbidden, StatusError } from '../machinery/status-error.js';
import type { RequestInfo } from '../api/request.js';
import type { UserInfo } from './user.js';

/** What a user wants to do. `path` is set for requests that name no resource; then all else is empty. */
export interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly path?: string;
}

/** Decides about a request: true allows it, a string refuses it and says why, false refuses it without a reason. */
export type Authorize = (user: UserInfo, attributes: Attributes) => boolean | string;

const PUBLIC_PATHS = new Set(['/version', '/healthz', '/livez', '/readyz']);

/** Whoever is authenticated may do everything; others may see that the server lives, and how to join the cluster. */
export const allowAuthenticated: Authorize = (user, { verb, path, resource, namespace, name }) => {
  if (user.groups.includes('system:authenticated')) return true;
  if (path !== undefined) return verb === 'get' && PUBLIC_PATHS.has(path);
  return verb === 'get' && resource === 'configmaps' && namespace === 'kube-public' && name === 'cluster-info';
};

/** Everything at once, as a question. */
export const attributesAll: Attributes = { verb: '*', group: '*', version: '*', resource: '*', subresource: '*', namespace: '', name: '' };

/** Members of `system:masters` are never asked. */
export const decide = (authorize: Authorize, user: UserInfo, attributes: Attributes): boolean | string =>
  user.groups.includes('system:masters') || authorize(user, attributes);

function attributesOf({ resource, verb, path }: RequestInfo): Attributes {
  if (resource === undefined) {
    return { verb, group: '', version: '', resource: '', subresource: '', namespace: '', name: '', path: path.replace(/(.)\/+$/, '$1') };
  }
  const { group, version, plural, subresource, namespace, name } = resource;
  // A Namespace is in itself, as far as permissions go.
  const within = group === '' && plural === 'namespaces' ? name : namespace ?? '';
  return { verb, group, version, resource: plural, subresource, namespace: within, name };
}

/** @throws StatusError 403 */
export function authorizeRequest(authorize: Authorize, info: RequestInfo): void {
  const attributes = attributesOf(info);
  const decision = decide(authorize, info.user, attributes);
  if (decision !== true) throw refusal(info.user, attributes, decision);
}

function refusal(user: UserInfo, attributes: Attributes, decision: string | false): StatusError {
  const { verb, group, resource, subresource, namespace, name, path } = attributes;
  const why = typeof decision === 'string' && decision !== '' ? `: ${decision}` : '';
  if (path !== undefined) {
    return new StatusError(403, 'Forbidden', `forbidden: User "${user.username}" cannot ${verb} path "${path}"${why}`, {});
  }
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return forbidden({ group, plural: resource }, name, `User "${user.username}" cannot ${verb} resource "${what}" in API group "${group}" ${where}${why}`);
}
