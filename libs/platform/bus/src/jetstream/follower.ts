import type { NatsConnection } from '@nats-io/transport-node';
import type { Handoff } from '@handoff/events';
import { asError } from '@handoff/time';
import type { BusLog, Connection } from './connection.js';
import { forbidden } from './errors.js';
import { decode } from './message.js';
import { LIFECYCLE_SUBJECTS } from './names.js';

/** How many ids are remembered, so that a handoff that was rung again is seen once. */
const REMEMBERED = 4_096;

/**
 * Sees what is published from now on: a plain subscription, which asks nothing of the server and keeps no place. What is rung during an
 * outage is not seen.
 */
export function followHandoffs(connection: Connection, log: BusLog, listener: (handoff: Handoff) => void): Disposable {
  const stop = new AbortController();
  const start = (client: NatsConnection): void => { subscribe(client, connection.user, { log, listener, signal: stop.signal }); };
  if (connection.live === undefined) connection.whenLive(stop.signal).then(start, () => undefined);
  else start(connection.live);
  return { [Symbol.dispose]: () => { stop.abort(new Error('followed no longer')); } };
}

interface Following {
  readonly log: BusLog;
  readonly listener: (handoff: Handoff) => void;
  readonly signal: AbortSignal;
}

function subscribe(client: NatsConnection, user: string, { log, listener, signal }: Following): void {
  const recent = new Set<string>();
  const subscription = client.subscribe(LIFECYCLE_SUBJECTS, { callback: (error, message) => {
    if (error !== null) {
      const text = 'operation' in error ? forbidden(error as Parameters<typeof forbidden>[0], user).message : error.message;
      log.error({ error: text }, 'handoffs cannot be followed');
      return;
    }
    try {
      const handoff = decode(message);
      if (isNew(recent, handoff.id)) listener(handoff);
    } catch (thrown) {
      log.debug({ subject: message.subject, error: asError(thrown).message }, 'no handoff, and not shown');
    }
  } });
  signal.addEventListener('abort', () => { if (!client.isClosed()) subscription.unsubscribe(); }, { once: true });
}

function isNew(recent: Set<string>, id: string): boolean {
  if (recent.has(id)) return false;
  recent.add(id);
  if (recent.size > REMEMBERED) recent.delete(recent.values().next().value ?? '');
  return true;
}
