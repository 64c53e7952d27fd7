import { asError } from '@handoff/time';

/** The reason of an aborted signal as an Error, whatever the aborter passed. */
export const abortReason = (signal: AbortSignal): Error => asError(signal.reason);

/** Waits for a promise that others share, but only as long as this caller wants to. */
export async function orAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  if (signal.aborted) throw abortReason(signal);
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      reject(abortReason(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
