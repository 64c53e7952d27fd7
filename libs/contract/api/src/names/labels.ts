/** Labels that controllers set and select by. */
export const Labels = {
  /** On everything that belongs to a cluster: the Cluster's name. */
  clusterName: 'cluster.x-k8s.io/cluster-name',
  /** On Machines, and what they are made of, in the control plane; the value is empty. */
  controlPlane: 'cluster.x-k8s.io/control-plane',
  controlPlaneName: 'cluster.x-k8s.io/control-plane-name',
  setName: 'cluster.x-k8s.io/set-name',
  deploymentName: 'cluster.x-k8s.io/deployment-name',
  poolName: 'cluster.x-k8s.io/pool-name',
  /** On a MachineSet and its Machines: which revision of the template they are. */
  machineTemplateHash: 'machine-template-hash',
  /** Only a controller started with this value looks at the object. */
  watchFilter: 'cluster.x-k8s.io/watch-filter',
  /** On CRDs: which provider they belong to. */
  provider: 'cluster.x-k8s.io/provider',
  interruptible: 'cluster.x-k8s.io/interruptible',
  /** On a Pod: `skip` leaves it alone when its node is drained. */
  drain: 'cluster.x-k8s.io/drain',
  topologyOwned: 'topology.cluster.x-k8s.io/owned',
  topologyDeploymentName: 'topology.cluster.x-k8s.io/deployment-name',
  topologyPoolName: 'topology.cluster.x-k8s.io/pool-name',
  /** On CRDs that `clusterctl` manages; the value is empty. */
  clusterctl: 'clusterctl.cluster.x-k8s.io',
  /** Takes an object along when a cluster moves; on the hierarchy variant, with everything that it owns. */
  clusterctlMove: 'clusterctl.cluster.x-k8s.io/move',
  clusterctlMoveHierarchy: 'clusterctl.cluster.x-k8s.io/move-hierarchy',
  /** On a provider's CRD: which of its versions fulfil the v1beta2 contract, joined by underscores, the best last. */
  contractV1Beta2: 'cluster.x-k8s.io/v1beta2',
} as const;

/** Labels of Nodes under these domains come from the Machine and are kept in step with it. */
export const MANAGED_NODE_LABEL_DOMAINS = ['node-role.kubernetes.io', 'node-restriction.kubernetes.io', 'node.cluster.x-k8s.io'] as const;

/** Node roles as kubeadm and kubectl know them. */
export const NodeLabels = {
  controlPlane: 'node-role.kubernetes.io/control-plane',
  hostname: 'kubernetes.io/hostname',
  excludeFromExternalLoadBalancers: 'node.kubernetes.io/exclude-from-external-load-balancers',
} as const;

/** Types of the Secrets that this project makes or reads. */
export const SecretTypes = {
  /** Certificates, kubeconfigs and bootstrap data of a cluster. */
  cluster: 'cluster.x-k8s.io/secret',
  /** The only type whose content a ClusterResourceSet applies. */
  resourceSet: 'addons.cluster.x-k8s.io/resource-set',
  bootstrapToken: 'bootstrap.kubernetes.io/token',
} as const;
