import { forbidden, StatusError } from '../machinery/status-error.js';
import type { RequestInfo } from '../api/request.js';
import { nameSelectedBy } from '../machinery/field-selector.js';
import type { PolicyRule } from './policy-rule.js';
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

export interface Decision {
  readonly allowed: boolean;
  /** Empty where there is nothing to say. */
  readonly reason: string;
}

/** Everything that is known about what somebody may do in a namespace, and in the cluster. */
export interface Permissions {
  readonly rules: readonly PolicyRule[];
  /** What could not be found out, such as the rules of a role that is not there. */
  readonly error: string;
}

/** Says who may do what. */
export interface Authorizer {
  decide(user: UserInfo, attributes: Attributes): Decision;
  /** Absent where decisions do not follow from rules; then nobody is kept from handing out more than they have. */
  permissions?(user: UserInfo, namespace: string): Permissions;
}

const ALLOWED: Decision = { allowed: true, reason: '' };
export const MASTERS = 'system:masters';

/** An authorizer that asks a function. Members of `system:masters` are never asked about. */
export const asking = (authorize: Authorize): Authorizer => ({
  decide: (user, attributes) => {
    if (user.groups.includes(MASTERS)) return ALLOWED;
    const decision = authorize(user, attributes);
    return { allowed: decision === true, reason: typeof decision === 'string' ? decision : '' };
  },
});

const PUBLIC_PATHS = new Set(['/version', '/healthz', '/livez', '/readyz']);

/** Whoever is authenticated may do everything; others may see that the server lives, and how to join the cluster. */
export const allowAuthenticated: Authorize = (user, { verb, path, resource, namespace, name }) => {
  if (user.groups.includes('system:authenticated')) return true;
  if (path !== undefined) return verb === 'get' && PUBLIC_PATHS.has(path);
  return verb === 'get' && resource === 'configmaps' && namespace === 'kube-public' && name === 'cluster-info';
};

const NOTHING: Attributes = { verb: '', group: '', version: '', resource: '', subresource: '', namespace: '', name: '' };

/** Everything at once, as a question. */
export const attributesAll: Attributes = { ...NOTHING, verb: '*', group: '*', version: '*', resource: '*' };

function attributesOf({ resource, verb, path, query }: RequestInfo): Attributes {
  if (resource === undefined) return { ...NOTHING, verb, path: path.replace(/(.)\/+$/, '$1') };
  const { group, version, plural, subresource, namespace, name } = resource;
  // A Namespace is in itself, as far as permissions go.
  const within = group === '' && plural === 'namespaces' ? name : namespace ?? '';
  // Who lists or watches one object by its name may do so with permission for that name.
  const named = name === '' && verb !== 'create' ? nameSelectedBy(query.get('fieldSelector') ?? '') : name;
  return { verb, group, version, resource: plural, subresource, namespace: within, name: named };
}

/** @throws StatusError 403 */
export function authorizeRequest(authorizer: Authorizer, info: RequestInfo): void {
  requireAllowed(authorizer, info.user, attributesOf(info));
}

/** @throws StatusError 403 */
export function requireAllowed(authorizer: Authorizer, user: UserInfo, attributes: Attributes): void {
  const { allowed, reason } = authorizer.decide(user, attributes);
  if (!allowed) throw refusal(user, attributes, reason);
}

/** The refusal of a request, as real servers word it. */
function refusal(user: UserInfo, attributes: Attributes, reason: string): StatusError {
  const { verb, group, resource, subresource, namespace, name, path } = attributes;
  const why = reason === '' ? '' : `: ${reason}`;
  if (path !== undefined) {
    return new StatusError(403, 'Forbidden', `forbidden: User "${user.username}" cannot ${verb} path "${path}"${why}`, {});
  }
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return forbidden({ group, plural: resource }, name, `User "${user.username}" cannot ${verb} resource "${what}" in API group "${group}" ${where}${why}`);
}
