import { readFile } from 'node:fs/promises';
import { asError } from '@handoff/time';
import { natsAddress } from './credentials.js';
import type { NatsCredentials } from './credentials.js';

/** The environment's words about NATS, for a usage text. */
export const NATS_VARIABLES = {
  NATS_URL: 'nats://HOST:PORT or tls://HOST:PORT; several separated by commas',
  NATS_USER: 'the user, together with NATS_PASSWORD',
  NATS_PASSWORD: 'its password',
  NATS_CREDS: 'the path of a .creds file, in place of user and password',
} as const;

/** Where NATS is and who asks, as the environment says. */
export interface NatsEnvironment {
  readonly servers: string;
  readonly credentials?: NatsCredentials | undefined;
}

/**
 * Reads NATS_URL, NATS_USER, NATS_PASSWORD and NATS_CREDS.
 * @returns undefined without NATS_URL @throws TypeError that names the variable that is wrong, never its value
 */
export async function natsFromEnvironment(variables: Readonly<Record<string, string | undefined>>): Promise<NatsEnvironment | undefined> {
  const { NATS_URL: servers = '', NATS_USER: user = '', NATS_PASSWORD: password = '', NATS_CREDS: path = '' } = variables;
  if (servers === '') return undefined;
  try {
    natsAddress(servers);
  } catch (cause) {
    throw new TypeError(`NATS_URL: ${asError(cause).message}`, { cause });
  }
  if ((user === '') !== (password === '')) throw new TypeError('NATS_USER and NATS_PASSWORD: one is set without the other');
  if (path === '') return { servers, credentials: user === '' ? undefined : { user, password } };
  if (user !== '') throw new TypeError('NATS_CREDS and NATS_USER: only one of them says who asks');
  const creds = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new TypeError(`NATS_CREDS: the file cannot be read: ${asError(cause).message}`, { cause });
  });
  return { servers, credentials: { creds } };
}
