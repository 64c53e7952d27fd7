import { problemsOf } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Phase } from '@handoff/reconcile';
import type { AddonPlanDeps, AddonPlanScope, PlanCluster } from './addon-plan.scope.js';
import { entriesOf } from './addon-plan.status.js';
import { targetFor } from './target.js';

/** Sets every chosen cluster that can be reached on its way; ends what is no longer chosen. */
export const pursueInstallations = ({ installations }: AddonPlanDeps): Phase<AddonPlanScope> => async function pursueInstallations(scope) {
  const { plan, clusters, steps } = scope;
  const [problem] = problemsOf(plan);
  if (problem !== undefined) throw new TerminalError('InvalidSelector', `${problem.path}: ${problem.message} ${problem.fix}`);
  await installations.keep(keyOfObject(plan), clusters.map(({ cluster }) => cluster));
  for (const entry of clusters) {
    if (entry.notYet !== undefined) continue;
    const installation = installations.of(plan, entry.cluster, finishedSteps(entry, steps.map(({ name }) => name)));
    installation.pursue(targetFor(entry.cluster, steps));
    entry.progress = installation.progress;
  }
  return undefined;
};

/** Says what is waited for; looks again when a step's time is up. */
export const awaitClusters: Phase<AddonPlanScope> = async function awaitClusters(scope, { clock }) {
  const now = clock.now();
  const waiting = entriesOf(scope, now).filter(({ phase }) => phase !== 'Ready');
  const [first] = waiting;
  if (first === undefined) return undefined;
  const step = scope.plan.spec.steps.find(({ name }) => name === first.step);
  const deadlines = waiting.flatMap((entry) => {
    const timeout = scope.plan.spec.steps.find(({ name }) => name === entry.step)?.timeoutSeconds;
    return entry.phase !== 'Installing' || timeout === undefined ? [] : [Date.parse(entry.since ?? '') + timeout * 1000 - now];
  });
  const message = `Cluster ${first.name}${step === undefined ? '' : `, step ${step.name}`}: ${first.message ?? ''}`;
  const more = waiting.length > 1 ? `; and ${waiting.length - 1} more` : '';
  return waitFor(first.phase === 'Failed' ? 'AddonFailed' : 'WaitingForAddons', message + more, {
    awaited: waiting.map((entry) => `${entry.name} ${entry.step ?? ''}`).join(),
    lookAgainMs: Math.max(1000, Math.min(30_000, ...deadlines)),
  });
};

/** What an earlier process had finished: every step before the one that the status names, or all. */
function finishedSteps({ previous }: PlanCluster, names: readonly string[]): readonly string[] {
  if (previous?.phase === 'Ready') return names;
  return previous?.step === undefined ? [] : names.slice(0, Math.max(0, names.indexOf(previous.step)));
}
