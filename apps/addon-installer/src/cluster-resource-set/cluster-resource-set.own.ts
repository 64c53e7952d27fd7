import { isOwnedBy, ownerReferenceTo } from '@handoff/api';
import type { Phase } from '@handoff/reconcile';
import { kindOfResource } from '../manifests/resource.js';
import type { ClusterResourceSetScope } from './cluster-resource-set.scope.js';

/** The set owns what it refers to, before anything is applied: so both move, and are restored, together. */
export const ownResources: Phase<ClusterResourceSetScope> = async function ownResources({ set, resources }, { kube }) {
  for (const entry of resources) {
    const { resource, reference } = entry;
    if (resource === undefined || isOwnedBy(resource, set)) continue;
    const owner = ownerReferenceTo(set);
    // after a restore the reference may name a set of that name with another uid: it is replaced
    const others = (resource.metadata.ownerReferences ?? []).filter(({ kind, name }) => kind !== owner.kind || name !== owner.name);
    const path = '/metadata/ownerReferences';
    entry.resource = await kube.patch(kindOfResource(reference), resource, [{ op: 'add', path, value: [...others, owner] }]);
  }
  return undefined;
};
