import type { Secret } from '@handoff/api';

import type { TokenParts } from '../kubeadm/cluster-info.js';

export const tokenSecretType = 'bootstrap.kubernetes.io/token';
export const tokenNamespace = 'kube-system';
export const tokenSecretName = (id: string): string => `bootstrap-token-${id}`;

/** A bootstrap token as its Secret describes it. */
export interface BootstrapTokenSecret extends TokenParts {
  /** Milliseconds since the epoch; undefined for a token that does not expire. */
  readonly expires: number | undefined;
  readonly signs: boolean;
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
    signs: field('usage-bootstrap-signing') === 'true',
  };
}

export const isExpired = (token: BootstrapTokenSecret, now: number): boolean => token.expires !== undefined && token.expires <= now;
