import ipaddr from 'ipaddr.js';

import type { ClusterApi } from '../cluster-api.js';
import { on, splitKey, type WorkloadController } from '../control-loop.js';
import { Node, Pod, type Taint } from '../kinds.js';

const notReady = 'node.kubernetes.io/not-ready';
const unreachable = 'node.kubernetes.io/unreachable';
const networkUnavailable = 'node.kubernetes.io/network-unavailable';
const unschedulable = 'node.kubernetes.io/unschedulable';
const managed = new Set([notReady, unreachable, networkUnavailable, unschedulable]);

/** Turns a node's conditions into the taints that keep pods away, and gives each node its range of pod addresses. */
export function nodeLifecycle(podSubnet: string | undefined, now: () => string): WorkloadController {
  return {
    name: 'node-lifecycle',
    wakes: [on(Node, (node) => [`/${node.metadata.name}`])],
    reconcile: async (key, api) => {
      const node = await api.get(Node, undefined, splitKey(key).name);
      if (node === undefined || node.metadata.deletionTimestamp !== undefined) return;
      const taints = taintsOf(node, now());
      const range = podSubnet === undefined || node.spec?.podCIDR !== undefined ? undefined : await freeRange(podSubnet, api);
      if (taints === undefined && range === undefined) return;
      await api.update(Node, {
        ...node,
        spec: {
          ...node.spec,
          ...(taints === undefined ? {} : { taints }),
          ...(range === undefined ? {} : { podCIDR: range, podCIDRs: [range] }),
        },
      });
    },
  };
}

/** The taints that a node should have; undefined when it has them. */
function taintsOf(node: Node, time: string): Taint[] | undefined {
  const status = (type: string): string | undefined => node.status?.conditions?.find((condition) => condition.type === type)?.status;
  const current = node.spec?.taints ?? [];
  const wanted: [string, string][] = [];
  const ready = status('Ready');
  if (ready === 'False') wanted.push([notReady, 'NoSchedule'], [notReady, 'NoExecute']);
  if (ready === 'Unknown' || ready === undefined) wanted.push([unreachable, 'NoSchedule'], [unreachable, 'NoExecute']);
  if (status('NetworkUnavailable') === 'True') wanted.push([networkUnavailable, 'NoSchedule']);
  if (node.spec?.unschedulable === true) wanted.push([unschedulable, 'NoSchedule']);
  const kept = current.filter(
    (taint) => !managed.has(taint.key) || wanted.some(([key, effect]) => key === taint.key && effect === taint.effect),
  );
  const missing = wanted.filter(([key, effect]) => !current.some((taint) => taint.key === key && taint.effect === effect));
  if (kept.length === current.length && missing.length === 0) return undefined;
  return [...kept, ...missing.map(([key, effect]) => ({ key, effect, timeAdded: time }))];
}

/** The first /24 (or /64) of the pod subnet that no node has. */
async function freeRange(podSubnet: string, api: ClusterApi): Promise<string | undefined> {
  const [subnet = ''] = podSubnet.split(',');
  if (!ipaddr.isValidCIDR(subnet)) return undefined;
  const [base, prefix] = ipaddr.parseCIDR(subnet);
  const bits = base.kind() === 'ipv4' ? 24 : 64;
  const bytes = base.toByteArray();
  const taken = new Set((await api.list(Node)).map((node) => node.spec?.podCIDR));
  for (let index = 0; index < 2 ** Math.min(16, bits - prefix); index += 1) {
    const next = [...bytes];
    const last = bits / 8 - 1;
    next[last] = (bytes[last] ?? 0) + (index & 0xff);
    next[last - 1] = (bytes[last - 1] ?? 0) + (index >> 8);
    const range = `${ipaddr.fromByteArray(next).toString()}/${String(bits)}`;
    if (!taken.has(range)) return range;
  }
  return undefined;
}

/** Removes pods whose node is gone, as the pod garbage collector does. */
export const podCollector: WorkloadController = {
  name: 'pod-collector',
  wakes: [on(Node, (node, type) => (type === 'DELETED' ? [`/${node.metadata.name}`] : []))],
  reconcile: async (key, api) => {
    const { name } = splitKey(key);
    if ((await api.get(Node, undefined, name)) !== undefined) return;
    for (const pod of await api.list(Pod)) {
      if (pod.spec.nodeName === name) await api.remove(Pod, pod.metadata, { gracePeriodSeconds: 0 });
    }
  },
};
