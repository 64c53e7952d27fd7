import { credsAuthenticator, nkeyAuthenticator, tokenAuthenticator, usernamePasswordAuthenticator } from '@nats-io/transport-node';
import type { Authenticator } from '@nats-io/transport-node';

/** How a user proves who it is. Kept out of logs, errors and command lines. */
export type NatsCredentials =
  | { readonly user: string; readonly password: string }
  /** The text of a `.creds` file. */
  | { readonly creds: string }
  /** The seed of an nkey. */
  | { readonly nkeySeed: string }
  | { readonly token: string };

/** Where to connect and as whom. */
export interface NatsAddress {
  /** `host:port` each, without credentials: fit for a log. */
  readonly servers: readonly string[];
  readonly credentials: NatsCredentials | undefined;
  readonly tls: boolean;
}

const DEFAULT_PORT = '4222';

/**
 * Takes apart `nats://user:password@host:port`, several of them separated by commas. Credentials that are given apart win over those in a URL.
 * @throws TypeError when an address is none; it does not repeat the address, which may hold a password
 */
export function natsAddress(servers: string | readonly string[], credentials?: NatsCredentials): NatsAddress {
  const urls = (typeof servers === 'string' ? servers.split(',') : servers).map((server, index) => parsed(server.trim(), index));
  const first = urls[0];
  if (first === undefined) throw new TypeError('no NATS server is named');
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port === '' ? DEFAULT_PORT : port}`),
    credentials: credentials ?? inUrl(first),
    tls: urls.some(({ protocol }) => protocol === 'tls:'),
  };
}

/** The user that a server's permissions are for, where the credentials say so: its inbox is named after it. */
export const userOf = (credentials: NatsCredentials | undefined): string | undefined =>
  (credentials !== undefined && 'user' in credentials ? credentials.user : undefined);

export function authenticatorOf(credentials: NatsCredentials | undefined): Authenticator | undefined {
  if (credentials === undefined) return undefined;
  if ('user' in credentials) return usernamePasswordAuthenticator(credentials.user, credentials.password);
  if ('token' in credentials) return tokenAuthenticator(credentials.token);
  const text = new TextEncoder();
  return 'creds' in credentials ? credsAuthenticator(text.encode(credentials.creds)) : nkeyAuthenticator(text.encode(credentials.nkeySeed));
}

function inUrl({ username, password }: URL): NatsCredentials | undefined {
  if (username === '') return undefined;
  if (password === '') return { token: decodeURIComponent(username) };
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
}

function parsed(server: string, index: number): URL {
  const text = server.includes('://') ? server : `nats://${server}`;
  if (!URL.canParse(text)) throw new TypeError(`NATS server ${String(index + 1)} is no address: expected nats://HOST:PORT`);
  const url = new URL(text);
  if (!['nats:', 'tls:'].includes(url.protocol) || url.hostname === '') {
    throw new TypeError(`NATS server ${String(index + 1)} is no address: expected nats://HOST:PORT or tls://HOST:PORT`);
  }
  return url;
}
