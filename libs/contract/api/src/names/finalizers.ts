/** Finalizers: each is removed by the controller that set it, after its cleanup. */
export const Finalizers = {
  cluster: 'cluster.cluster.x-k8s.io',
  machine: 'machine.cluster.x-k8s.io',
  machineSet: 'cluster.x-k8s.io/machineset',
  machineDeployment: 'cluster.x-k8s.io/machinedeployment',
  machineSetTopology: 'machineset.topology.cluster.x-k8s.io',
  machineDeploymentTopology: 'machinedeployment.topology.cluster.x-k8s.io',
  machinePool: 'machinepool.cluster.x-k8s.io',
  kubeadmControlPlane: 'kubeadm.controlplane.cluster.x-k8s.io',
  clusterResourceSet: 'addons.cluster.x-k8s.io',
  vsphereCluster: 'vspherecluster.infrastructure.cluster.x-k8s.io',
  vsphereMachine: 'vspheremachine.infrastructure.cluster.x-k8s.io',
  vsphereVM: 'vspherevm.infrastructure.cluster.x-k8s.io',
  vsphereDeploymentZone: 'vspheredeploymentzone.infrastructure.cluster.x-k8s.io',
  /** On the Secret that a VSphereCluster logs in with. */
  vsphereClusterSecret: 'vspherecluster/infrastructure.cluster.x-k8s.io',
  /** On the Secret of a VSphereClusterIdentity. */
  vsphereIdentitySecret: 'vsphereclusteridentity/infrastructure.cluster.x-k8s.io',
  /** On the claims of a VM: its addresses are kept until the VM is gone. */
  vsphereIPClaim: 'vspherevm.infrastructure.cluster.x-k8s.io/ip-claim-protection',
  ipAddressClaim: 'ipam.cluster.x-k8s.io/ReleaseAddress',
  ipAddress: 'ipam.cluster.x-k8s.io/ProtectAddress',
  ipPool: 'ipam.cluster.x-k8s.io/ProtectPool',
  backup: 'backup.handoff.dev/archive',
} as const;
