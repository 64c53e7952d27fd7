import type { KubeObject } from '@handoff/api';
import type { Clock } from '@handoff/time';
import type { Fact } from './facts.js';

/** How long a status that nobody acts on may wait, in milliseconds: of the five seconds within which whoever looks is to know. */
export const STATUS_GATHER_MS = 1_500;

/**
 * Holds back a status that nobody acts on: within the seconds in which a machine is made its status changes five times, and people see the
 * last. What is held is lost with the process and found again by the next one, which looks at the world and not at what was said of it.
 */
export class StatusGathering {
  /** Since when something is held, by uid, in ms since the epoch. */
  readonly #since = new Map<string, number>();

  /** @param gatherMs how long at most @param isUrgent whether somebody acts on what of these facts is news */
  constructor(
    private readonly gatherMs: number,
    private readonly clock: Clock,
    private readonly isUrgent: (object: KubeObject, facts: readonly Fact[]) => boolean,
  ) {}

  /** There is a status to write. @returns how long it may wait yet, in milliseconds; 0: write it now */
  holdMs(object: KubeObject, facts: readonly Fact[]): number {
    const { uid } = object.metadata;
    const now = this.clock.now();
    const since = this.#since.get(uid) ?? now;
    const left = this.isUrgent(object, facts) ? 0 : since + this.gatherMs - now;
    if (left <= 0) return this.nothing(object);
    this.#since.set(uid, since);
    return left;
  }

  /** Nothing is held any more. */
  nothing(object: KubeObject): 0 {
    this.#since.delete(object.metadata.uid);
    return 0;
  }
}
