import { AddonPlan, Cluster } from '@handoff/api';
import { Core } from '@handoff/events';
import type { ObjectReference } from '@handoff/events';
import { keyOfObject } from '@handoff/kube';
import type { Key, StoreView } from '@handoff/kube';
import { controller, hears, mirrors } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { choosing } from '../clusters/selection.js';
import { addonPlanFacts } from './addon-plan.handoffs.js';
import { awaitClusters, pursueInstallations } from './addon-plan.install.js';
import { ADDON_PLAN, observeAddonPlan } from './addon-plan.scope.js';
import type { AddonPlanDeps, AddonPlanScope } from './addon-plan.scope.js';
import { addonPlanStatus } from './addon-plan.status.js';

/** A doorbell names a Cluster but not its labels: every plan beside it looks. */
const beside = (about: ObjectReference, own: StoreView<AddonPlan>): Key[] => own.list(about.namespace).map(keyOfObject);

/** A cluster that lost its label is still in the status: the plan has to take it out. */
const tellsOf = ({ status }: AddonPlan, { metadata }: Cluster): boolean =>
  status?.clusters?.some(({ name }) => name === metadata.name) === true;

/** Installs add-ons in every chosen cluster, step by step, and tells how far each is. An Installation per cluster does the work. */
export const addonPlanController = (deps: AddonPlanDeps): Controller => controller<AddonPlan, AddonPlanScope>({
  name: ADDON_PLAN,
  for: AddonPlan,
  hears: [Core.ControlPlaneInitialized, Core.WorkloadReachable, Core.ClusterDeleting, Core.ClusterDeleted]
    .map((event) => hears<AddonPlan>(event, beside)),
  mirrors: [mirrors(Cluster, (cluster, own) => choosing(cluster, own, (plan) => tellsOf(plan, cluster)))],
  clusterOf: () => undefined,
  observe: observeAddonPlan(deps),
  phases: [pursueInstallations(deps), awaitClusters],
  status: addonPlanStatus,
  handoffs: addonPlanFacts,
});
