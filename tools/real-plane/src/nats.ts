import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { passwordsFor, startNats } from '@handoff/real-parts';
import type { NatsServer } from '@handoff/real-parts';
import { DEPLOY, provisionNats } from './processes.js';

/** NATS with the accounts that are deployed, and with streams and durables. */
export interface PlaneNats {
  readonly server: NatsServer;
  /** What a user is told, a service by its name. */
  environmentOf(user: string): Readonly<Record<string, string>>;
}

/** Starts it, as deploy/nats has it, with passwords of its own. */
export async function startPlaneNats(folder: string): Promise<PlaneNats> {
  const config = await readFile(join(DEPLOY, 'nats', 'accounts.conf'), 'utf8');
  const env = passwordsFor(config);
  const server = await startNats({ folder, config, env });
  const environmentOf = (user: string): Record<string, string> => {
    const password = env[`NATS_PASSWORD_${user.toUpperCase().replaceAll('-', '_')}`];
    if (password === undefined) throw new TypeError(`deploy/nats has no user ${user}`);
    return { NATS_URL: server.url, NATS_USER: user, NATS_PASSWORD: password };
  };
  await provisionNats(environmentOf('provisioner'));
  return { server, environmentOf };
}
