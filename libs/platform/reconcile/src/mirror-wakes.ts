import type { Key } from '@handoff/kube';
import type { Clock, Timer } from '@handoff/time';

/** How far a mirror stays behind the doorbell, in milliseconds. */
export const MIRROR_DELAY_MS = 2000;

interface Pending {
  readonly timer: Timer;
  seenAt: number;
}

/** Wakes a key two seconds after a mirror saw a change, unless a reconcile that began since has seen it anyway. */
export class MirrorWakes {
  readonly #pending = new Map<Key, Pending>();
  readonly #begun = new Map<Key, number>();
  #tick = 0;

  constructor(
    private readonly clock: Clock,
    private readonly wake: (key: Key) => void,
  ) {}

  /** A mirror saw something that concerns the key. */
  saw(key: Key): void {
    const seenAt = ++this.#tick;
    const known = this.#pending.get(key);
    if (known !== undefined) {
      known.seenAt = seenAt;
      return;
    }
    const timer = this.clock.after(MIRROR_DELAY_MS, () => { this.#due(key); });
    this.#pending.set(key, { timer, seenAt });
  }

  /** A reconcile of the key begins: whatever the mirrors saw until now, it sees. */
  begins(key: Key): void {
    if (this.#pending.has(key)) this.#begun.set(key, ++this.#tick);
  }

  stop(): void {
    for (const { timer } of this.#pending.values()) timer[Symbol.dispose]();
    this.#pending.clear();
    this.#begun.clear();
  }

  #due(key: Key): void {
    const pending = this.#pending.get(key);
    const begun = this.#begun.get(key) ?? 0;
    this.#pending.delete(key);
    this.#begun.delete(key);
    if (pending !== undefined && begun < pending.seenAt) this.wake(key);
  }
}
