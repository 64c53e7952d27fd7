import { Cluster, ClusterResourceSetBinding } from '@handoff/api';
import { Core } from '@handoff/events';
import { keyOf, keyOfObject } from '@handoff/kube';
import { controller, hears, mirrors, waitFor } from '@handoff/reconcile';
import type { Controller, Phase } from '@handoff/reconcile';

/** A binding whose Cluster never came is left alone for so long: a restore makes the one before the other, in milliseconds. */
const ORPHAN_AGE_MS = 600_000;

/** Everything that a reconcile of a ClusterResourceSetBinding looks at. */
interface BindingScope {
  readonly binding: ClusterResourceSetBinding;
  /** Absent when it is gone, or during a restore not yet there. */
  readonly cluster: Cluster | undefined;
}

/** The notes about a cluster go with the cluster. */
const removeWithCluster: Phase<BindingScope> = async function removeWithCluster({ binding, cluster }, context) {
  if (cluster !== undefined && cluster.metadata.deletionTimestamp === undefined && !isOlder(binding, cluster)) return undefined;
  if (cluster === undefined) {
    const age = context.clock.now() - Date.parse(binding.metadata.creationTimestamp ?? '');
    const live = await context.kube.get(Cluster, { namespace: binding.metadata.namespace, name: binding.spec.clusterName });
    if (live !== undefined) return undefined;
    if (age < ORPHAN_AGE_MS) return waitFor('WaitingForCluster', `Cluster ${binding.spec.clusterName} is not there`, { lookAgainMs: ORPHAN_AGE_MS - age });
  }
  await context.gate();
  await context.kube.delete(ClusterResourceSetBinding, binding);
  return undefined;
};

/** The notes are about an earlier cluster of that name: believed, they would keep the new one without its add-ons. */
const isOlder = (binding: ClusterResourceSetBinding, cluster: Cluster): boolean =>
  Date.parse(binding.metadata.creationTimestamp ?? '') < Date.parse(cluster.metadata.creationTimestamp ?? '');

/** Removes the binding of a cluster that goes. What it says is written by the ClusterResourceSets. */
export const bindingController = (): Controller => controller<ClusterResourceSetBinding, BindingScope>({
  name: 'clusterresourcesetbinding',
  for: ClusterResourceSetBinding,
  hears: [Core.ClusterDeleting, Core.ClusterDeleted].map((event) => hears<ClusterResourceSetBinding>(event, (about) => [keyOf(about)])),
  mirrors: [mirrors(Cluster, (cluster) => [keyOfObject(cluster)])],
  clusterOf: ({ spec }) => spec.clusterName,
  gated: false,
  observe: (binding, context) => {
    const { metadata: { namespace }, spec: { clusterName: name } } = binding;
    return Promise.resolve({ binding, cluster: context.cached(Cluster).get(keyOf({ namespace, name })) });
  },
  phases: [removeWithCluster],
});
