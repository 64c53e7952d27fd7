import type { Condition, KubeObject } from '@handoff/api';
import type { Report } from './outcome.js';

/** A condition as a controller means it; the runtime adds the times. */
export type ConditionIntent = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** What a controller wants to stand in status. Without `conditions` the kind has none. */
export interface StatusIntent {
  readonly conditions?: readonly ConditionIntent[];
  readonly [field: string]: unknown;
}

/** Since when, and for what, an object waits. */
export const WAITING = 'handoff.dev/Waiting';
export const PAUSED = 'Paused';

/** A condition that holds, does not, or is not known (`undefined`). A condition that holds needs no message. */
export const condition = (type: string, holds: boolean | undefined, reason: string, message = ''): ConditionIntent => ({
  type, status: holds === undefined ? 'Unknown' : holds ? 'True' : 'False', reason, message,
});

export const pausedCondition = (paused: boolean, message = ''): ConditionIntent =>
  condition(PAUSED, paused, paused ? 'Paused' : 'NotPaused', message);

/** The conditions that an object bears, whatever its kind. */
export function conditionsOf(object: KubeObject | undefined): readonly Condition[] {
  const status = object !== undefined && 'status' in object ? object.status : undefined;
  if (typeof status !== 'object' || status === null || !('conditions' in status) || !Array.isArray(status.conditions)) return [];
  return status.conditions.filter((entry: unknown): entry is Condition => typeof entry === 'object' && entry !== null && 'type' in entry && 'status' in entry);
}

export const conditionOf = (object: KubeObject | undefined, type: string): Condition | undefined =>
  conditionsOf(object).find((entry) => entry.type === type);

export const isTrue = (object: KubeObject | undefined, type: string): boolean => conditionOf(object, type)?.status === 'True';

/** Since when a condition is true, RFC 3339; undefined while it is not. */
export const trueSince = (object: KubeObject | undefined, type: string): string | undefined =>
  isTrue(object, type) ? conditionOf(object, type)?.lastTransitionTime : undefined;

/** The Waiting condition of a report; none when nothing blocks. */
export function waitingCondition(report: Report): ConditionIntent | undefined {
  const blocker = report.blocker;
  return blocker === undefined ? undefined : condition(WAITING, true, blocker.reason, blocker.message);
}

/**
 * Adds the times: `lastTransitionTime` stays while the status stays. The Waiting condition's also moves with its reason and with what
 * is awaited, because "since when" is what people ask of it.
 */
export function withTimes(
  intents: readonly ConditionIntent[], live: readonly Condition[], now: string, generation: number | undefined, sameWait: boolean,
): Condition[] {
  return intents.map((intent) => {
    const known = live.find((entry) => entry.type === intent.type);
    const stays = known?.status === intent.status && (intent.type !== WAITING || (known.reason === intent.reason && sameWait));
    return {
      ...intent,
      message: intent.message.slice(0, 32768),
      lastTransitionTime: stays ? known.lastTransitionTime : now,
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    };
  });
}
