import type { Fleet } from './fleet.js';

/** Waits until a condition over the objects holds, looking whenever one of them changed. @throws the signal's reason */
export async function until(fleet: Fleet, holds: () => boolean, signal: AbortSignal): Promise<void> {
  const reached = Promise.withResolvers<undefined>();
  const look = (): void => {
    if (holds()) reached.resolve(undefined);
  };
  using stack = new DisposableStack();
  stack.use(fleet.onChange(look));
  const abort = (): void => { reached.reject(signal.reason instanceof Error ? signal.reason : new Error('stopped')); };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  look();
  try {
    await reached.promise;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
