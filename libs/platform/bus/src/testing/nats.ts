import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the real parts
import { startNats } from '@handoff/real-parts';
// eslint-disable-next-line @nx/enforce-module-boundaries -- as above
import type { NatsOptions, NatsServer } from '@handoff/real-parts';
import { handoff } from '@handoff/events';
import type { EventType, Handoff } from '@handoff/events';
import { systemClock, systemRandom } from '@handoff/time';
import type { BusLog } from '../jetstream/connection.js';
import type { JetStreamBusOptions } from '../jetstream/jetstream-bus.js';
import { DEADLETTERS, LIFECYCLE } from '../jetstream/names.js';

/** How long a spec waits for something to come true, in milliseconds. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 5;

/** Waits until it is so. @throws Error that names what did not come true */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
  const end = systemClock.now() + patienceMs;
  while (!(await isSo())) {
    if (systemClock.now() > end) throw new Error(`not within ${String(patienceMs / 1000)} s: ${what}`);
    await systemClock.sleep(LOOK_MS);
  }
}

/** What was logged, to look at. */
export class LogBook implements BusLog {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: Record<string, unknown> }[] = [];
  readonly #at = (level: string) => (fields: Record<string, unknown>, message: string): void => {
    this.lines.push({ level, message, fields });
  };
  readonly debug = this.#at('debug');
  readonly info = this.#at('info');
  readonly warn = this.#at('warn');
  readonly error = this.#at('error');

  /** Everything that was said, as one text. */
  get text(): string {
    return this.lines.map((line) => JSON.stringify(line)).join('\n');
  }
}

/** A handoff about a machine at a version. */
export const ring = (event: EventType, version: number, name = 'm'): Handoff => handoff(event, {
  about: { apiGroup: 'cluster.x-k8s.io', kind: event.about, namespace: 'default', name, uid: `uid-${name}`, resourceVersion: String(version) },
  cluster: 'c',
}, { time: '2026-01-01T00:00:00Z' });

/** A server of one's own, in a folder of its own that goes with it. */
export async function natsServer(options: Omit<NatsOptions, 'folder'> = {}): Promise<NatsServer> {
  const folder = await mkdtemp(join(tmpdir(), 'bus-'));
  const server = await startNats({ folder, ...options });
  return {
    ...server,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The rest of what a bus needs. */
export const busOptions = (servers: string, name = 'service', log: BusLog = new LogBook()): JetStreamBusOptions =>
  ({ servers, name, clock: systemClock, random: systemRandom, log });

/** JetStream as an administrator sees it. */
export interface Admin extends AsyncDisposable {
  readonly manager: JetStreamManager;
  /** Removes both streams, with their durables and all that they keep. */
  clear(): Promise<void>;
  /** True when no durable has anything to deliver or to be settled. */
  isQuiet(): Promise<boolean>;
}

export async function adminOf(servers: string, login: { user?: string; pass?: string; inboxPrefix?: string } = {}): Promise<Admin> {
  const client = await connect({ servers, maxReconnectAttempts: -1, reconnectTimeWait: 50, ...login });
  const manager = await jetstreamManager(client, { checkAPI: false });
  return {
    manager,
    clear: async () => {
      for (const stream of [LIFECYCLE, DEADLETTERS]) await manager.streams.delete(stream).catch(() => false);
    },
    isQuiet: async () => {
      for await (const { num_pending: waiting, num_ack_pending: unsettled } of manager.consumers.list(LIFECYCLE)) {
        if (waiting > 0 || unsettled > 0) return false;
      }
      return true;
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
