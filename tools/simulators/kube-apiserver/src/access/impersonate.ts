import type { Attributes, Authorize } from './authorize.js';
import { decide } from './authorize.js';
import type { UserInfo } from './user.js';
import { authenticated } from './user.js';
import { forbidden } from '../machinery/status-error.js';

type Headers = Readonly<Record<string, string | undefined>>;

const attributes = (resource: string, name: string): Attributes =>
  ({ verb: 'impersonate', group: '', version: '', resource, subresource: '', namespace: '', name });

/** Whom a request is sent as: `kubectl --as` and `--as-group`. @throws StatusError 403 */
export function impersonate(authorize: Authorize, user: UserInfo, headers: Headers): UserInfo {
  const username = headers['impersonate-user'];
  if (username === undefined) return user;
  const groups = (headers['impersonate-group'] ?? '').split(',').map((group) => group.trim()).filter((group) => group !== '');
  const wished = [{ resource: 'users', name: username }, ...groups.map((name) => ({ resource: 'groups', name }))];
  for (const { resource, name } of wished) {
    if (decide(authorize, user, attributes(resource, name)) === true) continue;
    throw forbidden({ group: '', plural: resource }, name, `User "${user.username}" cannot impersonate resource "${resource}" in API group "" at the cluster scope`);
  }
  return username === 'system:anonymous' ? { username, groups: ['system:unauthenticated'] } : authenticated({ username, groups });
}
