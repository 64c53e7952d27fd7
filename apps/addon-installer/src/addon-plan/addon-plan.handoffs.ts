import { Addons } from '@handoff/events';
import { fact } from '@handoff/reconcile';
import type { Fact } from '@handoff/reconcile';
import type { AddonPlanScope, PlanCluster } from './addon-plan.scope.js';

/** The facts that hold of an AddonPlan now; each rings again when another cluster, or another step of it, joins. */
export function addonPlanFacts({ plan, clusters }: AddonPlanScope): readonly Fact[] {
  const names = plan.spec.steps.map(({ name }) => name);
  const installed = clusters.flatMap(({ cluster, progress }) =>
    names.slice(0, progress?.done ?? 0).map((step) => `${step} in ${cluster.metadata.name}`));
  const ready = clusters.filter(({ progress }) => progress !== undefined && progress.step === undefined)
    .map(({ cluster }) => cluster.metadata.name);
  const waiting = clusters.filter(({ progress }) => progress?.step !== undefined && !progress.failed);
  const failed = clusters.filter(({ progress }) => progress?.failed === true);
  return [
    ...(installed.length === 0 ? [] : [fact(Addons.Installed, installed, { message: installed.join(', ') })]),
    ...(waiting.length === 0 ? [] : [fact(Addons.Waiting, waiting.map(placeOf), { message: waiting.map(wordsOf).join('; ') })]),
    ...(failed.length === 0 ? [] : [fact(Addons.Failed, failed.map(placeOf), { message: failed.map(wordsOf).join('; ') })]),
    ...(ready.length === 0 ? [] : [fact(Addons.AddonsReady, ready, { message: `ready in ${ready.join(', ')}` })]),
  ];
}

const placeOf = ({ cluster, progress }: PlanCluster): readonly unknown[] => [cluster.metadata.name, progress?.step, progress?.reason];

const wordsOf = ({ cluster, progress }: PlanCluster): string => `${cluster.metadata.name}: ${progress?.step ?? ''}: ${progress?.message ?? ''}`;
