import type { AddonPlanCluster } from '@handoff/api';
import { condition } from '@handoff/reconcile';
import type { ConditionIntent, Report, StatusIntent } from '@handoff/reconcile';
import { rfc3339 } from '@handoff/time';
import type { AddonPlanScope, PlanCluster } from './addon-plan.scope.js';

/** What an AddonPlan says of itself: pure. */
export function addonPlanStatus(scope: AddonPlanScope, report: Report, now: number): StatusIntent {
  const clusters = entriesOf(scope, now);
  const ready = clusters.filter(({ phase }) => phase === 'Ready').length;
  return {
    observedGeneration: scope.plan.metadata.generation,
    matchedClusters: clusters.length,
    readyClusters: ready,
    ...(clusters.length === 0 ? {} : { clusters }),
    conditions: [readyCondition(scope, clusters, report)],
  };
}

function readyCondition({ plan }: AddonPlanScope, clusters: readonly AddonPlanCluster[], report: Report): ConditionIntent {
  const { blocker } = report;
  if (blocker !== undefined) return condition('Ready', false, blocker.reason, blocker.message);
  if (clusters.length === 0) return condition('Ready', true, 'NoClusters', `no Cluster of namespace ${plan.metadata.namespace ?? ''} has the labels of spec.clusterSelector`);
  return condition('Ready', true, 'Ready');
}

/** How far every chosen cluster is. */
export const entriesOf = ({ plan, clusters }: AddonPlanScope, now: number): readonly AddonPlanCluster[] => {
  const timeouts = new Map(plan.spec.steps.map(({ name, timeoutSeconds }) => [name, timeoutSeconds]));
  const [first] = plan.spec.steps;
  return clusters.map((cluster) => entryOf(cluster, timeouts, first?.name, now));
};

function entryOf(entry: PlanCluster, timeouts: ReadonlyMap<string, number>, firstStep: string | undefined, now: number): AddonPlanCluster {
  const { cluster: { metadata: { name } }, notYet, previous, progress } = entry;
  if (notYet !== undefined) {
    const { phase = 'Waiting', step } = previous ?? {}; // what was reached stays: a cluster that is out of reach for a while loses nothing
    return withSince({ name, phase, step, message: notYet.message }, previous, now);
  }
  if (progress === undefined) { // the first look is not over
    const { phase, step, message } = previous === undefined || previous.phase === 'Waiting' ? { phase: 'Installing' as const, step: firstStep } : previous;
    return withSince({ name, phase, step, message }, previous, now);
  }
  if (progress.step === undefined) return withSince({ name, phase: 'Ready', step: undefined, message: progress.message }, previous, now);
  const { step, message } = progress;
  const spent = previous?.step === step ? now - Date.parse(previous.since ?? '') : 0;
  const timeout = timeouts.get(step) ?? Infinity;
  const failed = previous?.step === step && (previous.phase === 'Failed' || (previous.phase === 'Installing' && spent >= timeout * 1000));
  const words = failed ? `step ${step} is not ready after ${timeout} s, and is tried on: ${message}` : message;
  return withSince({ name, phase: failed ? 'Failed' : 'Installing', step, message: words }, previous, now);
}

type Reached = Pick<AddonPlanCluster, 'name' | 'phase'> & { readonly step: string | undefined; readonly message: string | undefined };

/** `since` stays as long as step and phase do. */
function withSince({ name, phase, step, message }: Reached, previous: AddonPlanCluster | undefined, now: number): AddonPlanCluster {
  const same = previous?.phase === phase && previous.step === step;
  return {
    name, phase,
    ...(step === undefined ? {} : { step }),
    since: same && previous.since !== undefined ? previous.since : rfc3339(now),
    ...(message === undefined || message === '' ? {} : { message: message.slice(0, 32768) }),
  };
}
