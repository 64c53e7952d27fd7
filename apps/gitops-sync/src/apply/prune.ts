import { controllerOf } from '@handoff/api';
import type { Unstructured } from '@handoff/api';

/** Set to "true" on an object, it may be deleted when Git no longer has it. */
export const PRUNE = 'gitops.handoff.dev/prune';
/** The Git revision that an object was last applied from. */
export const REVISION = 'gitops.handoff.dev/revision';

/** Losing one of these loses machines or addresses: they go only when the object itself says that it may. */
const PRECIOUS: ReadonlySet<string> = new Set([
  'Cluster', 'KubeadmControlPlane', 'VSphereCluster', 'InClusterIPPool', 'GlobalInClusterIPPool', 'Namespace', 'CustomResourceDefinition',
]);

/** An object that Git no longer has and that is not deleted. */
export interface Kept {
  readonly why: string;
  /** It goes without us: there is nothing to remember it for. */
  readonly isSettled: boolean;
}

/** Why an object that Git no longer has stays, or undefined when it is to be deleted. */
export function whyKept(object: Unstructured, prunedClusters: ReadonlySet<string>): Kept | undefined {
  const { deletionTimestamp, ownerReferences, namespace, annotations } = object.metadata;
  if (deletionTimestamp !== undefined) return { why: 'it is being deleted already', isSettled: true };
  const goesWithCluster = ownerReferences?.some((owner) => owner.kind === 'Cluster' && prunedClusters.has(`${namespace ?? ''}/${owner.name}`));
  if (goesWithCluster === true) return { why: 'it goes with its Cluster, in order', isSettled: true };
  if (controllerOf(object) !== undefined) return { why: 'another object controls it', isSettled: false };
  if (!PRECIOUS.has(object.kind) || annotations?.[PRUNE] === 'true') return undefined;
  return { why: `a ${object.kind} is deleted only if annotation ${PRUNE} is "true" on it`, isSettled: false };
}
