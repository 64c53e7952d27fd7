/** Annotations that people and controllers talk by. */
export const Annotations = {
  /** Whatever its value: nothing is done to the object. */
  paused: 'cluster.x-k8s.io/paused',
  /** On an infrastructure cluster: somebody else looks after it. */
  managedBy: 'cluster.x-k8s.io/managed-by',
  /** On a Machine: goes first when its set shrinks. */
  deleteMachine: 'cluster.x-k8s.io/delete-machine',
  skipRemediation: 'cluster.x-k8s.io/skip-remediation',
  remediateMachine: 'cluster.x-k8s.io/remediate-machine',
  /** On a MachineSet: it makes no more Machines. */
  disableMachineCreate: 'cluster.x-k8s.io/disable-machine-create',
  /** On what was made from a template: the template's name and `Kind.group`. */
  clonedFromName: 'cluster.x-k8s.io/cloned-from-name',
  clonedFromGroupKind: 'cluster.x-k8s.io/cloned-from-groupkind',
  replicasManagedBy: 'cluster.x-k8s.io/replicas-managed-by',
  autoscalerMinSize: 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size',
  autoscalerMaxSize: 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size',
  excludeNodeDraining: 'machine.cluster.x-k8s.io/exclude-node-draining',
  excludeWaitForNodeVolumeDetach: 'machine.cluster.x-k8s.io/exclude-wait-for-node-volume-detach',
  certificatesExpiry: 'machine.cluster.x-k8s.io/certificates-expiry',
  revision: 'machinedeployment.clusters.x-k8s.io/revision',
  desiredReplicas: 'machinedeployment.clusters.x-k8s.io/desired-replicas',
  maxReplicas: 'machinedeployment.clusters.x-k8s.io/max-replicas',
  skipPreflightChecks: 'machineset.cluster.x-k8s.io/skip-preflight-checks',
  skipCoreDNS: 'controlplane.cluster.x-k8s.io/skip-coredns',
  skipKubeProxy: 'controlplane.cluster.x-k8s.io/skip-kube-proxy',
  remediationInProgress: 'controlplane.cluster.x-k8s.io/remediation-in-progress',
  remediationFor: 'controlplane.cluster.x-k8s.io/remediation-for',
  topologyDryRun: 'topology.cluster.x-k8s.io/dry-run',
  topologyHoldUpgradeSequence: 'topology.cluster.x-k8s.io/hold-upgrade-sequence',
  topologyDeferUpgrade: 'topology.cluster.x-k8s.io/defer-upgrade',
  topologyUpgradeConcurrency: 'topology.cluster.x-k8s.io/upgrade-concurrency',
  /** On a pool: it may be deleted while addresses are in use, as `clusterctl move` does. */
  skipPoolDeleteValidation: 'ipam.cluster.x-k8s.io/skip-validate-delete-webhook',
  clusterctlBlockMove: 'clusterctl.cluster.x-k8s.io/block-move',
} as const;

/** Prefixes: an annotation that begins so, on a Machine or Cluster, holds a step back until it is removed. */
export const HookPrefixes = {
  preDrain: 'pre-drain.delete.hook.machine.cluster.x-k8s.io',
  preTerminate: 'pre-terminate.delete.hook.machine.cluster.x-k8s.io',
  beforeUpgrade: 'before-upgrade.hook.cluster.cluster.x-k8s.io',
} as const;

/** Keeps a control-plane Machine until its etcd member is gone. */
export const CONTROL_PLANE_CLEANUP_HOOK = `${HookPrefixes.preTerminate}/kcp-cleanup` as const;

/** Annotations on the Nodes of a workload cluster. */
export const NodeAnnotations = {
  clusterName: 'cluster.x-k8s.io/cluster-name',
  clusterNamespace: 'cluster.x-k8s.io/cluster-namespace',
  machine: 'cluster.x-k8s.io/machine',
  ownerKind: 'cluster.x-k8s.io/owner-kind',
  ownerName: 'cluster.x-k8s.io/owner-name',
  labelsFromMachine: 'cluster.x-k8s.io/labels-from-machine',
  annotationsFromMachine: 'cluster.x-k8s.io/annotations-from-machine',
  taintsFromMachine: 'cluster.x-k8s.io/taints-from-machine',
} as const;
