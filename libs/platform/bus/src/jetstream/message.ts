import { headers } from '@nats-io/transport-node';
import type { MsgHdrs } from '@nats-io/transport-node';
import { eventNamed, HandoffData } from '@handoff/events';
import type { Handoff } from '@handoff/events';
import { asError } from '@handoff/time';

/** What a message consists of, whether it comes from a stream or from its publisher. */
interface Received {
  readonly subject: string;
  readonly headers?: MsgHdrs | undefined;
  json(): unknown;
}

/** The message is no handoff that this release knows: no redelivery will change that. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable';
  readonly code = 'Undecodable';
}

/** Percent-encodes what a header may not hold, as CloudEvents' bindings have it. */
const encoded = (value: string): string =>
  value.replace(/[^\x21-\x7e]|["%]/gu, (char) => (char === '"' ? '%22' : encodeURIComponent(char)));

/** The value of `Nats-Msg-Id`, by which the server tells doubles. */
export const messageIdOf = (handoff: Handoff): string => encoded(handoff.id);

/** A CloudEvent in binary mode: attributes in headers, the body is the data alone. */
export function headersOf({ id, event, time, traceparent }: Handoff): MsgHdrs {
  const own = headers();
  own.set('ce-specversion', '1.0');
  own.set('ce-id', encoded(id));
  own.set('ce-source', `/handoff/${event.owner}`);
  own.set('ce-type', event.type);
  own.set('ce-time', time);
  own.set('ce-datacontenttype', 'application/json');
  own.set('Content-Type', 'application/json');
  if (traceparent !== undefined) own.set('traceparent', traceparent);
  return own;
}

export const bodyOf = ({ data }: Handoff): string => JSON.stringify(data);

/**
 * Reads a message back. The event is taken from the subject, because that is what the server lets only its owner publish on; unknown fields
 * and headers are ignored. @throws Undecodable
 */
export function decode(message: Received): Handoff {
  const [, , , , owner, event, ...more] = message.subject.split('.');
  const known = more.length > 0 ? undefined : eventNamed(`${owner ?? ''}.${event ?? ''}`);
  if (known === undefined) throw new Undecodable(`no event of this release has the subject ${message.subject}`);
  const id = header(message, 'ce-id');
  if (id === undefined) throw new Undecodable('the header ce-id is missing');
  const data = HandoffData.safeParse(json(message));
  if (!data.success) {
    const where = data.error.issues.map(({ path, message: problem }) => `${path.join('.')}: ${problem}`);
    throw new Undecodable(`the body is not a handoff's: ${where.join('; ')}`);
  }
  return {
    id: decoded(id), event: known, subject: message.subject, time: header(message, 'ce-time') ?? '', data: data.data,
    traceparent: header(message, 'traceparent'),
  };
}

function header(message: Received, name: string): string | undefined {
  const value = message.headers?.get(name) ?? '';
  return value === '' ? undefined : value;
}

function json(message: Received): unknown {
  try {
    return message.json();
  } catch (cause) {
    throw new Undecodable('the body is not JSON', { cause });
  }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    throw new Undecodable(`the header ce-id is malformed: ${asError(cause).message}`, { cause });
  }
}
