import type { Manifest } from './manifest.js';

/** What others refer to comes before those that refer to it; what is not named here comes in between. */
const RANKS: readonly (readonly string[])[] = [
  ['Namespace'],
  ['CustomResourceDefinition'],
  ['ServiceAccount', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'PriorityClass', 'StorageClass'],
  ['Secret', 'ConfigMap'],
  ['InClusterIPPool', 'GlobalInClusterIPPool', 'VSphereClusterIdentity', 'VSphereFailureDomain', 'VSphereDeploymentZone'],
  ['VSphereMachineTemplate', 'KubeadmConfigTemplate', 'KubeadmControlPlaneTemplate', 'VSphereClusterTemplate', 'ClusterClass'],
  [],
  ['ClusterResourceSet', 'AddonPlan', 'HelmChartProxy'],
  ['VSphereCluster', 'KubeadmControlPlane'],
  ['Cluster'],
  ['MachineDeployment', 'MachineSet', 'MachinePool', 'MachineHealthCheck', 'MachineDrainRule'],
];
const UNNAMED = 6;

export function rankOf(kind: string): number {
  const rank = RANKS.findIndex((kinds) => kinds.includes(kind));
  return rank === -1 ? UNNAMED : rank;
}

/** In groups that may be applied at once, each after the one before. */
export function inOrder(manifests: readonly Manifest[]): readonly (readonly Manifest[])[] {
  const groups = new Map<number, Manifest[]>();
  for (const manifest of manifests) groups.set(rankOf(manifest.kind), [...(groups.get(rankOf(manifest.kind)) ?? []), manifest]);
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}
