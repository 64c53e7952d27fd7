import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { AuthorizationError, NoRespondersError, PermissionViolationError, TimeoutError } from '@nats-io/transport-node';
import { asError } from '@handoff/time';
import { BusForbidden, BusUnavailable } from '../bus.js';

/** What was tried, for the message. */
export interface Attempted {
  /** `core.machine-running`, `durable capv`: what it was about. */
  readonly what: string;
  /** Who tried. */
  readonly user: string;
}

/** Says who may not do what, and what to grant. */
export const forbidden = ({ operation, subject }: PermissionViolationError, user: string, cause?: unknown): BusForbidden =>
  new BusForbidden(
    `NATS user "${user}" may not ${operation === 'subscription' ? 'subscribe to' : 'publish'} ${subject}: grant it ` +
    `"${operation === 'subscription' ? 'subscribe' : 'publish'}" on ${grantOf(subject)} (deploy/nats/accounts.conf; handoff provision nats-accounts prints it)`,
    { cause },
  );

const ABSENT: ReadonlySet<number> = new Set([JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.ConsumerNotFound]);

/** Whether the server says that there is no such stream or consumer. */
export const isAbsent = (thrown: unknown): boolean => thrown instanceof JetStreamApiError && ABSENT.has(thrown.code);

/** What NATS's client throws, as what the bus throws: the one place where they are told apart. */
export function busError(thrown: unknown, { what, user }: Attempted): BusUnavailable | BusForbidden {
  const outer = asError(thrown);
  if (outer instanceof BusUnavailable || outer instanceof BusForbidden) return outer;
  for (let error: unknown = outer; error instanceof Error; error = error.cause) { // the client wraps what happened to a request
    if (error instanceof PermissionViolationError) return forbidden(error, user, outer);
    if (error instanceof AuthorizationError) {
      return new BusUnavailable(`NATS does not let user "${user}" in: check its password or credentials`, { cause: outer });
    }
    if (error instanceof NoRespondersError) {
      return new BusUnavailable(`nothing at NATS answers for ${what}: is JetStream on, and has \`handoff provision nats\` been run?`, { cause: outer });
    }
    if (isAbsent(error)) return new BusUnavailable(`NATS has no ${what}: has \`handoff provision nats\` been run?`, { cause: outer });
    if (error instanceof JetStreamApiError) {
      return new BusUnavailable(`JetStream refused ${what}: ${error.message} (${String(error.code)})`, { cause: outer });
    }
    if (error instanceof TimeoutError) return new BusUnavailable(`NATS did not answer for ${what} in time`, { cause: outer });
  }
  return new BusUnavailable(`NATS: ${what}: ${outer.message}`, { cause: outer });
}

/** The subject as permissions are written: a handoff's namespace and cluster are anybody's, what follows a consumer is the server's. */
function grantOf(subject: string): string {
  const tokens = subject.split('.');
  if (subject.startsWith('capi.v1.')) return `capi.v1.*.*.${tokens[4] ?? '*'}.>`;
  if (subject.startsWith('$JS.ACK.')) return `${tokens.slice(0, 4).join('.')}.>`;
  if (subject.startsWith('_INBOX')) return `${tokens[0] ?? ''}.>`;
  return subject;
}
