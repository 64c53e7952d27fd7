import type { ClusterApi } from '../cluster-api.js';
import { keyOf, on, splitKey, type WorkloadController } from '../control-loop.js';
import { Deployment, ReplicaSet } from '../kinds.js';
import { controlledBy, controllerKeys, ownerReference, templateHash } from '../pods.js';

const hashLabel = 'pod-template-hash';

/** Keeps one ReplicaSet per revision of a Deployment and moves its replicas to the newest within maxSurge and maxUnavailable. */
export function deployments(now: () => string): WorkloadController {
  return {
    name: 'deployments',
    wakes: [on(Deployment, (deployment) => [keyOf(deployment)]), on(ReplicaSet, (set) => controllerKeys(Deployment, set))],
    reconcile: async (key, api) => {
      const { namespace, name } = splitKey(key);
      const deployment = await api.get(Deployment, namespace, name);
      if (deployment !== undefined && deployment.metadata.deletionTimestamp === undefined) await reconcile(deployment, api, now());
    },
  };
}

async function reconcile(deployment: Deployment, api: ClusterApi, time: string): Promise<void> {
  const wanted = deployment.spec.replicas ?? 1;
  const hash = templateHash(deployment.spec.template);
  const owned = controlledBy(deployment, await api.list(ReplicaSet, deployment.metadata.namespace));
  const old = owned.filter((set) => set.metadata.labels?.[hashLabel] !== hash);
  const current = owned.find((set) => set.metadata.labels?.[hashLabel] === hash);
  const room = wanted + surge(deployment, wanted) - old.reduce((sum, set) => sum + (set.spec.replicas ?? 0), 0);
  const replicas = old.length === 0 ? wanted : Math.min(wanted, Math.max(current?.spec.replicas ?? 0, room));
  if (current === undefined) await createReplicaSet(deployment, hash, Math.max(0, replicas), api);
  else await scale(current, replicas, api);
  await scaleDownOld(deployment, old, current, wanted, api);
  await reportStatus(deployment, hash, api, time);
}

async function createReplicaSet(deployment: Deployment, hash: string, replicas: number, api: ClusterApi): Promise<void> {
  const { template, selector } = deployment.spec;
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  await api.create(ReplicaSet, {
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      ...(deployment.metadata.namespace === undefined ? {} : { namespace: deployment.metadata.namespace }),
      labels,
      ownerReferences: [ownerReference(Deployment, deployment)],
    },
    spec: {
      replicas,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  });
}

async function scale(set: ReplicaSet, replicas: number, api: ClusterApi): Promise<void> {
  if (set.spec.replicas === replicas) return;
  await api.update(ReplicaSet, { ...set, spec: { ...set.spec, replicas } });
}

/** Old revisions give up replicas as far as enough pods stay available. */
async function scaleDownOld(
  deployment: Deployment,
  old: readonly ReplicaSet[],
  current: ReplicaSet | undefined,
  wanted: number,
  api: ClusterApi,
): Promise<void> {
  const recreates = deployment.spec.strategy?.type === 'Recreate';
  const available = [...old, ...(current === undefined ? [] : [current])].reduce((sum, set) => sum + counter(set, 'availableReplicas'), 0);
  let spare = recreates ? Infinity : Math.max(0, available - (wanted - unavailable(deployment, wanted)));
  for (const set of old) {
    const replicas = set.spec.replicas ?? 0;
    const dead = replicas - counter(set, 'availableReplicas');
    const fewer = Math.min(replicas, dead + spare);
    spare -= Math.max(0, fewer - dead);
    if (fewer > 0) await scale(set, replicas - fewer, api);
  }
}

async function reportStatus(deployment: Deployment, hash: string, api: ClusterApi, time: string): Promise<void> {
  const owned = controlledBy(deployment, await api.list(ReplicaSet, deployment.metadata.namespace));
  const sum = (field: string, sets = owned): number => sets.reduce((total, set) => total + counter(set, field), 0);
  const wanted = deployment.spec.replicas ?? 1;
  const available = sum('availableReplicas');
  const isAvailable = available >= wanted - unavailable(deployment, wanted);
  const before = (deployment.status as { conditions?: { status: string; lastTransitionTime: string }[] } | undefined)?.conditions?.[0];
  const status = isAvailable ? 'True' : 'False';
  const since = before?.status === status ? before.lastTransitionTime : time;
  await api.patchStatus(Deployment, deployment, {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: sum('replicas'),
    updatedReplicas: sum(
      'replicas',
      owned.filter((set) => set.metadata.labels?.[hashLabel] === hash),
    ),
    readyReplicas: sum('readyReplicas'),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wanted - available),
    conditions: [
      {
        type: 'Available',
        status,
        reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
        message: isAvailable ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
        lastUpdateTime: since,
        lastTransitionTime: since,
      },
    ],
  });
}

function counter(set: ReplicaSet, field: string): number {
  const value = set.status?.[field];
  return typeof value === 'number' ? value : 0;
}

function surge(deployment: Deployment, replicas: number): number {
  if (deployment.spec.strategy?.type === 'Recreate') return 0;
  return share(deployment.spec.strategy?.rollingUpdate?.maxSurge ?? '25%', replicas, Math.ceil);
}

function unavailable(deployment: Deployment, replicas: number): number {
  return share(deployment.spec.strategy?.rollingUpdate?.maxUnavailable ?? '25%', replicas, Math.floor);
}

function share(value: number | string, replicas: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  return value.endsWith('%') ? round((Number.parseInt(value, 10) * replicas) / 100) : Number(value);
}
