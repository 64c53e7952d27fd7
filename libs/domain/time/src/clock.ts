/** A scheduled callback; disposing it before its time cancels it. */
export interface Timer extends Disposable {
  readonly at: number;
}

/** The only source of time. Everything that waits takes one, so that tests and deterministic runs own the time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once, `ms` milliseconds from now. A timer never keeps the process alive. */
  after(ms: number, run: () => void): Timer;
  /** Resolves after `ms` milliseconds. @throws the signal's reason when aborted first */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** RFC 3339 with whole seconds, as Kubernetes writes times in metadata and conditions. */
export const rfc3339 = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** RFC 3339 with microseconds, as Leases and Events write them. */
export const rfc3339Micro = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');

/** Builds `sleep` from `after`, the same for every clock. */
export function sleepWith(clock: Pick<Clock, 'after'>, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(asError(signal.reason));
      return;
    }
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    const abort = (): void => {
      timer[Symbol.dispose]();
      reject(asError(signal?.reason));
    };
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** What was thrown, as an Error. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
