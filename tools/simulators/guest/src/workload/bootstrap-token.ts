import { Secret } from '@handoff/api';

import type { TokenParts } from '../kubeadm/cluster-info.js';
import type { ClusterApi } from './cluster-api.js';

export const tokenSecretType = 'bootstrap.kubernetes.io/token';
export const tokenNamespace = 'kube-system';
export const tokenSecretName = (id: string): string => `bootstrap-token-${id}`;

/** A bootstrap token as its Secret describes it. */
export interface BootstrapTokenSecret extends TokenParts {
  /** Milliseconds since the epoch; undefined for a token that does not expire. */
  readonly expires: number | undefined;
  readonly authenticates: boolean;
  readonly signs: boolean;
  readonly groups: readonly string[];
}

/** Reads a token's Secret; undefined where the Secret is none or is incomplete. */
export function readTokenSecret(secret: Secret): BootstrapTokenSecret | undefined {
  const field = (name: string): string => Buffer.from(secret.data?.[name] ?? '', 'base64').toString('utf8');
  const id = field('token-id');
  if (secret.type !== tokenSecretType || secret.metadata.name !== tokenSecretName(id) || field('token-secret') === '') return undefined;
  const expiration = field('expiration');
  return {
    id,
    secret: field('token-secret'),
    expires: expiration === '' ? undefined : Date.parse(expiration),
    authenticates: field('usage-bootstrap-authentication') === 'true',
    signs: field('usage-bootstrap-signing') === 'true',
    groups: ['system:bootstrappers', ...field('auth-extra-groups').split(',').filter(Boolean)],
  };
}

export const isExpired = (token: BootstrapTokenSecret, now: number): boolean => token.expires !== undefined && token.expires <= now;

/** Whom a bearer token of the form `id.secret` proves to be: the bootstrap token authenticator of the API server. */
export async function authenticateBootstrapToken(
  token: TokenParts,
  api: ClusterApi,
  now: number,
): Promise<{ username: string; groups: readonly string[] } | undefined> {
  const secret = await api.get(Secret, tokenNamespace, tokenSecretName(token.id));
  const found = secret === undefined || secret.metadata.deletionTimestamp !== undefined ? undefined : readTokenSecret(secret);
  if (found === undefined || found.secret !== token.secret || !found.authenticates || isExpired(found, now)) return undefined;
  return { username: `system:bootstrap:${token.id}`, groups: found.groups };
}
