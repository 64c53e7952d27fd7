const replicated = {
  MachinesReady: 'MachinesReady',
  MachinesUpToDate: 'MachinesUpToDate',
  ScalingUp: 'ScalingUp',
  ScalingDown: 'ScalingDown',
  Remediating: 'Remediating',
  Deleting: 'Deleting',
  Paused: 'Paused',
} as const;

export const ClusterConditions = {
  Available: 'Available',
  InfrastructureReady: 'InfrastructureReady',
  ControlPlaneInitialized: 'ControlPlaneInitialized',
  ControlPlaneAvailable: 'ControlPlaneAvailable',
  ControlPlaneMachinesReady: 'ControlPlaneMachinesReady',
  ControlPlaneMachinesUpToDate: 'ControlPlaneMachinesUpToDate',
  WorkersAvailable: 'WorkersAvailable',
  WorkerMachinesReady: 'WorkerMachinesReady',
  WorkerMachinesUpToDate: 'WorkerMachinesUpToDate',
  RemoteConnectionProbe: 'RemoteConnectionProbe',
  RollingOut: 'RollingOut',
  ScalingUp: 'ScalingUp',
  ScalingDown: 'ScalingDown',
  Remediating: 'Remediating',
  Deleting: 'Deleting',
  Paused: 'Paused',
  TopologyReconciled: 'TopologyReconciled',
} as const;

export const MachineConditions = {
  Available: 'Available',
  Ready: 'Ready',
  /** Set by the owner: the control plane or the MachineDeployment. */
  UpToDate: 'UpToDate',
  BootstrapConfigReady: 'BootstrapConfigReady',
  InfrastructureReady: 'InfrastructureReady',
  NodeReady: 'NodeReady',
  NodeHealthy: 'NodeHealthy',
  HealthCheckSucceeded: 'HealthCheckSucceeded',
  OwnerRemediated: 'OwnerRemediated',
  ExternallyRemediated: 'ExternallyRemediated',
  Updating: 'Updating',
  Deleting: 'Deleting',
  Paused: 'Paused',
  /** These six are set on control-plane Machines by their KubeadmControlPlane. */
  APIServerPodHealthy: 'APIServerPodHealthy',
  ControllerManagerPodHealthy: 'ControllerManagerPodHealthy',
  SchedulerPodHealthy: 'SchedulerPodHealthy',
  EtcdPodHealthy: 'EtcdPodHealthy',
  EtcdMemberHealthy: 'EtcdMemberHealthy',
  NodeKubeadmLabelsAndTaintsSet: 'NodeKubeadmLabelsAndTaintsSet',
} as const;

/** Reasons of a Machine's Deleting condition, in the order in which a deletion passes them. */
export const MachineDeletingReasons = {
  WaitingForPreDrainHook: 'WaitingForPreDrainHook',
  DrainingNode: 'DrainingNode',
  WaitingForVolumeDetach: 'WaitingForVolumeDetach',
  WaitingForPreTerminateHook: 'WaitingForPreTerminateHook',
  WaitingForInfrastructureDeletion: 'WaitingForInfrastructureDeletion',
  WaitingForBootstrapDeletion: 'WaitingForBootstrapDeletion',
  DeletingNode: 'DeletingNode',
  DeletionCompleted: 'DeletionCompleted',
} as const;

export const MachineSetConditions = replicated;

export const MachineDeploymentConditions = { ...replicated, Available: 'Available', RollingOut: 'RollingOut' } as const;

export const MachineHealthCheckConditions = { RemediationAllowed: 'RemediationAllowed', Paused: 'Paused' } as const;

export const KubeadmControlPlaneConditions = {
  ...replicated,
  Available: 'Available',
  Initialized: 'Initialized',
  CertificatesAvailable: 'CertificatesAvailable',
  EtcdClusterHealthy: 'EtcdClusterHealthy',
  ControlPlaneComponentsHealthy: 'ControlPlaneComponentsHealthy',
  RollingOut: 'RollingOut',
} as const;

export const KubeadmConfigConditions = {
  Ready: 'Ready',
  DataSecretAvailable: 'DataSecretAvailable',
  CertificatesAvailable: 'CertificatesAvailable',
  Paused: 'Paused',
} as const;

export const ClusterResourceSetConditions = { ResourcesApplied: 'ResourcesApplied', Paused: 'Paused' } as const;

export const IPAddressClaimConditions = { Ready: 'Ready', Paused: 'Paused' } as const;

export const IPAddressClaimReasons = {
  AllocationFailed: 'AllocationFailed',
  PoolNotReady: 'PoolNotReady',
  PoolExhausted: 'PoolExhausted',
} as const;

export const VSphereClusterConditions = {
  Ready: 'Ready',
  FailureDomainsReady: 'FailureDomainsReady',
  VCenterAvailable: 'VCenterAvailable',
  ClusterModulesReady: 'ClusterModulesReady',
  Paused: 'Paused',
} as const;

export const VSphereMachineConditions = {
  Ready: 'Ready',
  VirtualMachineProvisioned: 'VirtualMachineProvisioned',
  Paused: 'Paused',
} as const;

export const VSphereVMConditions = {
  Ready: 'Ready',
  VirtualMachineProvisioned: 'VirtualMachineProvisioned',
  VCenterAvailable: 'VCenterAvailable',
  IPAddressClaimsFulfilled: 'IPAddressClaimsFulfilled',
  GuestSoftPowerOffSucceeded: 'GuestSoftPowerOffSucceeded',
  PCIDevicesDetached: 'PCIDevicesDetached',
  Paused: 'Paused',
} as const;

/** Reasons of a VSphereVM's VirtualMachineProvisioned condition. */
export const VSphereVMReasons = {
  WaitingForStaticIPAllocation: 'WaitingForStaticIPAllocation',
  WaitingForIPAllocation: 'WaitingForIPAllocation',
  WaitingForClone: 'WaitingForClone',
  PoweringOn: 'PoweringOn',
  WaitingForIPAddress: 'WaitingForIPAddress',
  Provisioned: 'Provisioned',
  NotProvisioned: 'NotProvisioned',
  TaskFailed: 'TaskFailed',
  NotFoundByBIOSUUID: 'NotFoundByBIOSUUID',
  Deleting: 'Deleting',
} as const;

export const VSphereDeploymentZoneConditions = {
  Ready: 'Ready',
  VCenterAvailable: 'VCenterAvailable',
  PlacementConstraintReady: 'PlacementConstraintReady',
  FailureDomainValidated: 'FailureDomainValidated',
} as const;

export const VSphereClusterIdentityConditions = { Available: 'Available' } as const;
