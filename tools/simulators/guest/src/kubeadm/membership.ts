import type { GuestFileSystem } from '../system/file-system.js';
import type { GuestMachine } from '../system/machine.js';
import { Node } from '../workload/kinds.js';
import type { WorkloadCluster } from '../workload/cluster.js';
import { KubeadmError } from './errors.js';
import type { KubeadmHost } from './host.js';
import { readStaticPods } from './kube-vip.js';

/** What a node is after kubeadm: enough to start it again after a power cycle. */
export interface Membership {
  readonly cluster: WorkloadCluster;
  readonly node: string;
  /** Starts the node's part of the cluster once more, after a further boot. */
  start(machine: GuestMachine): Promise<void>;
}

/** A machine that is a node already is not made one again. Throws KubeadmError. */
export function refuseTwice(files: GuestFileSystem): void {
  if (!files.exists('/etc/kubernetes/kubelet.conf')) return;
  throw new KubeadmError(
    'preflight',
    '[preflight] Some fatal errors occurred:\n\t[ERROR FileAvailable--etc-kubernetes-kubelet.conf]: /etc/kubernetes/kubelet.conf already exists',
  );
}

/** The labels that only an administrator may give a node. */
export async function markControlPlane(cluster: WorkloadCluster, node: string): Promise<void> {
  await cluster.api.edit(Node, { name: node }, (current) => ({
    ...current,
    metadata: {
      ...current.metadata,
      labels: {
        ...current.metadata.labels,
        'node-role.kubernetes.io/control-plane': '',
        'node.kubernetes.io/exclude-from-external-load-balancers': '',
      },
    },
  }));
}

export async function startKubelet(host: KubeadmHost, cluster: WorkloadCluster, node: string): Promise<void> {
  const { machine } = host;
  const pods = readStaticPods(machine.files, (path, why) => {
    machine.console.write(`kubelet: ${path} is passed over: ${why}`);
  });
  await cluster.startKubelet(node, machine, pods);
}
