import type { ClusterObjects } from './fleet.js';
import { isReady } from './phases.js';
import { clusterTree } from './tree.js';
import type { TreeNode } from './tree.js';

/** From the first thing that blocks to its cause. */
export interface Why {
  readonly cluster: string;
  /** The verdict, in a sentence. */
  readonly verdict: string;
  /** From the Cluster down to the cause, the cause last. */
  readonly chain: readonly { readonly object: string; readonly reason: string; readonly message: string; readonly since: string }[];
  /** What to do, where it is known. */
  readonly fix?: string | undefined;
}

/** Why a cluster is not ready, read from the API alone. */
export function whyCluster(objects: ClusterObjects): Why {
  const { name, namespace } = objects;
  const tree = clusterTree(objects);
  if (tree === undefined) return { cluster: name, verdict: `there is no Cluster ${namespace}/${name}`, chain: [], fix: 'apply it, or look with `kubectl get clusters -A` how it is called' };
  if (tree.health === 'paused') return { cluster: name, verdict: `Cluster ${name} is paused`, chain: [], fix: `remove spec.paused or annotation cluster.x-k8s.io/paused from Cluster ${name}` };
  const path = blockedPath(tree);
  const cause = path.at(-1);
  if (isReady(objects) && tree.health !== 'deleting') return { cluster: name, verdict: `Cluster ${name} is ready`, chain: [] };
  if (cause?.waiting === undefined) return { cluster: name, verdict: `Cluster ${name} is not ready, and nothing says that it waits: it is being worked on`, chain: [] };
  const chain = path.flatMap(({ kind, name: called, waiting }) => (waiting === undefined ? [] : [{ object: `${kind} ${called}`, ...waiting }]));
  return { cluster: name, verdict: `Cluster ${name} waits for ${cause.kind} ${cause.name}: ${cause.waiting.message}`, chain, fix: fixFor(cause) };
}

/**
 * Down from the root: to the child that is blocked, failed ones before waiting ones, in the order in which a cluster is made.
 * What merely waits for another part of the same cluster is no cause: it comes last.
 */
function blockedPath(root: TreeNode): readonly TreeNode[] {
  const candidates = root.children.map(blockedPath).filter((path) => path.length > 0);
  const [best] = candidates.sort((a, b) => rank(a) - rank(b));
  if (best !== undefined) return [root, ...best];
  return root.waiting === undefined && root.health !== 'failed' ? [] : [root];
}

/** Reasons that say "another part of this cluster comes first". */
const CONSEQUENCES: ReadonlySet<string> = new Set([
  'WaitingForInfrastructure', 'WaitingForBootstrapData', 'WaitingForControlPlane', 'WaitingForControlPlaneInitialized', 'WaitingForClusterInfrastructure', 'WaitingForNode',
  'WaitingForWorkloadCluster', 'WaitingForBootstrapConfig', 'WaitingForMachine', 'ScalingUp', 'Waiting',
]);

function rank(path: readonly TreeNode[]): number {
  const cause = path.at(-1);
  if (path.some(({ health }) => health === 'failed')) return 0;
  return cause?.waiting === undefined || CONSEQUENCES.has(cause.waiting.reason) ? 2 : 1;
}

/** Known remedies, by reason; a message that names its own fix needs none. */
const FIXES: Readonly<Record<string, string>> = {
  TemplateNotFound: 'make the template in vCenter under that name, or commit a VSphereMachineTemplate that names one which is there',
  PoolExhausted: 'add addresses to the pool\'s spec.addresses, or delete Machines that nobody needs',
  PoolNotReady: 'apply the pool that the machine template\'s addressesFromPools names',
  InvalidLogin: 'put the right username and password into the Secret that VSphereCluster spec.identityRef names',
  BootstrapFailed: 'mend what kubeadm says in the KubeadmConfigTemplate or KubeadmControlPlane, and commit it under a new template name: the Machines are replaced',
  InfrastructureNotFound: 'apply the object that spec.infrastructureRef names',
  ControlPlaneNotFound: 'apply the object that spec.controlPlaneRef names',
};

function fixFor(cause: TreeNode): string | undefined {
  const known = cause.waiting === undefined ? undefined : FIXES[cause.waiting.reason];
  return known ?? (cause.health === 'failed' ? FIXES['BootstrapFailed'] : undefined);
}
