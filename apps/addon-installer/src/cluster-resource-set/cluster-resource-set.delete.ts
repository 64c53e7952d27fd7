import { ClusterResourceSetBinding } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import type { Phase } from '@handoff/reconcile';
import type { ReferencedResources } from '../manifests/referenced-resources.js';
import { erase, isEntryOf } from './cluster-resource-set.binding.js';
import { CLUSTER_RESOURCE_SET } from './cluster-resource-set.scope.js';
import type { ClusterResourceSetScope as Scope } from './cluster-resource-set.scope.js';

/** What was applied stays in the workload clusters; only the notes about it go. */
export const forgetBindings = (resources: ReferencedResources): Phase<Scope> => async function forgetBindings({ set }, context) {
  const { items } = await context.kube.list(ClusterResourceSetBinding, { namespace: set.metadata.namespace });
  const mine = items.filter(({ spec }) => spec.bindings?.some((entry) => isEntryOf(entry, set)) === true);
  if (mine.length > 0) {
    await context.gate();
    await erase(context.kube, set, mine);
  }
  await resources.forget({ controller: CLUSTER_RESOURCE_SET, key: keyOfObject(set) });
  return undefined;
};
