/** How a cluster of a benchmark is made; the same declaration that upstream was measured with. */
export interface ClusterShape {
  readonly controlPlane: number;
  readonly workers: number;
  readonly version: string;
}

/** Where it runs. */
export interface Site {
  readonly server: string;
  readonly thumbprint: string;
  readonly username: string;
  readonly password: string;
  readonly template: string;
}

/** An object and the collection that it is posted to. */
export interface Declared {
  readonly path: string;
  readonly object: Readonly<Record<string, unknown>>;
}

export const NAMESPACE = 'bench';
const CORE = 'cluster.x-k8s.io';
const INFRASTRUCTURE = 'infrastructure.cluster.x-k8s.io';
const BOOTSTRAP = 'bootstrap.cluster.x-k8s.io';
const CONTROL_PLANE = 'controlplane.cluster.x-k8s.io';

const users = [{ name: 'capv', sudo: 'ALL=(ALL) NOPASSWD:ALL', sshAuthorizedKeys: ['ssh-ed25519 AAAA bench'] }];
const preKubeadmCommands = ['hostnamectl set-hostname "{{ ds.meta_data.hostname }}"'];
const clusterNetwork = { pods: { cidrBlocks: ['192.168.0.0/16'] } };
/** kube-vip needs super-admin.conf on the node that runs kubeadm init (Kubernetes 1.29 and later). */
const superAdminOnInit = 'if [ -f /run/kubeadm/kubeadm.yaml ]; then '
  + 'sed -i \'s#"path":"/etc/kubernetes/admin.conf"#"path":"/etc/kubernetes/super-admin.conf"#\' /etc/kubernetes/manifests/kube-vip.yaml; fi';
const nodeRegistration = { name: '{{ local_hostname }}', kubeletExtraArgs: [{ name: 'cloud-provider', value: 'external' }] };

const workersJoin = { template: { spec: { joinConfiguration: { nodeRegistration }, preKubeadmCommands, users } } };

/** Everything that one cluster is declared by, in the order in which it is posted. */
export function clusterObjects(
  name: string, endpoint: { host: string; port: number }, shape: ClusterShape, site: Site,
): readonly Declared[] {
  const of = (group: string, plural: string, kind: string, spec: object, objectName = name): Declared => ({
    path: `/apis/${group}/v1beta2/namespaces/${NAMESPACE}/${plural}`,
    object: { apiVersion: `${group}/v1beta2`, kind, metadata: metadata(objectName, name), spec },
  });
  const templateRef = (suffix: string): object => ({ apiGroup: INFRASTRUCTURE, kind: 'VSphereMachineTemplate', name: `${name}-${suffix}` });
  return [
    { path: `/api/v1/namespaces/${NAMESPACE}/secrets`, object: { apiVersion: 'v1', kind: 'Secret', metadata: metadata(name, name), stringData: { username: site.username, password: site.password } } },
    of(INFRASTRUCTURE, 'vsphereclusters', 'VSphereCluster', {
      server: site.server, thumbprint: site.thumbprint, controlPlaneEndpoint: endpoint, identityRef: { kind: 'Secret', name },
    }),
    of(INFRASTRUCTURE, 'vspheremachinetemplates', 'VSphereMachineTemplate', machineTemplate(site), `${name}-cp`),
    of(CONTROL_PLANE, 'kubeadmcontrolplanes', 'KubeadmControlPlane', {
      replicas: shape.controlPlane, version: shape.version, machineTemplate: { spec: { infrastructureRef: templateRef('cp') } },
      kubeadmConfigSpec: {
        clusterConfiguration: { controllerManager: { extraArgs: [{ name: 'cloud-provider', value: 'external' }] } },
        initConfiguration: { nodeRegistration }, joinConfiguration: { nodeRegistration }, users,
        preKubeadmCommands: [...preKubeadmCommands, superAdminOnInit], files: [kubeVip(endpoint)],
      },
    }),
    of(INFRASTRUCTURE, 'vspheremachinetemplates', 'VSphereMachineTemplate', machineTemplate(site), `${name}-md`),
    of(BOOTSTRAP, 'kubeadmconfigtemplates', 'KubeadmConfigTemplate', workersJoin, `${name}-md`),
    of(CORE, 'clusters', 'Cluster', {
      clusterNetwork, controlPlaneRef: { apiGroup: CONTROL_PLANE, kind: 'KubeadmControlPlane', name },
      infrastructureRef: { apiGroup: INFRASTRUCTURE, kind: 'VSphereCluster', name },
    }),
    of(CORE, 'machinedeployments', 'MachineDeployment', {
      clusterName: name, replicas: shape.workers, selector: { matchLabels: {} },
      template: {
        metadata: { labels: { 'cluster.x-k8s.io/cluster-name': name } },
        spec: {
          clusterName: name, version: shape.version, infrastructureRef: templateRef('md'),
          bootstrap: { configRef: { apiGroup: BOOTSTRAP, kind: 'KubeadmConfigTemplate', name: `${name}-md` } },
        },
      },
    }, `${name}-md`),
  ];
}

const metadata = (name: string, cluster: string): object => ({ namespace: NAMESPACE, name, labels: { 'cluster.x-k8s.io/cluster-name': cluster } });

const machineTemplate = ({ server, thumbprint, template }: Site): object => ({
  template: {
    spec: {
      server, thumbprint, datacenter: 'DC0', datastore: 'LocalDS_0', folder: 'vm', resourcePool: 'DC0_C0/Resources', template,
      cloneMode: 'linkedClone', numCPUs: 2, memoryMiB: 4096, os: 'Linux', powerOffMode: 'hard',
      network: { devices: [{ networkName: 'VM Network', dhcp4: true }] },
    },
  },
});

/** What serves the endpoint on control-plane machines: upstream's simulator needs none, our guests are as strict as real machines. */
const kubeVip = ({ host, port }: { host: string; port: number }): object => ({
  path: '/etc/kubernetes/manifests/kube-vip.yaml', owner: 'root:root', permissions: '0644',
  content: JSON.stringify({
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'kube-vip', namespace: 'kube-system' },
    spec: {
      containers: [{
        name: 'kube-vip', image: 'ghcr.io/kube-vip/kube-vip:v1.2.3', args: ['manager'],
        env: Object.entries({
          vip_arp: 'true', port: String(port), vip_subnet: '32', cp_enable: 'true', cp_namespace: 'kube-system', vip_leaderelection: 'true',
          vip_leasename: 'plndr-cp-lock', address: host,
        }).map(([name, value]) => ({ name, value })),
        volumeMounts: [{ name: 'kubeconfig', mountPath: '/etc/kubernetes/admin.conf' }],
      }],
      hostNetwork: true, volumes: [{ name: 'kubeconfig', hostPath: { path: '/etc/kubernetes/admin.conf' } }],
    },
  }),
});
