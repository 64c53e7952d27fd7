import { natsAccounts, natsFromEnvironment, provision } from '@handoff/bus';
import type { NatsEnvironment, Provisioned } from '@handoff/bus';
import { asError } from '@handoff/time';
import { durablesOf, wiringOfAll } from '../handoffs/durables.js';

export interface ProvisionNatsOptions {
  readonly replicas: number;
  readonly output: 'text' | 'json';
}

const USAGE = 2;

/** Makes the streams and every durable, or brings them up to date. @returns 0, or 2 when the environment does not say where NATS is */
export async function provisionNats(options: ProvisionNatsOptions): Promise<number> {
  const nats = await fromEnvironment();
  if (nats === undefined) return USAGE;
  const durables = durablesOf(await wiringOfAll());
  const done = await provision({ ...nats, durables, limits: { replicas: options.replicas } });
  const silent = durables.filter(({ events }) => events.length === 0).map(({ name }) => name);
  process.stdout.write(options.output === 'json' ? `${JSON.stringify({ done, silent }, null, 2)}\n` : text(done, silent));
  return 0;
}

/** Prints the users of NATS and what each may do, for nats-server's configuration. */
export async function provisionNatsAccounts(): Promise<number> {
  process.stdout.write(natsAccounts(durablesOf(await wiringOfAll())));
  return 0;
}

async function fromEnvironment(): Promise<NatsEnvironment | undefined> {
  try {
    const nats = await natsFromEnvironment(process.env);
    if (nats !== undefined) return nats;
    process.stderr.write('handoff: NATS_URL says where NATS is, e.g. NATS_URL=nats://127.0.0.1:4222 (--help shows the rest)\n');
  } catch (error) {
    process.stderr.write(`handoff: ${asError(error).message}\n`);
  }
  return undefined;
}

function text(done: readonly Provisioned[], silent: readonly string[]): string {
  const lines = done.map(({ kind, name, change }) => `${kind.padEnd(8)} ${name.padEnd(18)} ${change}`);
  return [...lines, ...silent.map((name) => `${'-'.padEnd(8)} ${name.padEnd(18)} hears nothing and needs no durable`), ''].join('\n');
}
