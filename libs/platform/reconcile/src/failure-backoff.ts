import type { Key } from '@handoff/kube';

/** The first wait after a failure, in milliseconds. */
const BASE_MS = 50;
/** The longest wait: an API server or a vCenter that came back is noticed within half a minute. */
const CAP_MS = 30_000;

/** Doubles the wait of a key with each failure in a row. */
export class FailureBackoff {
  readonly #failures = new Map<Key, number>();

  next(key: Key): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    return Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures, 20));
  }

  forget(key: Key): void {
    this.#failures.delete(key);
  }
}
