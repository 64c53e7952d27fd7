import type { Clock, Timer } from '@handoff/time';
import { CoordinationUnavailable, PlaceLost } from '../errors.js';
import type { Place } from '../semaphore.js';

/** That somebody was let in. */
export interface Grant {
  readonly fence: number;
  /** When it was asked for, by our own clock: the lease holds from then at least. */
  readonly since: number;
}

export interface PlaceOptions {
  readonly clock: Clock;
  readonly leaseMs: number;
  /** How often the lease is renewed, in milliseconds. */
  readonly everyMs: number;
  /** False when Redis has given the place away. @throws CoordinationUnavailable */
  readonly renew: () => Promise<boolean>;
  readonly leave: () => Promise<void>;
}

/**
 * A place with a lease. Its holder judges by its own clock whether it was away for too long, and by Redis whether it was put out. While
 * Redis is away the first is all there is, and a holder that runs keeps its place.
 */
export class RedisPlace implements Place {
  readonly fence: number;
  #until: number;
  #lost = false;
  #left: Promise<void> | undefined;
  #timer: Timer | undefined;

  constructor({ fence, since }: Grant, private readonly options: PlaceOptions) {
    this.fence = fence;
    this.#until = since + options.leaseMs;
    this.#schedule();
  }

  async confirm(): Promise<void> {
    await this.#renew();
    if (this.#lost) throw new PlaceLost(`place ${String(this.fence)} is lost: its holder was away for longer than the lease of ${String(this.options.leaseMs / 1000)} s`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    this.#left ??= this.options.leave();
    return this.#left;
  }

  async #renew(): Promise<void> {
    const { clock, leaseMs, renew } = this.options;
    const asked = clock.now();
    if (this.#lost || asked >= this.#until) {
      this.#lost = true;
      return;
    }
    const isHeld = await renew().catch((error: unknown) => {
      if (error instanceof CoordinationUnavailable) return true;
      throw error;
    });
    // The answer may have been read long after it was given.
    if (!isHeld || clock.now() >= asked + leaseMs) this.#lost = true;
    else this.#until = Math.max(this.#until, asked + leaseMs);
  }

  #schedule(): void {
    this.#timer = this.options.clock.after(this.options.everyMs, () => {
      if (this.#left !== undefined) return;
      void this.#renew().finally(() => { if (!this.#lost && this.#left === undefined) this.#schedule(); });
    });
  }
}
