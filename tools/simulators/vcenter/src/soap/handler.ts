import type { ManagedObject } from '../model/managed-object.js';
import type { Decoded } from '../codec/decode.js';
import type { Session } from '../sessions.js';
import type { VCenter } from '../vcenter.js';
import { methodNotFound, notAuthenticated } from './faults.js';
import type { VimFault } from './faults.js';

/** One SOAP call on its way through a handler. */
export interface Call {
  readonly vcenter: VCenter;
  readonly method: string;
  /** Absent only in the calls that need no login. */
  readonly session: Session | undefined;
  readonly client: { readonly ipAddress: string; readonly userAgent: string };
  /** Aborts when the client goes away or the server stops. */
  readonly signal: AbortSignal;
  /** What the task that the call starts is to end in, by a fault rule. */
  readonly taskFault: VimFault | undefined;
  /** Sets or clears the session cookie of the reply. */
  setSessionCookie(key: string | undefined): void;
}

export type Handler = (target: ManagedObject, parameters: Decoded, call: Call) => unknown;

/**
 * Makes a handler for a method of one class. The parameters have been checked against the schema by then, which is why
 * their type may be asserted here and nowhere else.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- this is the one place where their type is asserted
export function handler<T extends ManagedObject, P = Decoded>(
  type: abstract new (...args: never[]) => T,
  run: (target: T, parameters: P, call: Call) => unknown,
): Handler {
  return (target, parameters, call) => {
    if (!(target instanceof type)) throw methodNotFound(target.ref, call.method);
    return run(target, parameters as P, call);
  };
}

/** The session of a call that needs one. */
export function sessionOf(call: Call, target: ManagedObject): Session {
  if (!call.session) throw notAuthenticated(target.ref);
  return call.session;
}
