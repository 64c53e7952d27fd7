import type { Random } from '@handoff/time';

/** Waits that grow and scatter, so that many clients of one ailing server do not come back at once. */
export class DecorrelatedJitter {
  #last = 0;

  /** @param base the shortest, @param cap the longest wait, in milliseconds */
  constructor(
    private readonly random: Random,
    private readonly base = 200,
    private readonly cap = 30_000,
  ) {}

  /** The next wait: between the base and three times the last one. */
  next(): number {
    const upper = Math.max(this.base, this.#last * 3);
    this.#last = Math.min(this.cap, this.base + this.random.next() * (upper - this.base));
    return Math.round(this.#last);
  }

  reset(): void {
    this.#last = 0;
  }
}
