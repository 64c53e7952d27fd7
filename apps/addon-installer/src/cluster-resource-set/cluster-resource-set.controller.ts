import { Cluster, ClusterResourceSet, ClusterResourceSetBinding, Finalizers } from '@handoff/api';
import { Core } from '@handoff/events';
import type { ObjectReference } from '@handoff/events';
import { keyOfObject } from '@handoff/kube';
import type { Key, StoreView } from '@handoff/kube';
import { controller, hears, mirrors } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { choosing } from '../clusters/selection.js';
import { applyToClusters } from './cluster-resource-set.apply.js';
import { isEntryOf } from './cluster-resource-set.binding.js';
import { forgetBindings } from './cluster-resource-set.delete.js';
import { ownResources } from './cluster-resource-set.own.js';
import { CLUSTER_RESOURCE_SET, observeClusterResourceSet } from './cluster-resource-set.scope.js';
import type { ClusterResourceSetDeps, ClusterResourceSetScope as Scope } from './cluster-resource-set.scope.js';
import { clusterResourceSetStatus } from './cluster-resource-set.status.js';

/** A doorbell names a Cluster but not its labels: every set beside it looks. */
const beside = (about: ObjectReference, own: StoreView<ClusterResourceSet>): Key[] => own.list(about.namespace).map(keyOfObject);

/** Applies ConfigMaps and Secrets full of manifests to every chosen cluster whose control plane serves. */
export const clusterResourceSetController = (deps: ClusterResourceSetDeps): Controller => controller<ClusterResourceSet, Scope>({
  name: CLUSTER_RESOURCE_SET,
  for: ClusterResourceSet,
  hears: [Core.ControlPlaneInitialized, Core.WorkloadReachable].map((event) => hears<ClusterResourceSet>(event, beside)),
  mirrors: [
    mirrors(Cluster, (cluster, own) => choosing(cluster, own, () => false)),
    mirrors(ClusterResourceSetBinding, (binding, own) => own.list(binding.metadata.namespace)
      .filter((set) => binding.spec.bindings?.some((entry) => isEntryOf(entry, set)) === true).map(keyOfObject)),
  ],
  clusterOf: () => undefined, // a set may bear a cluster's label without belonging to it: its clusters are those that it chooses
  observe: observeClusterResourceSet(deps),
  phases: [ownResources, applyToClusters(deps)],
  status: clusterResourceSetStatus,
  finalize: { finalizer: Finalizers.clusterResourceSet, phases: [forgetBindings(deps.resources)] },
});
