import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { passwordsFor, startNats } from '@handoff/real-parts';
import type { NatsServer } from '@handoff/real-parts';
import { z } from 'zod';
import { DEPLOY, provisionNats } from './processes.js';

/** NATS with the accounts that are deployed, and with streams and durables. */
export interface PlaneNats {
  readonly server: NatsServer;
  /** What a user is told, a service by its name. */
  environmentOf(user: string): Readonly<Record<string, string>>;
  /** How many messages a stream holds. */
  messagesIn(stream: string): Promise<number>;
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
  return { server, environmentOf, messagesIn: (stream) => messagesIn(server, stream) };
}

const Stream = z.looseObject({ name: z.string(), state: z.looseObject({ messages: z.int() }) });
const Streams = z.looseObject({
  account_details: z.array(z.looseObject({ stream_detail: z.array(Stream).optional() })).optional(),
});

/** Asks the server's own monitoring page. @throws Error when there is no such stream */
async function messagesIn({ monitoringPort }: NatsServer, stream: string): Promise<number> {
  const page = await fetch(`http://127.0.0.1:${String(monitoringPort)}/jsz?accounts=true&streams=true`);
  const { account_details: accounts = [] } = Streams.parse(await page.json());
  const found = accounts.flatMap(({ stream_detail: streams = [] }) => streams).find(({ name }) => name === stream);
  if (found === undefined) throw new Error(`NATS has no stream ${stream}`);
  return found.state.messages;
}
