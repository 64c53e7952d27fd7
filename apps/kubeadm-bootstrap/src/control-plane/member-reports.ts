import type { Machine } from '@handoff/api';
import { STATUS_GATHER_MS } from '@handoff/reconcile';
import type { Clock } from '@handoff/time';

/**
 * Holds back what is told of a member on the way: its parts come up one by one, within seconds. That all of them are well is told
 * at once, and that one is not any more. What is held is decided on nowhere: the control plane goes by what it sees itself.
 */
export class MemberReports {
  /** Since when something is held, by uid, in ms since the epoch. */
  readonly #since = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** There is something to tell of a Machine. @returns how long it may wait yet, in milliseconds; 0: tell it now */
  holdMs({ metadata: { uid } }: Machine, isUrgent: boolean): number {
    const now = this.clock.now();
    const since = this.#since.get(uid) ?? now;
    const left = isUrgent ? 0 : Math.max(0, since + STATUS_GATHER_MS - now);
    if (left === 0) this.#since.delete(uid);
    else this.#since.set(uid, since);
    return left;
  }

  /** Nothing is held any more. */
  nothing({ metadata: { uid } }: Machine): void {
    this.#since.delete(uid);
  }
}
