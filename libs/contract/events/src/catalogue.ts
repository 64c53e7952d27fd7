import { defineEvent } from './define.js';
import type { EventType } from './define.js';

const people = { forPeople: true } as const;

/** Every handoff of the system. Who hears what follows from `hears` in the controllers. */
export const Gitops = {
  Synced: defineEvent('gitops', 'synced', { about: 'ConfigMap', description: 'A Git revision has been applied.', forPeople: true }),
  SyncFailed: defineEvent('gitops', 'sync-failed', { about: 'ConfigMap', description: 'A Git revision could not be applied in full.', forPeople: true }),
} as const;

export const Core = {
  ClusterDeclared: defineEvent('core', 'cluster-declared', { about: 'Cluster', description: 'A Cluster is there and its infrastructure may be prepared.' }),
  ClusterChanged: defineEvent('core', 'cluster-changed', { about: 'Cluster', description: 'A Cluster\'s spec changed.', ...people }),
  InfrastructureProvisioned: defineEvent('core', 'infrastructure-provisioned', { about: 'Cluster', description: 'The Cluster\'s infrastructure and endpoint are known: Machines may be made.' }),
  ControlPlaneInitialized: defineEvent('core', 'control-plane-initialized', { about: 'Cluster', description: 'The first control-plane node serves the API: others may join.' }),
  ClusterReady: defineEvent('core', 'cluster-ready', { about: 'Cluster', description: 'All declared Machines run.', ...people }),
  ClusterDeleting: defineEvent('core', 'cluster-deleting', { about: 'Cluster', description: 'The Cluster is being deleted.' }),
  ClusterDeleted: defineEvent('core', 'cluster-deleted', { about: 'Cluster', description: 'Nothing of the Cluster is left.' }),
  MachineCreated: defineEvent('core', 'machine-created', { about: 'Machine', description: 'A Machine and the objects that it refers to are there.', ...people }),
  MachineChanged: defineEvent('core', 'machine-changed', { about: 'Machine', description: 'Something that a Machine\'s owner counts on changed.' }),
  BootstrapReady: defineEvent('core', 'bootstrap-ready', { about: 'Machine', description: 'The Machine has bootstrap data: it may be provisioned.' }),
  MachineRunning: defineEvent('core', 'machine-running', { about: 'Machine', description: 'The Machine\'s Node is there.' }),
  MachineWaitingHook: defineEvent('core', 'machine-waiting-hook', { about: 'Machine', description: 'A Machine\'s deletion waits for a hook.', ...people }),
  MachineDeleting: defineEvent('core', 'machine-deleting', { about: 'Machine', description: 'A Machine is being deleted.' }),
  MachineDeleted: defineEvent('core', 'machine-deleted', { about: 'Machine', description: 'A Machine is gone.' }),
  MachineSetChanged: defineEvent('core', 'machine-set-changed', { about: 'MachineSet', description: 'What a MachineSet\'s owner counts on changed.' }),
  MachineSetDeleted: defineEvent('core', 'machine-set-deleted', { about: 'MachineSet', description: 'A MachineSet is gone.' }),
  MachineDeploymentChanged: defineEvent('core', 'machine-deployment-changed', { about: 'MachineDeployment', description: 'What a Cluster tells of its workers changed.' }),
  MachineDeploymentDeleted: defineEvent('core', 'machine-deployment-deleted', { about: 'MachineDeployment', description: 'A MachineDeployment is gone.' }),
  NodeChanged: defineEvent('core', 'node-changed', { about: 'Machine', description: 'The Machine\'s Node changed its readiness or its taints.' }),
  WorkloadReachable: defineEvent('core', 'workload-reachable', { about: 'Cluster', description: 'The workload cluster\'s API answers.' }),
  WorkloadUnreachable: defineEvent('core', 'workload-unreachable', { about: 'Cluster', description: 'The workload cluster\'s API no longer answers.' }),
} as const;

export const Bootstrap = {
  DataReady: defineEvent('bootstrap', 'data-ready', { about: 'KubeadmConfig', description: 'The bootstrap data Secret is there.' }),
  DataFailed: defineEvent('bootstrap', 'data-failed', { about: 'KubeadmConfig', description: 'Bootstrap data cannot be made as declared.' }),
  ConfigDeleted: defineEvent('bootstrap', 'config-deleted', { about: 'KubeadmConfig', description: 'A KubeadmConfig is gone.' }),
  CertificatesReady: defineEvent('bootstrap', 'certificates-ready', { about: 'KubeadmControlPlane', description: 'The cluster\'s certificate authorities are there.' }),
  KubeconfigReady: defineEvent('bootstrap', 'kubeconfig-ready', { about: 'KubeadmControlPlane', description: 'The cluster\'s kubeconfig Secret is there.', ...people }),
  ControlPlaneChanged: defineEvent('bootstrap', 'control-plane-changed', { about: 'KubeadmControlPlane', description: 'What a Cluster tells of its control plane changed.' }),
  ControlPlaneAvailable: defineEvent('bootstrap', 'control-plane-available', { about: 'KubeadmControlPlane', description: 'The control plane is available.', ...people }),
  ControlPlaneDeleted: defineEvent('bootstrap', 'control-plane-deleted', { about: 'KubeadmControlPlane', description: 'The control plane is gone.' }),
  UpgradeStarted: defineEvent('bootstrap', 'upgrade-started', { about: 'KubeadmControlPlane', description: 'A rolling upgrade of the control plane began.', ...people }),
  UpgradeFinished: defineEvent('bootstrap', 'upgrade-finished', { about: 'KubeadmControlPlane', description: 'A rolling upgrade of the control plane is done.', ...people }),
} as const;

export const Ipam = {
  AddressAllocated: defineEvent('ipam', 'address-allocated', { about: 'IPAddressClaim', description: 'A claim has its address.' }),
  AddressReleased: defineEvent('ipam', 'address-released', { about: 'IPAddressClaim', description: 'A claim gave its address back.' }),
  PoolExhausted: defineEvent('ipam', 'pool-exhausted', { about: 'InClusterIPPool', description: 'A pool has no free address.', ...people }),
  PoolAvailable: defineEvent('ipam', 'pool-available', { about: 'InClusterIPPool', description: 'A pool has free addresses (again).', ...people }),
} as const;

export const Vsphere = {
  InfrastructureReady: defineEvent('vsphere', 'infrastructure-ready', { about: 'VSphereCluster', description: 'vCenter is reachable and the endpoint is known.' }),
  ClusterDeleted: defineEvent('vsphere', 'cluster-deleted', { about: 'VSphereCluster', description: 'The cluster\'s infrastructure is gone.' }),
  VmCloning: defineEvent('vsphere', 'vm-cloning', { about: 'VSphereVM', description: 'vCenter clones the VM.', ...people }),
  VmPoweredOn: defineEvent('vsphere', 'vm-powered-on', { about: 'VSphereVM', description: 'The VM is powered on.', ...people }),
  VmBootstrapping: defineEvent('vsphere', 'vm-bootstrapping', { about: 'VSphereVM', description: 'The VM\'s cloud-init is at work.', ...people }),
  VmBootstrapFailed: defineEvent('vsphere', 'vm-bootstrap-failed', { about: 'VSphereVM', description: 'The VM\'s cloud-init or kubeadm failed.', ...people }),
  VmChanged: defineEvent('vsphere', 'vm-changed', { about: 'VSphereVM', description: 'The VM\'s addresses, power or host changed.' }),
  VmDeleted: defineEvent('vsphere', 'vm-deleted', { about: 'VSphereVM', description: 'The VM is gone, from vCenter too.' }),
  MachineReady: defineEvent('vsphere', 'machine-ready', { about: 'VSphereMachine', description: 'The machine\'s VM runs and has its provider id and addresses.' }),
  MachineNotReady: defineEvent('vsphere', 'machine-not-ready', { about: 'VSphereMachine', description: 'The machine\'s infrastructure waits or failed.' }),
  MachineGone: defineEvent('vsphere', 'machine-gone', { about: 'VSphereMachine', description: 'The machine\'s infrastructure is gone.' }),
} as const;

export const Addons = {
  Installed: defineEvent('addons', 'installed', { about: 'AddonPlan', description: 'An add-on is installed in a cluster.', ...people }),
  Waiting: defineEvent('addons', 'waiting', { about: 'AddonPlan', description: 'An add-on waits for its gate.', ...people }),
  Failed: defineEvent('addons', 'failed', { about: 'AddonPlan', description: 'An add-on could not be installed.', ...people }),
  AddonsReady: defineEvent('addons', 'addons-ready', { about: 'AddonPlan', description: 'All add-ons of a plan are ready in a cluster.', ...people }),
} as const;

export const BackupEvents = {
  Completed: defineEvent('backup', 'completed', { about: 'Backup', description: 'A backup is complete.', ...people }),
  Failed: defineEvent('backup', 'failed', { about: 'Backup', description: 'A backup failed.', ...people }),
} as const;

/** All events, by owner. */
export const catalogue: readonly EventType[] = [Gitops, Core, Bootstrap, Ipam, Vsphere, Addons, BackupEvents]
  .flatMap((group) => Object.values<EventType>(group));

const byName = new Map(catalogue.map((event) => [event.name, event]));

/** The event of that name. @returns undefined for a name that a newer release may know */
export const eventNamed = (name: string): EventType | undefined => byName.get(name);
