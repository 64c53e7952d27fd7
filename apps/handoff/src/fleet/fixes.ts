import type { ClusterObjects } from './fleet.js';
import type { TreeNode, Waiting } from './tree.js';

/** Where something is known: the cluster's objects, the way to the one that blocks, and what it says. */
interface Case {
  readonly objects: ClusterObjects;
  readonly path: readonly TreeNode[];
}

/** These reasons are also given where a declaration in the API is missing, and there the message names the fix. */
const OF_VCENTER: ReadonlySet<string> = new Set(['TemplateNotFound']);

/** What to do about a reason; a message that names its own fix needs none. */
export function fixFor(objects: ClusterObjects, path: readonly TreeNode[], { reason }: Waiting): string | undefined {
  if (OF_VCENTER.has(reason) && path.at(-1)?.kind.startsWith('VSphere') !== true) return undefined;
  const known = FIXES[reason];
  return typeof known === 'string' ? known : known?.({ objects, path });
}

const FIXES: Readonly<Record<string, string | ((at: Case) => string)>> = {
  BootstrapFailed: (at) => `correct what kubeadm complains of in ${bootstrapSource(at)}; the VM's own log is /var/log/cloud-init-output.log`,
  TemplateNotFound: (at) => `put a VM template of that name into vCenter, and it goes on by itself; or commit ${infrastructureSource(at)}`,
  PoolExhausted: 'add addresses to the pool\'s spec.addresses, or delete Machines that nobody needs',
  PoolNotReady: 'apply the pool that the machine template\'s addressesFromPools names',
  InvalidLogin: 'put the right username and password into the Secret that spec.identityRef of the VSphereCluster names',
  NoPermission: 'give the vCenter user of the VSphereCluster the privilege that the message names, on that object',
  ThumbprintMismatch: 'compare the thumbprints; if vCenter\'s certificate was renewed, set spec.thumbprint of the VSphereCluster to the new one',
  UntrustedCertificate: 'set spec.thumbprint of the VSphereCluster to that of vCenter\'s certificate',
  Connection: 'see that the management cluster reaches the vCenter that spec.server of the VSphereCluster names',
  Timeout: 'see that the management cluster reaches the vCenter that spec.server of the VSphereCluster names',
  InsufficientResources: 'free resources in vCenter, or name another resource pool or datastore in a new VSphereMachineTemplate',
  WaitingForStaticIPAllocation: 'commit a VSphereMachineTemplate whose network device has an address, a pool or DHCP',
  InfrastructureNotFound: 'apply the object that spec.infrastructureRef of the Cluster names',
  ControlPlaneNotFound: 'apply the object that spec.controlPlaneRef of the Cluster names',
  AddonFailed: 'correct the manifest or the gate that the message names, and commit it: the step is tried again',
};

/** What the bootstrap data of a Machine was made from, and how to change it. */
function bootstrapSource({ objects, path }: Case): string {
  const deployment = deploymentOn(objects, path);
  if (deployment === undefined) return `KubeadmControlPlane ${nameOn(path, 'KubeadmControlPlane')} spec.kubeadmConfigSpec, and commit it: the Machine is replaced`;
  const { name } = deployment.spec.template.spec.bootstrap.configRef ?? { name: '' };
  return `KubeadmConfigTemplate ${name}: commit it under a new name and name that in MachineDeployment ${deployment.metadata.name} spec.template.spec.bootstrap.configRef; its Machines are replaced`;
}

/** Which template made a Machine's infrastructure, and where another one is named. */
function infrastructureSource({ objects, path }: Case): string {
  const deployment = deploymentOn(objects, path);
  const another = 'a new VSphereMachineTemplate with a template that is there, and name it in';
  if (deployment === undefined) return `${another} KubeadmControlPlane ${nameOn(path, 'KubeadmControlPlane')} spec.machineTemplate.spec.infrastructureRef`;
  return `${another} MachineDeployment ${deployment.metadata.name} spec.template.spec.infrastructureRef (now ${deployment.spec.template.spec.infrastructureRef.name})`;
}

const nameOn = (path: readonly TreeNode[], kind: string): string => path.find((node) => node.kind === kind)?.name ?? '';

const deploymentOn = ({ deployments }: ClusterObjects, path: readonly TreeNode[]): ClusterObjects['deployments'][number] | undefined =>
  deployments.find(({ metadata }) => metadata.name === nameOn(path, 'MachineDeployment'));
