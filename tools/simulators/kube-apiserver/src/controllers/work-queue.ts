import type { Clock } from '@handoff/time';
import { StatusError } from '../machinery/status-error.js';

/** What was refused is tried again after this long. */
const RETRY_MS = 1000;

/**
 * Work that a controller does once the request that gave rise to it is through, so that nothing runs inside of a write.
 * The same key waits only once. A refusal by the API is no end: the work is tried again.
 */
export class WorkQueue<T> implements Disposable {
  readonly #clock: Clock;
  readonly #work: (item: T) => void;
  readonly #waiting = new Map<string, T>();
  #scheduled = false;
  #stopped = false;

  constructor(clock: Clock, work: (item: T) => void) {
    this.#clock = clock;
    this.#work = work;
  }

  add(key: string, item: T): void {
    this.#waiting.set(key, item);
    if (this.#scheduled || this.#stopped) return;
    this.#scheduled = true;
    this.#clock.after(0, () => { this.#run(); });
  }

  [Symbol.dispose](): void {
    this.#stopped = true;
  }

  #run(): void {
    this.#scheduled = false;
    const items = [...this.#waiting];
    this.#waiting.clear();
    for (const [key, item] of items) if (!this.#stopped) this.#try(key, item);
  }

  #try(key: string, item: T): void {
    try {
      this.#work(item);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.#clock.after(RETRY_MS, () => { this.add(key, item); });
    }
  }
}
