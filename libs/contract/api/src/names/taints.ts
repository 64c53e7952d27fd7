/** Taints of Nodes that controllers set, lift or wait for. */
export const Taints = {
  /** On a worker until its labels and taints are in place. */
  uninitialized: { key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule' },
  /** On Nodes of an old revision during a rollout. */
  outdatedRevision: { key: 'node.cluster.x-k8s.io/outdated-revision', effect: 'PreferNoSchedule' },
  /** On a Node until the cloud provider has set its provider id and addresses. */
  cloudProviderUninitialized: { key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' },
  controlPlane: { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
  /** On a Node until Cilium's agent runs on it. */
  ciliumNotReady: { key: 'node.cilium.io/agent-not-ready', effect: 'NoSchedule' },
  notReady: { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
  unschedulable: { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
} as const;
