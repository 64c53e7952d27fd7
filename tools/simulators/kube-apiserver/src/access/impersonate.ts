import { badRequest } from '../machinery/status-error.js';
import { requireAllowed } from './authorize.js';
import type { Authorizer } from './authorize.js';
import { authenticated } from './user.js';
import type { UserInfo } from './user.js';

type Headers = Readonly<Record<string, string | undefined>>;

/** What one of the permissions to impersonate is about. */
interface Wish {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

const AUTHENTICATION = 'authentication.k8s.io';
const EXTRA = 'impersonate-extra-';
const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/**
 * Whom a request is sent as: `kubectl --as`, `--as-group`, `--as-uid`. Undefined where it is sent as nobody else.
 * @throws StatusError 400 for groups without a user
 */
export function impersonated(headers: Headers): UserInfo | undefined {
  const username = headers['impersonate-user'] ?? '';
  const groups = listed(headers['impersonate-group']);
  const extra = extraOf(headers);
  const uid = headers['impersonate-uid'];
  if (username === '') {
    if (groups.length === 0 && uid === undefined && Object.keys(extra).length === 0) return undefined;
    const names = groups.map((group) => `"${group}"`).join(', ');
    throw badRequest(`requested &user.DefaultInfo{Name:"", UID:"${uid ?? ''}", Groups:[]string{${names}}, Extra:map[string][]string(nil)} without impersonating a user name`);
  }
  const [, namespace] = ACCOUNT.exec(username) ?? [];
  const own = groups.length === 0 && namespace !== undefined ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] : groups;
  const user = { username, groups: own, ...(uid === undefined ? {} : { uid }), ...(Object.keys(extra).length === 0 ? {} : { extra }) };
  return username === 'system:anonymous' ? { ...user, groups: ['system:unauthenticated'] } : authenticated(user);
}

/** Whether a user may send a request as another. @throws StatusError 403 */
export function requireImpersonation(access: Authorizer, user: UserInfo, headers: Headers): void {
  for (const wish of wishes(headers)) requireAllowed(access, user, { verb: 'impersonate', version: 'v1', ...wish });
}

function wishes(headers: Headers): readonly Wish[] {
  const username = headers['impersonate-user'] ?? '';
  const [, namespace = '', account = ''] = ACCOUNT.exec(username) ?? [];
  const plain = { group: '', subresource: '', namespace: '' };
  return [
    account === '' ? { ...plain, resource: 'users', name: username } : { ...plain, resource: 'serviceaccounts', namespace, name: account },
    ...listed(headers['impersonate-group']).map((name) => ({ ...plain, resource: 'groups', name })),
    ...(headers['impersonate-uid'] === undefined ? [] : [{ ...plain, group: AUTHENTICATION, resource: 'uids', name: headers['impersonate-uid'] }]),
    ...Object.entries(extraOf(headers)).flatMap(([key, values]) =>
      values.map((name) => ({ ...plain, group: AUTHENTICATION, resource: 'userextras', subresource: key, name }))),
  ];
}

const listed = (text: string | undefined): readonly string[] => (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');

const extraOf = (headers: Headers): Record<string, readonly string[]> => Object.fromEntries(Object.entries(headers)
  .filter(([name]) => name.startsWith(EXTRA)).map(([name, value]) => [decodeURIComponent(name.slice(EXTRA.length)), listed(value)]));
