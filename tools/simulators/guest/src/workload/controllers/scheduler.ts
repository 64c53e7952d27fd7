import type { ClusterApi } from '../cluster-api.js';
import { keyOf, on, type WorkloadController } from '../control-loop.js';
import { Node, Pod, type PodAffinityTerm } from '../kinds.js';
import { matchesNodeTerms, matchesSelector, untolerated } from '../selectors.js';

/** What is looked at together: a change of any of it may make room for a waiting pod, so there is one key. */
const everything = 'pending';

/** Why a node does not take a pod, in the scheduler's words. */
type Refusal = string | undefined;

/** Binds pods to nodes by taints, node selectors and affinity, and required pod (anti-)affinity; among those that fit, to the emptiest. */
export function scheduler(now: () => string): WorkloadController {
  return {
    name: 'scheduler',
    wakes: [on(Pod, (pod, type) => (type === 'DELETED' || waits(pod) ? [everything] : [])), on(Node, () => [everything])],
    reconcile: async (_key, api) => {
      for (const pod of (await api.list(Pod)).filter(waits)) await schedule(pod, api, now());
    },
  };
}

const waits = (pod: Pod): boolean => (pod.spec.nodeName ?? '') === '' && pod.metadata.deletionTimestamp === undefined;

async function schedule(pod: Pod, api: ClusterApi, time: string): Promise<void> {
  const nodes = await api.list(Node);
  const pods = await api.list(Pod);
  const refusals = new Map<string, number>();
  const fitting: Node[] = [];
  for (const node of nodes) {
    const refusal = refuses(node, pod, pods, nodes);
    if (refusal === undefined) fitting.push(node);
    else refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
  }
  const load = (node: Node): number => pods.filter((other) => other.spec.nodeName === node.metadata.name).length;
  const [target] = fitting.sort((a, b) => load(a) - load(b) || (a.metadata.name < b.metadata.name ? -1 : 1));
  if (target === undefined) await reportUnschedulable(pod, api, nodes.length, refusals, time);
  else await api.bind(pod, target.metadata.name);
}

async function reportUnschedulable(
  pod: Pod,
  api: ClusterApi,
  total: number,
  refusals: ReadonlyMap<string, number>,
  time: string,
): Promise<void> {
  const reasons = [...refusals].map(([reason, count]) => `${String(count)} ${reason}`).sort();
  const message = total === 0 ? 'no nodes available to schedule pods' : `0/${String(total)} nodes are available: ${reasons.join(', ')}.`;
  const current = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (current?.status === 'False' && current.message === message) return;
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastProbeTime: null,
    lastTransitionTime: current?.lastTransitionTime ?? time,
  };
  await api.update(Pod, { ...pod, status: { ...pod.status, phase: 'Pending', conditions: [condition] } }, 'status');
}

function refuses(node: Node, pod: Pod, pods: readonly Pod[], nodes: readonly Node[]): Refusal {
  if (node.spec?.unschedulable === true && !isDaemonPod(pod)) return 'node(s) were unschedulable';
  const taint = untolerated(node.spec?.taints ?? [], pod.spec.tolerations ?? [], ['NoSchedule', 'NoExecute']);
  if (taint !== undefined) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
  if (!fitsNodeSelector(pod, node)) return "node(s) didn't match Pod's node affinity/selector";
  return refusesNeighbours(node, pod, pods, nodes);
}

/** Whether a pod's node selector and required node affinity allow a node; DaemonSets ask the same. */
export function fitsNodeSelector(pod: { readonly spec: Pod['spec'] }, node: Node): boolean {
  const exact = Object.entries(pod.spec.nodeSelector ?? {}).every(([key, value]) => node.metadata.labels?.[key] === value);
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return exact && (terms === undefined || matchesNodeTerms(terms, node));
}

function refusesNeighbours(node: Node, pod: Pod, pods: readonly Pod[], nodes: readonly Node[]): Refusal {
  const placed = pods.filter((other) => (other.spec.nodeName ?? '') !== '' && keyOf(other) !== keyOf(pod));
  const isNear = (term: PodAffinityTerm, other: Pod): boolean => {
    const host = nodes.find((candidate) => candidate.metadata.name === other.spec.nodeName);
    const domain = node.metadata.labels?.[term.topologyKey];
    return domain !== undefined && host?.metadata.labels?.[term.topologyKey] === domain;
  };
  const selects = (term: PodAffinityTerm, from: Pod, other: Pod): boolean =>
    (term.namespaces ?? [from.metadata.namespace]).includes(other.metadata.namespace ?? '') &&
    matchesSelector(term.labelSelector, other.metadata.labels);
  const against = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  if (against.some((term) => placed.some((other) => selects(term, pod, other) && isNear(term, other)))) {
    return "node(s) didn't match pod anti-affinity rules";
  }
  const towards = pod.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const lonely = towards.some(
    (term) => !placed.some((other) => selects(term, pod, other) && isNear(term, other)) && !selects(term, pod, pod),
  );
  return lonely ? "node(s) didn't match pod affinity rules" : undefined;
}

export const isDaemonPod = (pod: Pod): boolean =>
  (pod.metadata.ownerReferences ?? []).some((owner) => owner.kind === 'DaemonSet' && owner.controller === true);
