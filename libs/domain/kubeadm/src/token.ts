import type { Random } from '@handoff/pki';
import { InvalidFieldError } from './errors.js';

/** A bootstrap token: the public id names its Secret, the secret part proves that a joining node was invited. */
export interface BootstrapTokenParts {
  readonly id: string;
  readonly secret: string;
}

/** Lifetime of a token, as upstream's: long enough for a slow clone and boot, short enough for a leaked disk image. */
export const bootstrapTokenTtlSeconds = 900;

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const pattern = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;

/** Makes `[a-z0-9]{6}.[a-z0-9]{16}`: about 83 bits in the secret part. */
export function generateBootstrapToken(random: Random): string {
  return `${letters(random, 6)}.${letters(random, 16)}`;
}

/** Rejection sampling: bytes from 252 up are dropped, because 256 is no multiple of 36 and the first four letters would be likelier. */
function letters(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random.bytes(length - text.length)) {
      if (byte < 252) text += alphabet.charAt(byte % 36);
    }
  }
  return text;
}

/** The two parts of a token, or undefined when it is malformed. */
export function parseBootstrapToken(token: string): BootstrapTokenParts | undefined {
  const [, id, secret] = pattern.exec(token) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** @throws InvalidFieldError naming `field`, never the token */
export function checkBootstrapToken(token: string, field: string): string {
  if (parseBootstrapToken(token) !== undefined) return token;
  throw new InvalidFieldError(
    field,
    'the bootstrap token is malformed',
    'use six and sixteen lower-case letters or digits with a dot between them, or remove the field to have one made',
  );
}

/**
 * The manifest of `bootstrap-token-<id>` in kube-system of the workload cluster; its controllers then sign kube-public/cluster-info with
 * it.
 */
export interface BootstrapTokenSecret {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly metadata: { readonly name: string; readonly namespace: 'kube-system' };
  readonly type: 'bootstrap.kubernetes.io/token';
  readonly stringData: Readonly<Record<string, string>>;
}

/** @param request `now` in milliseconds since the epoch */
export function bootstrapTokenSecret(request: {
  readonly token: string;
  readonly now: number;
  readonly ttlSeconds?: number;
  readonly description?: string;
}): BootstrapTokenSecret {
  const { id, secret } = parseBootstrapToken(checkBootstrapToken(request.token, 'token')) ?? { id: '', secret: '' };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: bootstrapTokenSecretName(id), namespace: 'kube-system' },
    type: 'bootstrap.kubernetes.io/token',
    stringData: {
      'token-id': id,
      'token-secret': secret,
      expiration: bootstrapTokenExpiry(request.now, request.ttlSeconds),
      'usage-bootstrap-signing': 'true',
      'usage-bootstrap-authentication': 'true',
      'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token',
      description: request.description ?? 'token for a Machine that joins the cluster',
    },
  };
}

export const bootstrapTokenSecretName = (tokenId: string): string => `bootstrap-token-${tokenId}`;

/** RFC 3339 with whole seconds, the form that the token cleaner reads. */
export const bootstrapTokenExpiry = (now: number, ttlSeconds: number = bootstrapTokenTtlSeconds): string =>
  `${new Date(now + ttlSeconds * 1000).toISOString().slice(0, 19)}Z`;
