import { sleepWith, systemClock } from '@handoff/time';
import type { Clock, Timer } from '@handoff/time';

interface Pending {
  readonly at: number;
  readonly run: () => void;
}

/** The real clock, for what goes over real sockets, that can be moved forward: what falls due on the way happens at once. */
export class TravelClock implements Clock {
  #offset = 0;
  readonly #pending = new Set<Pending>();

  now(): number {
    return systemClock.now() + this.#offset;
  }

  after(ms: number, run: () => void): Timer {
    const pending = { at: this.now() + ms, run: () => { if (this.#pending.delete(pending)) run(); } };
    this.#pending.add(pending);
    const timer = systemClock.after(ms, pending.run);
    return { at: pending.at, [Symbol.dispose]: () => { this.#pending.delete(pending); timer[Symbol.dispose](); } };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepWith(this, ms, signal);
  }

  travel(ms: number): void {
    this.#offset += ms;
    for (const pending of [...this.#pending].sort((a, b) => a.at - b.at)) if (pending.at <= this.now()) pending.run();
  }
}
