import type { Key } from '@handoff/kube';
import type { Clock, Timer } from '@handoff/time';

interface Entry {
  readyAt: number;
  priority: number;
  /** First come, first served within a priority; raised priority goes to the end of the new level. */
  order: number;
}

/** How urgent a key is: what a start finds unchanged waits behind what somebody just did. */
export const Priority = { low: -100, normal: 0 } as const;

/**
 * Holds keys, never events. A key is in it once: the highest priority and the earliest time win.
 * A key that is being worked on stays back until `done`; what is added meanwhile is kept.
 */
export class WorkQueue {
  readonly #entries = new Map<Key, Entry>();
  readonly #locked = new Set<Key>();
  #order = 0;
  #timer: Timer | undefined;

  /**
   * @param onReady called when a key may be taken; must not throw
   * @param onTaken told how long a key that was due has waited, in milliseconds
   */
  constructor(
    private readonly clock: Clock,
    private readonly onReady: () => void,
    private readonly onTaken: (waitedMs: number) => void = () => undefined,
  ) {}

  /** How many keys wait or are due. */
  get size(): number {
    return this.#entries.size;
  }

  /** Adds a key, to be taken after `after` milliseconds. */
  add(key: Key, { after = 0, priority = Priority.normal }: { after?: number; priority?: number } = {}): void {
    const readyAt = this.clock.now() + after;
    const known = this.#entries.get(key);
    if (known === undefined) {
      this.#entries.set(key, { readyAt, priority, order: this.#order++ });
    } else {
      known.readyAt = Math.min(known.readyAt, readyAt);
      if (priority > known.priority) {
        known.priority = priority;
        known.order = this.#order++;
      }
    }
    this.#wake();
  }

  /** Takes the most urgent key that is due and not being worked on; pass it to `done` afterwards. */
  take(): Key | undefined {
    const now = this.clock.now();
    let best: { key: Key; entry: Entry } | undefined;
    for (const [key, entry] of this.#entries) {
      if (entry.readyAt > now || this.#locked.has(key)) continue;
      if (best === undefined || precedes(entry, best.entry)) best = { key, entry };
    }
    if (best === undefined) return undefined;
    this.#entries.delete(best.key);
    this.#locked.add(best.key);
    this.onTaken(now - best.entry.readyAt);
    return best.key;
  }

  /** The key may be taken again. */
  done(key: Key): void {
    this.#locked.delete(key);
    if (this.#entries.has(key)) this.#wake();
  }

  /** Forgets everything that waits. */
  clear(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#entries.clear();
  }

  /** Offers what is due, and sets the timer for the rest: also while what was due is still being worked on. */
  #wake(): void {
    const now = this.clock.now();
    if (this.#next(-Infinity) <= now) this.onReady();
    const next = this.#next(now);
    if (next === Infinity || (this.#timer !== undefined && this.#timer.at <= next && this.#timer.at > now)) return;
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.clock.after(next - now, () => {
      this.#timer = undefined;
      this.#wake();
    });
  }

  /** The earliest time after `than` at which a key that nobody works on may be taken. */
  #next(than: number): number {
    let next = Infinity;
    for (const [key, { readyAt }] of this.#entries) if (readyAt > than && !this.#locked.has(key)) next = Math.min(next, readyAt);
    return next;
  }
}

const precedes = (a: Entry, b: Entry): boolean => a.priority > b.priority || (a.priority === b.priority && a.order < b.order);
