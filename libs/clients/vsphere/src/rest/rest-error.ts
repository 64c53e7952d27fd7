import { z } from 'zod';
import { ConnectionError, TimeoutError } from '../errors/connection.js';
import {
  AlreadyExistsError,
  BusyError,
  FaultError,
  InsufficientResourcesError,
  InvalidArgumentError,
  InvalidStateError,
  NoPermissionError,
  NotAuthenticatedError,
  NotSupportedError,
  ObjectGoneError,
} from '../errors/faults.js';
import type { ErrorContext, VSphereError } from '../errors/base.js';

const message = z.union([z.object({ default_message: z.string() }).transform((m) => m.default_message), z.string()]);
const body = z.object({
  type: z.string().optional(),
  value: z.object({ messages: z.array(message).nullish() }).nullish(),
});

type ErrorClass = new (message: string, context?: ErrorContext) => VSphereError;

/** By the last part of the error type, `com.vmware.vapi.std.errors.not_found`. */
const byType: Readonly<Record<string, ErrorClass>> = {
  not_found: ObjectGoneError,
  already_exists: AlreadyExistsError,
  invalid_argument: InvalidArgumentError,
  invalid_element_type: InvalidArgumentError,
  unauthenticated: NotAuthenticatedError,
  resource_busy: BusyError,
  resource_in_use: BusyError,
  concurrent_change: BusyError,
  not_allowed_in_current_state: InvalidStateError,
  unable_to_allocate_resource: InsufficientResourcesError,
  service_unavailable: ConnectionError,
  timed_out: TimeoutError,
  unsupported: NotSupportedError,
  operation_not_found: NotSupportedError,
};

/** For answers of a proxy or of an old server, which name no type. */
const byStatus: Readonly<Record<number, ErrorClass>> = {
  400: InvalidArgumentError,
  401: NotAuthenticatedError,
  404: ObjectGoneError,
  409: BusyError,
  502: ConnectionError,
  503: ConnectionError,
  504: TimeoutError,
};

/** The one place where REST errors become errors of this package. */
export function toRestError(status: number, text: string, context: ErrorContext): VSphereError {
  const parsed = body.safeParse(parseJson(text));
  const type = parsed.success ? parsed.data.type : undefined;
  const said = parsed.success ? (parsed.data.value?.messages ?? []).join('; ') : '';
  const kind = type?.split('.').at(-1);
  const where = `${context.method ?? ''} on ${context.server ?? 'vCenter'}`;
  const what = `${where}: ${said === '' ? '' : `${said} `}(HTTP ${status}${type === undefined ? '' : `, ${type}`})`;
  const full: ErrorContext = { ...context, ...(type === undefined ? {} : { fault: type }), ...(said === '' ? {} : { vcenterMessage: said }) };
  if (kind === 'unauthorized' || status === 403) return new NoPermissionError(what, [], full);
  const Class = (kind === undefined ? undefined : byType[kind]) ?? byStatus[status] ?? FaultError;
  return new Class(what, full);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
