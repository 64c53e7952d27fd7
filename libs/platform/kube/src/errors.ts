import { z } from 'zod';

/** What every failure of an API call has: a machine-readable code, and whether the same call may succeed later. */
export abstract class KubeError extends Error {
  abstract readonly code: string;
  abstract readonly retryable: boolean;
}

/** The API server gave no answer: refused, reset, timed out, or a TLS failure. */
export class Unreachable extends KubeError {
  override readonly name = 'Unreachable';
  readonly code = 'Unreachable';
  readonly retryable = true;
  constructor(readonly server: string, options: { cause: unknown }) {
    super(`the API server at ${server} gave no answer: ${rootMessage(options.cause)}`, options);
  }
}

/** The API server refused; `code` is the `reason` of its Status. */
export class ApiError extends KubeError {
  override readonly name: string = 'ApiError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly causes: readonly FieldCause[] = [],
  ) {
    super(message);
  }
  get retryable(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 409 || this.status === 410;
  }
}

/** One field that a refusal names. */
export interface FieldCause {
  readonly field?: string | undefined;
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
}

/** Somebody else changed the object since it was read: read again, decide again. */
export class Conflict extends ApiError {
  override readonly name = 'Conflict';
}

/** An object of that name is there already. */
export class AlreadyExists extends ApiError {
  override readonly name = 'AlreadyExists';
}

/** The object that a write was meant for is gone: deleted, or replaced by another of the same name. */
export class Gone extends KubeError {
  override readonly name = 'Gone';
  readonly code = 'Gone';
  readonly retryable = false;
}

/** The watched history has been compacted: list again. */
export class Expired extends ApiError {
  override readonly name = 'Expired';
}

/** The server has not reached the asked resourceVersion: it is behind, or was restored from a backup. */
export class TooLargeResourceVersion extends ApiError {
  override readonly name = 'TooLargeResourceVersion';
}

const StatusBody = z.object({
  message: z.string().default(''),
  reason: z.string().default(''),
  details: z.object({
    causes: z.array(z.object({ field: z.string().optional(), message: z.string().optional(), reason: z.string().optional() })).optional(),
  }).optional(),
});

/** The one place where an API server's refusal becomes an error of ours. */
export function errorOf(status: number, body: string, what: string): ApiError {
  const { message, reason, causes } = readStatus(status, body);
  const text = message === '' ? `${what}: HTTP ${String(status)}` : message;
  if (status === 409 && reason === 'AlreadyExists') return new AlreadyExists(status, reason, text, causes);
  if (status === 409) return new Conflict(status, reason, text, causes);
  if (status === 410) return new Expired(status, reason, text, causes);
  if (status === 504 && causes.some((cause) => cause.reason === 'ResourceVersionTooLarge')) {
    return new TooLargeResourceVersion(status, reason, text, causes);
  }
  return new ApiError(status, reason === '' ? `HTTP${String(status)}` : reason, text, causes);
}

function readStatus(status: number, body: string): { message: string; reason: string; causes: readonly FieldCause[] } {
  const parsed = StatusBody.safeParse(parseJson(body));
  if (!parsed.success) return { message: '', reason: `HTTP${String(status)}`, causes: [] };
  return { message: parsed.data.message, reason: parsed.data.reason, causes: parsed.data.details?.causes ?? [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's HTML page is no Status: the HTTP code speaks for it
  }
}

/** The innermost message of a chain of causes: undici wraps what the socket said. */
function rootMessage(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.cause instanceof Error) return rootMessage(cause.cause);
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause.message;
}

/** True for a 404 of any kind. */
export const isNotFound = (error: unknown): error is ApiError => error instanceof ApiError && error.status === 404;
