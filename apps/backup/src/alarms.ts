import type { Clock, Timer } from '@handoff/time';

/** No timer of the platform reaches further than 24 days; a look a day costs nothing. */
const LONGEST_MS = 86_400_000;

/** Wakes objects at a time: of each only the last one set counts. */
export class Alarms implements Disposable {
  readonly #timers = new Map<string, Timer>();

  constructor(private readonly clock: Clock) {}

  /** Calls `ring` at `at`, in milliseconds since the epoch, or at once when that has passed. */
  set(id: string, at: number, ring: () => void): void {
    this.cancel(id);
    const wait = Math.max(0, at - this.clock.now());
    const timer = this.clock.after(Math.min(wait, LONGEST_MS), () => {
      this.#timers.delete(id);
      if (wait <= LONGEST_MS) ring();
      else this.set(id, at, ring);
    });
    this.#timers.set(id, timer);
  }

  cancel(id: string): void {
    this.#timers.get(id)?.[Symbol.dispose]();
    this.#timers.delete(id);
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
    this.#timers.clear();
  }
}
