import { asError } from '@handoff/time';

/** What an error says to a person: the first thing that went wrong, and what that was caused by. What failed on the way out comes last. */
export function errorText(thrown: unknown): string {
  if (thrown instanceof SuppressedError) return `${errorText(thrown.suppressed)}; then, while stopping: ${errorText(thrown.error)}`;
  if (thrown instanceof AggregateError) return [thrown.message, ...thrown.errors.map(errorText)].filter((text) => text !== '').join('; ');
  const { message, name, cause } = asError(thrown);
  const own = message === '' ? name : message;
  return cause === undefined || own.includes(asError(cause).message) ? own : `${own}: ${errorText(cause)}`;
}
