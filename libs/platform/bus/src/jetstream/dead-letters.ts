import { jetstream } from '@nats-io/jetstream';
import type { JsMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import type { MsgHdrs } from '@nats-io/transport-node';
import type { Connection } from './connection.js';
import { busError } from './errors.js';
import { deadLetterSubject } from './names.js';

/** How long the server may take to keep a dead letter, in milliseconds. */
const KEEP_MS = 2_000;

/** Keeps a copy of what nobody could settle, with the reason, in the stream of dead letters. @throws BusUnavailable, BusForbidden */
export async function keepDeadLetter(connection: Connection, durable: string, message: JsMsg, reason: string): Promise<void> {
  const client = connection.live;
  if (client === undefined) throw connection.unavailable();
  const { streamSequence, deliveryCount } = message.info;
  const own = copied(message.headers);
  own.set('Handoff-Dead-Reason', reason.replace(/[\r\n]+/g, ' '));
  own.set('Handoff-Dead-Durable', durable);
  own.set('Handoff-Dead-Subject', message.subject);
  own.set('Handoff-Dead-Sequence', String(streamSequence));
  own.set('Handoff-Dead-Attempts', String(deliveryCount));
  const subject = deadLetterSubject(durable, message.subject);
  try {
    await jetstream(client).publish(subject, message.data, { headers: own, msgID: `${durable}:${String(streamSequence)}`, timeout: KEEP_MS });
  } catch (error) {
    throw busError(error, { what: `a dead letter of ${durable}`, user: connection.user });
  }
}

/** All but `Nats-*`: those are orders to the server, and were carried out once. */
function copied(original: MsgHdrs | undefined): MsgHdrs {
  const copy = headers();
  for (const [name, values] of original ?? []) {
    if (name.toLowerCase().startsWith('nats-')) continue;
    for (const value of values) copy.append(name, value);
  }
  return copy;
}
