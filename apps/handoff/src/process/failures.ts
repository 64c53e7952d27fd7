import { KubeError, Unreachable } from '@handoff/kube';
import { asError } from '@handoff/time';
import { CommanderError } from 'commander';
import { errorText } from './error-text.js';

/** What the commands end with; each command's --help says which of them it knows. */
export const ExitCode = { done: 0, failed: 1, usage: 2, waiting: 3, unknown: 4 } as const;

/** The command line or the environment is not as it should be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Who was to be asked did not answer, or refused: nothing is known. */
export class CouldNotLook extends Error {
  override readonly name = 'CouldNotLook';
}

/** What the process ends with after an error. Commander has its own for --help and --version, which are none. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
  if (error instanceof UsageError) return ExitCode.usage;
  return error instanceof CouldNotLook ? ExitCode.unknown : ExitCode.failed;
}

/** Codes of those who find nobody at an address. */
const NOBODY = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH']);

/** An error of asking a management cluster, as one for people: where it is, what it did, and what to look at. */
export function couldNotLook(error: unknown, kubeconfigPath: string | undefined): CouldNotLook {
  const from = kubeconfigPath === undefined ? '' : ` (kubeconfig ${kubeconfigPath})`;
  if (error instanceof Unreachable) {
    const code = codeOf(error.cause);
    const hint = NOBODY.has(code) ? ': is "handoff up" running?' : '';
    return new CouldNotLook(`the API server at ${error.server} does not answer (${code})${hint}${from}`);
  }
  if (error instanceof KubeError) return new CouldNotLook(`the API server does not say: ${error.message}${from}`, { cause: error });
  return new CouldNotLook(errorText(error), { cause: error });
}

/** The innermost code of a chain of causes: undici wraps what the socket said. */
function codeOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  if (typeof cause !== 'object' || cause === null) return String(cause);
  if ('cause' in cause && cause.cause !== undefined) return codeOf(cause.cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : asError(cause).message;
}
