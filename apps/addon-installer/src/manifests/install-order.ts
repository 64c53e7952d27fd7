/** What others need comes first; within a rank the order of the text stays. Kinds that are not named here come after those that are. */
const FIRST: readonly string[] = [
  'Namespace', 'CustomResourceDefinition', 'PriorityClass', 'ResourceQuota', 'LimitRange', 'StorageClass', 'ServiceAccount', 'Secret', 'ConfigMap',
  'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'PersistentVolume', 'PersistentVolumeClaim', 'Service',
  'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet', 'Pod', 'Job', 'CronJob', 'CSIDriver',
];

/** These act on everything that is created after them, and what serves them must be there. */
const LAST: readonly string[] = ['APIService', 'ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];

/** Namespaces and CRDs before what lives in them, webhooks at the end. */
export const installOrder = <T extends { readonly kind: string }>(objects: readonly T[]): readonly T[] =>
  [...objects].sort((a, b) => rank(a.kind) - rank(b.kind));

/** Neighbours of one rank, which do not need each other. */
export function waves<T extends { readonly kind: string }>(objects: readonly T[]): readonly (readonly T[])[] {
  const found: T[][] = [];
  for (const object of objects) {
    const last = found.at(-1);
    if (last?.[0] !== undefined && rank(last[0].kind) === rank(object.kind)) last.push(object);
    else found.push([object]);
  }
  return found;
}

function rank(kind: string): number {
  const first = FIRST.indexOf(kind);
  if (first >= 0) return first;
  const last = LAST.indexOf(kind);
  return last < 0 ? FIRST.length : FIRST.length + 1 + last;
}
