import type { ClusterApi } from '../cluster-api.js';
import { keyOf, on, splitKey, type WorkloadController } from '../control-loop.js';
import { Pod, ReplicaSet, StatefulSet } from '../kinds.js';
import { controlledBy, controllerKeys, isActive, isReady, podDraft, removePod } from '../pods.js';

/** Keeps as many pods of each ReplicaSet as it asks for. */
export const replicaSets: WorkloadController = {
  name: 'replica-sets',
  wakes: [on(ReplicaSet, (set) => [keyOf(set)]), on(Pod, (pod) => controllerKeys(ReplicaSet, pod))],
  reconcile: async (key, api) => {
    const { namespace, name } = splitKey(key);
    const set = await api.get(ReplicaSet, namespace, name);
    if (set !== undefined && set.metadata.deletionTimestamp === undefined) await reconcileReplicaSet(set, api);
  },
};

async function reconcileReplicaSet(set: ReplicaSet, api: ClusterApi): Promise<void> {
  const wanted = set.spec.replicas ?? 1;
  const pods = controlledBy(set, await api.list(Pod, set.metadata.namespace)).filter(isActive);
  for (let missing = wanted - pods.length; missing > 0; missing -= 1)
    await api.create(Pod, podDraft(ReplicaSet, set, set.spec.template, { labels: {} }));
  const superfluous = [...pods].sort((a, b) => Number(isReady(a)) - Number(isReady(b))).slice(0, Math.max(0, pods.length - wanted));
  for (const pod of superfluous) await removePod(api, pod);
  await report(set, api);
}

async function report(set: ReplicaSet, api: ClusterApi): Promise<void> {
  const pods = controlledBy(set, await api.list(Pod, set.metadata.namespace)).filter(isActive);
  const ready = pods.filter(isReady).length;
  await api.patchStatus(ReplicaSet, set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
  });
}

/** Keeps the numbered pods of each StatefulSet, each made when the one before it is ready. Volume claims are not played. */
export const statefulSets: WorkloadController = {
  name: 'stateful-sets',
  wakes: [on(StatefulSet, (set) => [keyOf(set)]), on(Pod, (pod) => controllerKeys(StatefulSet, pod))],
  reconcile: async (key, api) => {
    const { namespace, name } = splitKey(key);
    const set = await api.get(StatefulSet, namespace, name);
    if (set !== undefined && set.metadata.deletionTimestamp === undefined) await reconcileStatefulSet(set, api);
  },
};

async function reconcileStatefulSet(set: StatefulSet, api: ClusterApi): Promise<void> {
  const wanted = set.spec.replicas ?? 1;
  const pods = controlledBy(set, await api.list(Pod, set.metadata.namespace));
  const ordinalOf = (pod: Pod): number => Number(pod.metadata.name.slice(set.metadata.name.length + 1));
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod), pod]));
  for (let ordinal = 0; ordinal < wanted; ordinal += 1) {
    const pod = byOrdinal.get(ordinal);
    if (pod === undefined) {
      const name = `${set.metadata.name}-${String(ordinal)}`;
      const labels = { 'statefulset.kubernetes.io/pod-name': name, 'apps.kubernetes.io/pod-index': String(ordinal) };
      await api.create(Pod, podDraft(StatefulSet, set, set.spec.template, { labels, name }));
      break;
    }
    if (!isReady(pod)) break;
  }
  const last = Math.max(-1, ...byOrdinal.keys());
  const superfluous = last >= wanted ? byOrdinal.get(last) : undefined;
  if (superfluous !== undefined && isActive(superfluous)) await removePod(api, superfluous);
  const ready = pods.filter(isReady).length;
  await api.patchStatus(StatefulSet, set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
    currentReplicas: pods.length,
    updatedReplicas: pods.length,
  });
}
