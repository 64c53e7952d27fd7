import type { Clock } from '@handoff/time';

/** So much time went by. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
  constructor(readonly seconds: number) {
    super(`not done within ${String(seconds)} s`);
  }
}

/** A signal that aborts after so many seconds, or with any of the others; its timer ends with its disposal. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

export function deadline(clock: Clock, seconds: number, ...others: readonly AbortSignal[]): Deadline {
  const controller = new AbortController();
  const timer = clock.after(seconds * 1000, () => { controller.abort(new TimedOut(seconds)); });
  return { signal: AbortSignal.any([controller.signal, ...others]), [Symbol.dispose]: () => { timer[Symbol.dispose](); } };
}
