import { controllerOf } from '@handoff/api';
import type { Unstructured } from '@handoff/api';

/** Set to "true" on an object, it may be deleted when Git no longer has it. */
export const PRUNE = 'gitops.handoff.dev/prune';
/** The Git revision that an object was last applied from. */
export const REVISION = 'gitops.handoff.dev/revision';

/** Losing one of these loses machines or addresses: they go only when the object itself says that it may. */
const PRECIOUS: ReadonlySet<string> = new Set(['Cluster', 'KubeadmControlPlane', 'VSphereCluster', 'InClusterIPPool', 'GlobalInClusterIPPool', 'Namespace', 'CustomResourceDefinition']);

/** Why an object that Git no longer has stays, or undefined when it is to be deleted. */
export function whyKept(object: Unstructured, prunedClusters: ReadonlySet<string>): string | undefined {
  if (object.metadata.deletionTimestamp !== undefined) return 'it is being deleted already';
  if (object.metadata.ownerReferences?.some((owner) => owner.kind === 'Cluster' && prunedClusters.has(`${object.metadata.namespace ?? ''}/${owner.name}`)) === true) {
    return 'it goes with its Cluster, in order';
  }
  if (controllerOf(object) !== undefined) return 'another object controls it';
  if (!PRECIOUS.has(object.kind) || object.metadata.annotations?.[PRUNE] === 'true') return undefined;
  return `a ${object.kind} is deleted only if annotation ${PRUNE} is "true" on it`;
}
