import type { Clock } from '@handoff/time';

import type { Delays } from './delays.js';

/** An interval that was spent waiting for simulated work, so that whoever measures may subtract it. */
export interface DelayInterval {
  readonly what: keyof Delays;
  /** The VM on which the work was done. */
  readonly vm: string;
  /** The Kubernetes node of that VM, where there is one already. */
  readonly node?: string;
  /** The endpoint (host:port) of the cluster that the VM belongs to, where it is known already. */
  readonly cluster?: string;
  /** Milliseconds since the epoch, by the simulator's clock. */
  readonly from: number;
  readonly to: number;
}

export type DelayListener = (interval: DelayInterval) => void;

/** Where delays are spent: sleeps by the clock and keeps the interval. */
export class DelayLedger {
  readonly #clock: Clock;
  readonly #delays: Delays;
  readonly #spent: DelayInterval[] = [];
  readonly #listeners = new Set<DelayListener>();

  constructor(clock: Clock, delays: Delays) {
    this.#clock = clock;
    this.#delays = delays;
  }

  get spent(): readonly DelayInterval[] {
    return this.#spent;
  }

  /** Calls the listener at the end of every interval from now on; returns the way to stop that. */
  onDelay(listener: DelayListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Spends the delay of this sort; with a delay of zero it returns without waiting and leaves no interval. */
  async spend(what: keyof Delays, where: { vm: string; node?: string; cluster?: string }, signal: AbortSignal): Promise<void> {
    const ms = this.#delays[what];
    if (ms <= 0) return;
    const from = this.#clock.now();
    await this.#clock.sleep(ms, signal);
    const interval: DelayInterval = { what, ...where, from, to: this.#clock.now() };
    this.#spent.push(interval);
    for (const listener of this.#listeners) listener(interval);
  }
}

/** A VM's console, bounded: what a person would read on its screen. */
export class Console {
  static readonly #limit = 2_000;
  readonly #lines: string[] = [];

  get lines(): readonly string[] {
    return this.#lines;
  }

  write(text: string): void {
    this.#lines.push(...text.split('\n').filter((line) => line !== ''));
    if (this.#lines.length > Console.#limit) this.#lines.splice(0, this.#lines.length - Console.#limit);
  }
}
