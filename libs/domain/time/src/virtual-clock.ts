import { sleepWith } from './clock.js';
import type { Clock } from './clock.js';

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that stands still until it is told to move: a minute passes in no time, and always the same way. */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #pending = new Set<Pending>();

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): { at: number; [Symbol.dispose](): void } {
    const entry = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#pending.add(entry);
    return { at: entry.at, [Symbol.dispose]: () => this.#pending.delete(entry) };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepWith(this, ms, signal);
  }

  /** Moves time forward, running what falls due in order; promises settle between two timers. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let due = this.#nextDue(end); due !== undefined; due = this.#nextDue(end)) {
      this.#pending.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
      await settle();
    }
    this.#now = end;
    await settle();
  }

  #nextDue(end: number): Pending | undefined {
    let first: Pending | undefined;
    for (const entry of this.#pending) {
      if (entry.at > end) continue;
      if (first === undefined || entry.at < first.at || (entry.at === first.at && entry.order < first.order)) first = entry;
    }
    return first;
  }
}

/** Lets everything that is ready to run do so. */
export async function settle(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
