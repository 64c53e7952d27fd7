import { KubeError } from '@handoff/kube';

/** A phase that cannot go on yet, and why: no error. */
export interface Wait {
  readonly reason: string;
  readonly message: string;
  /** What is awaited, when the reason alone does not tell: a change of it restarts "since when". */
  readonly awaited?: string | undefined;
  /** Look again after so many milliseconds at the latest; 30 s unless told. */
  readonly lookAgainMs?: number | undefined;
}

/** Ends a phase that waits. `reason` is CamelCase, `message` a person's words: for what, and if possible what to do. */
export const waitFor = (reason: string, message: string, more: Pick<Wait, 'awaited' | 'lookAgainMs'> = {}): Wait =>
  ({ reason, message, ...more });

/** Nothing changes this but somebody's act: it is told on the object and not tried again before something changes. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
  readonly retryable = false;
  constructor(readonly code: string, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** A phase that threw. */
export interface Failure {
  readonly phase: string;
  readonly error: Error;
  readonly reason: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** A phase that waits. */
export interface Waiting extends Wait {
  readonly phase: string;
}

/** What came of the phases; `status` may tell of it, and the runtime derives `handoff.dev/Waiting` from it. */
export class Report {
  readonly waits: Waiting[] = [];
  readonly failures: Failure[] = [];

  /** What blocks first, in the order of the phases: a failure before a wait. */
  get blocker(): { reason: string; message: string; awaited?: string | undefined } | undefined {
    return this.failures[0] ?? this.waits[0];
  }

  /** What the phase of that name waits for or failed with. */
  of(phase: string): { reason: string; message: string } | undefined {
    return this.failures.find((failure) => failure.phase === phase) ?? this.waits.find((wait) => wait.phase === phase);
  }

  fail(phase: string, error: Error): void {
    this.failures.push({ phase, error, reason: reasonOf(error), message: error.message, retryable: isRetryable(error) });
  }
}

/** Errors say of themselves whether trying again may help; those that say nothing are tried again. */
function isRetryable(error: Error): boolean {
  if (error instanceof KubeError) return error.retryable;
  return !('retryable' in error) || error.retryable !== false;
}

function reasonOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const reason = code.replace(/[^A-Za-z0-9_,:]/g, '');
  return /^[A-Za-z]/.test(reason) ? reason : 'Failed';
}
