import { timingSafeEqual } from 'node:crypto';
import { asStrings } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import { authenticated } from './user.js';
import type { UserInfo } from './user.js';

const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;
const GROUP = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;

type SecretReader = (namespace: string, name: string) => ApiObject | undefined;

/** The user of a bootstrap token, if a Secret in kube-system vouches for it and it has not expired. */
export function bootstrapUser(token: string, secretOf: SecretReader, now: number): UserInfo | undefined {
  const [, id, secret] = TOKEN.exec(token) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const stored = secretOf('kube-system', `bootstrap-token-${id}`);
  if (stored?.['type'] !== 'bootstrap.kubernetes.io/token' || stored.metadata.deletionTimestamp !== undefined) return undefined;
  const data = Object.fromEntries(Object.entries(asStrings(stored['data'])).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]));
  if (data['token-id'] !== id || !equal(data['token-secret'] ?? '', secret)) return undefined;
  if (data['usage-bootstrap-authentication'] !== 'true' || expired(data['expiration'], now)) return undefined;
  const extra = (data['auth-extra-groups'] ?? '').split(',').filter((group) => group !== '');
  // A malformed group makes the whole token worthless.
  if (!extra.every((group) => GROUP.test(group))) return undefined;
  return authenticated({ username: `system:bootstrap:${id}`, groups: ['system:bootstrappers', ...extra] });
}

function expired(expiration: string | undefined, now: number): boolean {
  if (expiration === undefined || expiration === '') return false;
  const end = Date.parse(expiration);
  return Number.isNaN(end) || end <= now;
}

const equal = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
