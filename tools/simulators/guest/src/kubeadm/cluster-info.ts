import { createHmac, timingSafeEqual } from 'node:crypto';

/** The two halves of a bootstrap token: the id names it, the secret proves it. */
export interface TokenParts {
  readonly id: string;
  readonly secret: string;
}

/** Splits `abcdef.0123456789abcdef`; undefined where it is no token. */
export function parseToken(token: string): TokenParts | undefined {
  const match = /^([a-z0-9]{6})\.([a-z0-9]{16})$/.exec(token);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { id: match[1], secret: match[2] };
}

export const signatureKey = (tokenId: string): string => `jws-kubeconfig-${tokenId}`;

const base64url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

/** Signs the kubeconfig of kube-public/cluster-info with a token: a detached JWS (HS256) whose key is the token's secret. */
export function signClusterInfo(kubeconfig: string, token: TokenParts): string {
  const header = base64url(JSON.stringify({ alg: 'HS256', kid: token.id }));
  const signature = createHmac('sha256', token.secret)
    .update(`${header}.${base64url(kubeconfig)}`)
    .digest('base64url');
  return `${header}..${signature}`;
}

/** Whether a detached signature was made over this kubeconfig with this token. */
export function verifyClusterInfo(kubeconfig: string, signature: string, token: TokenParts): boolean {
  const expected = Buffer.from(signClusterInfo(kubeconfig, token).split('.')[2] ?? '');
  const [header = '', payload, actual = ''] = signature.split('.');
  const given = Buffer.from(actual);
  if (payload !== '' || header !== base64url(JSON.stringify({ alg: 'HS256', kid: token.id }))) return false;
  return given.length === expected.length && timingSafeEqual(given, expected);
}
