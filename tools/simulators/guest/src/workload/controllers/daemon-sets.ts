import type { ClusterApi } from '../cluster-api.js';
import { keyOf, on, splitKey, type WorkloadController } from '../control-loop.js';
import { DaemonSet, Node, Pod, type PodSpec, type Toleration } from '../kinds.js';
import { controlledBy, controllerKeys, isActive, isReady, podDraft, removePod, templateHash } from '../pods.js';
import { untolerated } from '../selectors.js';
import { fitsNodeSelector } from './scheduler.js';

/** A node's change concerns every DaemonSet. */
const every = '*';

const revisionLabel = 'controller-revision-hash';

/** What every daemon pod tolerates: it belongs to the node and stays while the node has trouble. */
const daemonTolerations: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const hostNetworkToleration: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' };

/** Keeps one pod of each DaemonSet on every node that it fits. */
export const daemonSets: WorkloadController = {
  name: 'daemon-sets',
  wakes: [on(DaemonSet, (set) => [keyOf(set)]), on(Pod, (pod) => controllerKeys(DaemonSet, pod)), on(Node, () => [every])],
  reconcile: async (key, api) => {
    const { namespace, name } = splitKey(key);
    const one = key === every ? undefined : await api.get(DaemonSet, namespace, name);
    const sets = key === every ? await api.list(DaemonSet) : one === undefined ? [] : [one];
    for (const set of sets) if (set.metadata.deletionTimestamp === undefined) await reconcile(set, api);
  },
};

async function reconcile(set: DaemonSet, api: ClusterApi): Promise<void> {
  const revision = templateHash(set.spec.template);
  const tolerations = daemonTolerationsOf(set);
  const pods = controlledBy(set, await api.list(Pod, set.metadata.namespace));
  const wanted = (await api.list(Node)).filter((node) => shouldRun(set, node, tolerations));
  const names = new Set(wanted.map((node) => node.metadata.name));
  const byNode = Map.groupBy(pods.filter(isActive), nodeOf);
  for (const [node, here] of byNode) for (const pod of names.has(node) ? here.slice(1) : here) await removePod(api, pod);
  for (const node of wanted)
    if (!byNode.has(node.metadata.name) && !isLeaving(pods, node)) await createPod(set, node, revision, tolerations, api);
  await replaceOutdated(set, revision, api);
  const now = controlledBy(set, await api.list(Pod, set.metadata.namespace)).filter((pod) => isActive(pod) && names.has(nodeOf(pod)));
  const ready = now.filter(isReady).length;
  await api.patchStatus(DaemonSet, set, {
    observedGeneration: set.metadata.generation ?? 1,
    desiredNumberScheduled: wanted.length,
    currentNumberScheduled: now.length,
    updatedNumberScheduled: now.filter((pod) => pod.metadata.labels?.[revisionLabel] === revision).length,
    numberMisscheduled: 0,
    numberReady: ready,
    numberAvailable: ready,
    numberUnavailable: wanted.length - ready,
  });
}

const daemonTolerationsOf = (set: DaemonSet): readonly Toleration[] => [
  ...(set.spec.template.spec.tolerations ?? []),
  ...daemonTolerations,
  ...(set.spec.template.spec.hostNetwork === true ? [hostNetworkToleration] : []),
];

/** A pod of a node that is on its way out is followed by its successor only when it is gone. */
const isLeaving = (pods: readonly Pod[], node: Node): boolean => pods.some((pod) => !isActive(pod) && nodeOf(pod) === node.metadata.name);

function shouldRun(set: DaemonSet, node: Node, tolerations: readonly Toleration[]): boolean {
  if (!fitsNodeSelector(set.spec.template, node)) return false;
  return untolerated(node.spec?.taints ?? [], tolerations, ['NoSchedule', 'NoExecute']) === undefined;
}

async function createPod(
  set: DaemonSet,
  node: Node,
  revision: string,
  tolerations: readonly Toleration[],
  api: ClusterApi,
): Promise<void> {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node.metadata.name] }] };
  const spec: Partial<PodSpec> = {
    tolerations: [...tolerations],
    affinity: {
      ...set.spec.template.spec.affinity,
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
    },
  };
  await api.create(Pod, podDraft(DaemonSet, set, set.spec.template, { labels: { [revisionLabel]: revision }, spec }));
}

/** The node a daemon pod is for, whether or not the scheduler has bound it yet. */
function nodeOf(pod: Pod): string {
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return pod.spec.nodeName ?? terms[0]?.matchFields?.[0]?.values?.[0] ?? '';
}

/** Rolls a changed template out one pod at a time, and not while another pod is down. */
async function replaceOutdated(set: DaemonSet, revision: string, api: ClusterApi): Promise<void> {
  const pods = controlledBy(set, await api.list(Pod, set.metadata.namespace));
  const outdated = pods.filter((pod) => isActive(pod) && pod.metadata.labels?.[revisionLabel] !== revision);
  const unavailable = outdated.filter((pod) => !isReady(pod));
  for (const pod of unavailable) await removePod(api, pod);
  const [next] = outdated.filter(isReady);
  if (next !== undefined && unavailable.length === 0 && pods.every((pod) => isReady(pod))) await removePod(api, next);
}
