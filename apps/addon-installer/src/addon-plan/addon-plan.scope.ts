import { Cluster } from '@handoff/api';
import type { AddonPlan, AddonPlanCluster } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';
import { notYet, selectedClusters } from '../clusters/selection.js';
import type { ReferencedResources } from '../manifests/referenced-resources.js';
import type { Progress } from './installation.js';
import type { Installations } from './installations.js';
import { stepsOf } from './target.js';
import type { Step } from './target.js';

/** What the controller works with besides the API. */
export interface AddonPlanDeps {
  readonly resources: ReferencedResources;
  readonly installations: Installations;
}

/** One chosen cluster. */
export interface PlanCluster {
  readonly cluster: Cluster;
  /** Why nothing can be installed yet; absent when it can. */
  readonly notYet: { readonly reason: string; readonly message: string } | undefined;
  /** What the plan's status told of it last; absent when that spoke of another spec, or of an earlier cluster of this name. */
  readonly previous: AddonPlanCluster | undefined;
  /** Set by the phase that pursues the installation; absent until its first look is over. */
  progress: Progress | undefined;
}

/** Everything that a reconcile of an AddonPlan looks at. */
export interface AddonPlanScope {
  readonly plan: AddonPlan;
  readonly clusters: readonly PlanCluster[];
  readonly steps: readonly Step[];
}

export const ADDON_PLAN = 'addonplan';

export const observeAddonPlan = ({ resources }: AddonPlanDeps) => async (plan: AddonPlan, context: Context): Promise<AddonPlanScope> => {
  const clusters = selectedClusters(plan, context.cached(Cluster));
  const references = clusters.length === 0 ? [] : plan.spec.steps.flatMap((step) => step.manifests ?? []);
  const find = await resources.refer({ controller: ADDON_PLAN, key: keyOfObject(plan) }, plan.metadata.namespace, references);
  const isCurrent = plan.status?.observedGeneration === plan.metadata.generation;
  return {
    plan,
    steps: stepsOf(plan, find),
    clusters: clusters.map((cluster) => ({
      cluster,
      notYet: notYet(cluster),
      previous: isCurrent ? plan.status?.clusters?.find((entry) => isAbout(entry, cluster)) : undefined,
      progress: undefined,
    })),
  };
};

/** Nothing has been reached in a cluster that never served: then the entry is about an earlier one of its name. */
const isAbout = ({ name, since = '' }: AddonPlanCluster, { metadata, status }: Cluster): boolean =>
  name === metadata.name && status?.initialization?.controlPlaneInitialized === true
  && Date.parse(since) >= Date.parse(metadata.creationTimestamp ?? '');
