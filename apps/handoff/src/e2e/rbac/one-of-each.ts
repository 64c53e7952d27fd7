import { NAMESPACE } from './service-accounts.js';

/** Parts of no cluster, as somebody prepares them ahead: they go when their file goes, not with a Cluster. */
export const spares = `
apiVersion: ipam.cluster.x-k8s.io/v1alpha2
kind: InClusterIPPool
metadata: { name: spare, namespace: default, annotations: { gitops.handoff.dev/prune: "true" } }
spec: { addresses: [198.51.100.220-198.51.100.230], gateway: 198.51.100.1, prefix: 24 }
---
apiVersion: bootstrap.cluster.x-k8s.io/v1beta2
kind: KubeadmConfigTemplate
metadata: { name: spare, namespace: default }
spec: { template: { spec: { joinConfiguration: { nodeRegistration: { name: "{{ local_hostname }}" } } } } }
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: VSphereCluster
metadata: { name: spare, namespace: default, annotations: { gitops.handoff.dev/prune: "true" } }
spec: { server: vcenter.example.test, identityRef: { kind: Secret, name: none } }
---
apiVersion: controlplane.cluster.x-k8s.io/v1beta2
kind: KubeadmControlPlane
metadata: { name: spare, namespace: default, annotations: { gitops.handoff.dev/prune: "true" } }
spec:
  replicas: 1
  version: v1.33.1
  machineTemplate: { spec: { infrastructureRef: { apiGroup: infrastructure.cluster.x-k8s.io, kind: VSphereMachineTemplate, name: none } } }
  kubeadmConfigSpec: { format: cloud-config }
`;

/** What the objects below are to fit to. */
export interface OneOfEachOptions {
  readonly server: string;
  readonly thumbprint: string;
  readonly username: string;
  readonly password: string;
  /** Where archives may go. */
  readonly backups: string;
}

const PRUNE = 'annotations: { gitops.handoff.dev/prune: "true" }';

/**
 * One object of every kind that a platform team keeps in Git and that the example repository does not have, so that each rule of every
 * Role is needed: a shared vCenter login with a cluster of its own, places, pools, rules, resource sets, archives.
 */
export const oneOfEach = (options: OneOfEachOptions): string =>
  [sharedLogin(options), places(options.server), resourceSets, rules, archives(options.backups)].join('---\n');

const sharedLogin = ({ server, thumbprint, username, password }: OneOfEachOptions): string => `
apiVersion: v1
kind: Secret
metadata: { name: shared-login, namespace: ${NAMESPACE} }
stringData: { username: "${username}", password: "${password}" }
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: VSphereClusterIdentity
metadata: { name: shared }
spec: { secretName: shared-login, allowedNamespaces: { selector: {} } }
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: VSphereCluster
metadata: { name: shared, namespace: default, ${PRUNE} }
spec:
  server: "${server}"
  thumbprint: "${thumbprint}"
  identityRef: { kind: VSphereClusterIdentity, name: shared }
  controlPlaneEndpoint: { host: 127.0.0.1, port: 6443 }
  failureDomainSelector: {}
---
apiVersion: cluster.x-k8s.io/v1beta2
kind: Cluster
metadata: { name: shared, namespace: default, labels: { environment: none }, ${PRUNE} }
spec:
  infrastructureRef: { apiGroup: infrastructure.cluster.x-k8s.io, kind: VSphereCluster, name: shared }
`;

const places = (server: string): string => `
apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: VSphereFailureDomain
metadata: { name: rack-1 }
spec:
  region: { name: here, tagCategory: region, type: Datacenter }
  zone: { name: rack-1, tagCategory: zone, type: ComputeCluster }
  topology: { datacenter: DC0, datastore: LocalDS_0 }
---
apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: VSphereDeploymentZone
metadata: { name: rack-1 }
spec: { server: "${server}", failureDomain: rack-1 }
---
apiVersion: ipam.cluster.x-k8s.io/v1alpha2
kind: GlobalInClusterIPPool
metadata: { name: everywhere, ${PRUNE} }
spec: { addresses: [198.51.100.200-198.51.100.210], gateway: 198.51.100.1, prefix: 24 }
`;

const resourceSets = `
apiVersion: v1
kind: Namespace
metadata: { name: team-a, ${PRUNE} }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: greeting, namespace: default }
data:
  manifest.yaml: |
    apiVersion: v1
    kind: ConfigMap
    metadata: { name: greeting, namespace: default }
    data: { hello: world }
---
apiVersion: v1
kind: Secret
metadata: { name: farewell, namespace: default }
type: addons.cluster.x-k8s.io/resource-set
stringData:
  manifest.yaml: |
    apiVersion: v1
    kind: ConfigMap
    metadata: { name: farewell, namespace: default }
---
apiVersion: addons.cluster.x-k8s.io/v1beta2
kind: ClusterResourceSet
metadata: { name: words, namespace: default }
spec:
  clusterSelector: { matchLabels: { environment: staging } }
  resources: [{ kind: ConfigMap, name: greeting }, { kind: Secret, name: farewell }]
---
apiVersion: addons.cluster.x-k8s.io/v1beta2
kind: ClusterResourceSet
metadata: { name: more-words, namespace: default }
spec:
  clusterSelector: { matchLabels: { environment: staging } }
  resources: [{ kind: ConfigMap, name: greeting }]
`;

const rules = `
apiVersion: cluster.x-k8s.io/v1beta2
kind: MachineHealthCheck
metadata: { name: shared, namespace: default }
spec:
  clusterName: shared
  selector: { matchLabels: { nobody: "true" } }
  checks: { unhealthyNodeConditions: [{ type: Ready, status: Unknown, timeoutSeconds: 300 }] }
---
apiVersion: cluster.x-k8s.io/v1beta2
kind: MachineDrainRule
metadata: { name: leave-alone, namespace: default }
spec: { drain: { behavior: Skip }, machines: [{ selector: { matchLabels: { nobody: "true" } } }] }
`;

const archives = (backups: string): string => `
apiVersion: backup.handoff.dev/v1alpha1
kind: Backup
metadata: { name: once, namespace: default }
spec: { storage: { directory: "${backups}" }, ttlSeconds: 60 }
---
apiVersion: backup.handoff.dev/v1alpha1
kind: Backup
metadata: { name: kept, namespace: default }
spec: { storage: { directory: "${backups}" } }
---
apiVersion: backup.handoff.dev/v1alpha1
kind: BackupSchedule
metadata: { name: every-minute, namespace: default }
spec: { schedule: "* * * * *", template: { storage: { directory: "${backups}" } } }
`;
