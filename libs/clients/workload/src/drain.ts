import { Labels, Node, Pod } from '@handoff/api';
import { ApiError, isNotFound, objectPath } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';

/**
 * One round of a drain: cordons the Node and asks every Pod on it that should move to leave.
 * @returns what is still there, each in words; empty when the Node is drained
 */
export async function drainNode(client: KubeClient, node: Node): Promise<readonly string[]> {
  const current = await client.get(Node, node.metadata);
  if (current === undefined) return [];
  if (current.spec?.unschedulable !== true) await client.patch(Node, current, [{ op: 'add', path: '/spec/unschedulable', value: true }]);
  const { items } = await client.list(Pod, { fieldSelector: `spec.nodeName=${node.metadata.name}` });
  const leaving = items.filter(mustLeave);
  const words: string[] = [];
  for (const pod of leaving) {
    const name = `Pod ${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
    if (pod.metadata.deletionTimestamp !== undefined) {
      if (!isUnreachable(current)) words.push(`${name} is terminating`);
      continue;
    }
    const refused = await evict(client, pod);
    words.push(refused === undefined ? `${name} was asked to leave` : `${name} cannot leave yet: ${refused}`);
  }
  return words;
}

/** Neither Pods that their node's DaemonSet or kubelet would bring back, nor finished ones, nor those marked to stay. */
export function mustLeave(pod: Pod): boolean {
  const owner = pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
  const isMirror = pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
  const finished = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  return owner?.kind !== 'DaemonSet' && !isMirror && !finished && pod.metadata.labels?.[Labels.drain] !== 'skip';
}

/** On a node whose kubelet is silent nobody will confirm that a Pod ended. */
const isUnreachable = (node: Node): boolean => node.spec?.taints?.some((taint) => taint.key === 'node.kubernetes.io/unreachable') ?? false;

/** @returns why the Pod may not leave now, or undefined when it was asked to or is gone */
async function evict(client: KubeClient, pod: Pod): Promise<string | undefined> {
  const { name, namespace } = pod.metadata;
  try {
    await client.raw(objectPath(Pod, pod.metadata, 'eviction'), { method: 'POST', body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } } });
    return undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    if (error instanceof ApiError && error.status === 429) return error.message; // a PodDisruptionBudget, named in the server's words
    throw error;
  }
}
