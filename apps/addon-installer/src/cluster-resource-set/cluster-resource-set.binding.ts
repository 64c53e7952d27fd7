import { isDeepStrictEqual } from 'node:util';
import { ClusterResourceSetBinding, isOwnedBy, Labels, ownerReferenceTo } from '@handoff/api';
import type { Cluster, ClusterResourceSet, OwnerReference, ResourceBinding, ResourceSetBinding } from '@handoff/api';
import { AlreadyExists, Conflict } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import { TRACEPARENT, traceparentOf } from '@handoff/telemetry';

type Results = readonly ResourceBinding[];

/** How often a binding that another set writes at the same time is read again, before the next reconcile goes on. */
const ATTEMPTS = 5;

/** Notes in the cluster's binding what was applied of a set. Several sets share the binding: each changes its own entry only. */
export async function record(kube: KubeClient, set: ClusterResourceSet, cluster: Cluster, resources: Results): Promise<void> {
  if (resources.length === 0) return;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await recordOnce(kube, set, cluster, resources);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof Conflict || error instanceof AlreadyExists)) throw error;
    }
  }
}

async function recordOnce(kube: KubeClient, set: ClusterResourceSet, cluster: Cluster, resources: Results): Promise<void> {
  const { namespace, name } = cluster.metadata;
  const entry: ResourceSetBinding = { clusterResourceSetName: set.metadata.name, resources: [...resources] };
  const found = await kube.get(ClusterResourceSetBinding, { namespace, name });
  if (found === undefined) {
    const trace = traceparentOf(set);
    await kube.create(ClusterResourceSetBinding, {
      metadata: {
        name, namespace, labels: { [Labels.clusterName]: name }, ownerReferences: [ownerReferenceTo(set)],
        ...(trace === undefined ? {} : { annotations: { [TRACEPARENT]: trace } }),
      },
      spec: { clusterName: name, bindings: [entry] },
    });
    return;
  }
  const known = found.spec.bindings ?? [];
  const isKnown = known.some((other) => isEntryOf(other, set));
  const bindings = isKnown ? known.map((other) => (isEntryOf(other, set) ? entry : other)) : [...known, entry];
  const owners = isOwnedBy(found, set) ? found.metadata.ownerReferences ?? [] : [...ownersBesides(found, set), ownerReferenceTo(set)];
  await write(kube, found, bindings, owners);
}

/** Takes the set's entry out of every binding; a binding without entries goes. */
export async function erase(kube: KubeClient, set: ClusterResourceSet, bindings: readonly ClusterResourceSetBinding[]): Promise<void> {
  for (const binding of bindings) {
    const rest = (binding.spec.bindings ?? []).filter((entry) => !isEntryOf(entry, set));
    if (rest.length === 0) await kube.delete(ClusterResourceSetBinding, binding, { ifUnchanged: true });
    else await write(kube, binding, rest, ownersBesides(binding, set));
  }
}

async function write(
  kube: KubeClient, found: ClusterResourceSetBinding, bindings: readonly ResourceSetBinding[], owners: readonly OwnerReference[],
): Promise<void> {
  const isNews = !isDeepStrictEqual(found.spec.bindings, bindings) || !isDeepStrictEqual(found.metadata.ownerReferences ?? [], owners);
  if (!isNews) return;
  await kube.patch(ClusterResourceSetBinding, found, [
    { op: 'add', path: '/spec/bindings', value: bindings },
    { op: 'add', path: '/metadata/ownerReferences', value: owners },
  ]);
}

/** Whether an entry of a binding is this set's. */
export const isEntryOf = ({ clusterResourceSetName }: ResourceSetBinding, { metadata }: ClusterResourceSet): boolean =>
  clusterResourceSetName === metadata.name;

/** The owners but those that are, or before a restore were, this set. */
const ownersBesides = (binding: ClusterResourceSetBinding, set: ClusterResourceSet): readonly OwnerReference[] =>
  (binding.metadata.ownerReferences ?? []).filter(({ kind, name }) => kind !== set.kind || name !== set.metadata.name);
