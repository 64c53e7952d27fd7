/** What a reason for waiting means: a person must act; it is being worked on; another part of the cluster comes first. */
export type Severity = 'problem' | 'progress' | 'consequence';

const CONSEQUENCES: ReadonlySet<string> = new Set([
  'WaitingForInfrastructure', 'WaitingForBootstrapData', 'WaitingForBootstrapConfig', 'WaitingForControlPlane', 'WaitingForControlPlaneInitialized',
  'WaitingForClusterInfrastructure', 'WaitingForClusterInfrastructureReady', 'WaitingForControlPlaneEndpoint', 'WaitingForWorkloadCluster', 'WaitingForMachine',
  'WaitingForMachines', 'WaitingForMachineSet', 'WaitingForVSphereCluster', 'WaitingForCluster', 'WaitingForAddons', 'WaitingForControlPlaneDeletion',
  'WaitingForInfrastructureDeletion', 'WaitingForMachineDeletion', 'WaitingForMachineSetDeletion', 'WaitingForWorkersDeletion', 'Waiting', 'ScalingUp', 'ScalingDown',
  'NotAvailable', 'NotReady', 'NotProvisioned',
]);

const PROGRESS: ReadonlySet<string> = new Set([
  'WaitingForClone', 'WaitingForIPAddress', 'WaitingForIPAllocation', 'WaitingForNode', 'WaitingForCertificates', 'WaitingForRelease', 'PoweringOn', 'Bootstrapping',
  'Deleting', 'DrainingNode', 'Installing', 'ControlPlaneComponentsInspectionFailed', 'Conflict', 'Gone', 'ObjectGone', 'SessionLost', 'KubeconfigMissing',
]);

/** A reason that nobody has foreseen counts as a problem: better told than hidden. */
export function severityOf(reason: string): Severity {
  if (CONSEQUENCES.has(reason)) return 'consequence';
  return PROGRESS.has(reason) ? 'progress' : 'problem';
}
