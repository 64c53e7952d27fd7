import { Cluster, ClusterResourceSetBinding } from '@handoff/api';
import type { ClusterResourceSet, ResourceBinding, ResourceReference } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';
import { notYet, selectedClusters } from '../clusters/selection.js';
import type { ReferencedResources } from '../manifests/referenced-resources.js';
import type { ManifestResource } from '../manifests/resource.js';
import type { Workloads } from '../workload/workload.js';

/** What the controller works with besides the API. */
export interface ClusterResourceSetDeps {
  readonly resources: ReferencedResources;
  readonly workloads: Workloads;
}

/** A resource that the set names. */
export interface SetResource {
  readonly reference: ResourceReference;
  /** Absent until somebody applies it. */
  resource: ManifestResource | undefined;
}

/** Why something of the set is not applied. */
export interface Problem {
  readonly reason: string;
  readonly message: string;
  /** Whether trying again may help; otherwise somebody has to act, and that is seen. */
  readonly retryable: boolean;
}

/** One chosen cluster. */
export interface SetCluster {
  readonly cluster: Cluster;
  /** Why nothing can be applied yet; absent when it can. */
  readonly notYet: { readonly reason: string; readonly message: string } | undefined;
  /** What was applied before, as the binding tells. */
  readonly applied: readonly ResourceBinding[];
  /** Set by the phase that applies. */
  problems: readonly Problem[];
}

/** Everything that a reconcile of a ClusterResourceSet looks at. */
export interface ClusterResourceSetScope {
  readonly set: ClusterResourceSet;
  readonly resources: readonly SetResource[];
  readonly clusters: readonly SetCluster[];
}

export const CLUSTER_RESOURCE_SET = 'clusterresourceset';

type Observe = (set: ClusterResourceSet, context: Context) => Promise<ClusterResourceSetScope>;

export const observeClusterResourceSet = ({ resources }: ClusterResourceSetDeps): Observe => async (set, context) => {
  const { namespace, name, deletionTimestamp } = set.metadata;
  const clusters = deletionTimestamp === undefined ? selectedClusters(set, context.cached(Cluster)) : [];
  const references = deletionTimestamp === undefined ? set.spec.resources : [];
  const find = await resources.refer({ controller: CLUSTER_RESOURCE_SET, key: keyOfObject(set) }, namespace, references);
  const bindings = context.cached(ClusterResourceSetBinding);
  return {
    set,
    resources: references.map((reference) => ({ reference, resource: find(reference) })),
    clusters: clusters.map((cluster) => ({
      cluster,
      notYet: notYet(cluster),
      applied: bindings.get(keyOfObject(cluster))?.spec.bindings?.find((entry) => entry.clusterResourceSetName === name)?.resources ?? [],
      problems: [],
    })),
  };
};
