import type { KubeadmConfigSpec } from '@handoff/api';

/** Specs that together fill every field of KubeadmConfigSpec; one cannot, for some fields exclude each other. */
export interface FilledSpecs {
  /** etcd on the nodes, discovery by token. */
  readonly byToken: KubeadmConfigSpec;
  /** An external etcd, discovery by a kubeconfig whose user is known by a program. */
  readonly byFile: KubeadmConfigSpec;
  /** Discovery by a kubeconfig whose user logs in by a named way. */
  readonly byAuthProvider: KubeadmConfigSpec;
}

/** kubeadm's documents carry the core API's EnvVar, which has fileKeyRef since Kubernetes 1.34. */
const FIRST_MINOR_WITH_FILE_KEYS = 34;

const environment = (minor: number) => [
  { name: 'GODEBUG', value: 'x=1' },
  { name: 'FROM_CONFIG_MAP', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a', optional: true } } },
  { name: 'FROM_FIELD', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.hostIP' } } },
  { name: 'FROM_RESOURCE', valueFrom: { resourceFieldRef: { containerName: 'c', resource: 'limits.memory', divisor: '1Mi' } } },
  { name: 'FROM_SECRET', valueFrom: { secretKeyRef: { name: 'secrets', key: 'b', optional: false } } },
  ...(minor < FIRST_MINOR_WITH_FILE_KEYS
    ? []
    : [{ name: 'FROM_FILE', valueFrom: { fileKeyRef: { volumeName: 'logs', path: 'env', key: 'c', optional: true } } }]),
];

const component = (minor: number) => ({
  extraArgs: [{ name: 'v', value: '4' }, { name: 'profiling', value: 'false' }],
  extraEnvs: environment(minor),
  extraVolumes: [{ name: 'logs', hostPath: '/var/log/k', mountPath: '/var/log/k', readOnly: true, pathType: 'DirectoryOrCreate' }],
});

const nodeRegistration = {
  name: '{{ local_hostname }}',
  criSocket: 'unix:///run/containerd/containerd.sock',
  taints: [{ key: 'dedicated', value: 'infra', effect: 'NoSchedule', timeAdded: '2030-01-01T00:00:00Z' }],
  kubeletExtraArgs: [{ name: 'cloud-provider', value: 'external' }, { name: 'node-ip', value: '{{ ds.meta_data.local_ipv4 }}' }],
  ignorePreflightErrors: ['NumCPU', 'Mem'],
  imagePullPolicy: 'IfNotPresent' as const,
  imagePullSerial: false,
};

const timeouts = {
  controlPlaneComponentHealthCheckSeconds: 300, discoverySeconds: 301, etcdAPICallSeconds: 302,
  kubeletHealthCheckSeconds: 303, kubernetesAPICallSeconds: 304, tlsBootstrapSeconds: 305,
};

const clusterConfiguration = (minor: number): NonNullable<KubeadmConfigSpec['clusterConfiguration']> => ({
  apiServer: { ...component(minor), certSANs: ['api.example.test', '192.0.2.1'] },
  controllerManager: component(minor),
  scheduler: component(minor),
  controlPlaneEndpoint: 'api.example.test:6443',
  dns: { imageRepository: 'images.example.test/coredns', imageTag: 'v1.12.0' },
  certificatesDir: '/etc/kubernetes/pki2',
  imageRepository: 'images.example.test',
  featureGates: { NodeLocalCRISocket: false },
  encryptionAlgorithm: 'ECDSA-P256',
  certificateValidityPeriodDays: 365,
  caCertificateValidityPeriodDays: 3650,
});

const localEtcd = (minor: number) => ({
  dataDir: '/var/lib/etcd2',
  imageRepository: 'images.example.test',
  imageTag: '3.6.0',
  extraArgs: [{ name: 'quota-backend-bytes', value: '8589934592' }],
  extraEnvs: environment(minor),
  serverCertSANs: ['etcd.example.test'],
  peerCertSANs: ['peer.example.test'],
});

const host: Omit<KubeadmConfigSpec, 'clusterConfiguration' | 'initConfiguration' | 'joinConfiguration'> = {
  format: 'cloud-config',
  ignition: { containerLinuxConfig: { additionalConfig: 'x', strict: true } },
  bootCommands: ['echo "boot of {{ v1.local_hostname }}"', 'printf \'%s\\n\' {% if true %}yes{% else %}no{% endif %}'],
  preKubeadmCommands: ['hostnamectl set-hostname "{{ ds.meta_data.hostname }}"', 'echo \'{{ ds["meta_data"]["local-ipv4"] }}\' "\\n"'],
  postKubeadmCommands: ['for i in 1 2; do\n  echo "$i: ${HOME}"\ndone', '{% raw %}echo ${#list[@]}{% endraw %}'],
  files: [
    { path: '/a', owner: 'root:root', permissions: '0600', content: 'x: "{{ local_hostname }}"\n\ttab \'quote\'\n' },
    { path: '/b', encoding: 'base64', content: 'eA==', append: true, contentFormat: 'Raw' },
    { path: '/c', contentFormat: 'Template', contentFrom: { secret: { name: 'files', key: 'version' } } },
  ],
  users: [
    {
      name: 'u', gecos: 'g', groups: 'a,b', homeDir: '/h', inactive: true, lockPassword: true, passwd: '$6$x$y', primaryGroup: 'u',
      shell: '/bin/sh', sshAuthorizedKeys: ['ssh-ed25519 A u@example.test'], sudo: 'ALL=(ALL) NOPASSWD:ALL',
    },
    { name: 'w', passwdFrom: { secret: { name: 'users', key: 'w' } } },
  ],
  ntp: { enabled: true, servers: ['ntp.example.test'] },
  diskSetup: {
    partitions: [
      { device: '/dev/sdb', layout: true, overwrite: false, tableType: 'gpt' },
      { device: '/dev/sdc', diskLayout: [{ percentage: 50 }, { percentage: 50, partitionType: 'LinuxSwap' }] },
    ],
    filesystems: [
      { device: '/dev/sdb', filesystem: 'ext4', label: 'data', partition: 'auto', overwrite: true, replaceFS: 'ntfs', extraOpts: ['-E', 'x'] },
      { device: '/dev/sdc', filesystem: 'xfs', partition: 'none' },
    ],
  },
  mounts: [['LABEL=data', '/data'], ['/dev/sdc1', '/more', 'xfs', 'defaults,noatime', '0', '2']],
  verbosity: 5,
};

/** Where the kubeconfig of the discovery is written. */
export const DISCOVERY = '/run/discovery.conf';

/** What the Secrets hold that the specs refer to. */
export const contents = (secret: string, key: string): string | undefined =>
  new Map([['files/version', 'control plane {{ .controlPlane.version }}\n'], ['users/w', '$6$z$w']]).get(`${secret}/${key}`);

/** For the kubeadm of a minor version of Kubernetes 1. */
export function filledSpecs(minor: number): FilledSpecs {
  const localEndpoint = { advertiseAddress: '192.0.2.10', bindPort: 6444 };
  const init = { localAPIEndpoint: localEndpoint, nodeRegistration, patches: { directory: '/etc/kubernetes/patches' }, timeouts };
  const token = { token: 'ghijkl.0123456789abcdef', description: 'd', usages: ['signing', 'authentication'], groups: ['system:bootstrappers:kubeadm:default-node-token'] };
  const initConfiguration = { ...init, bootstrapTokens: [{ ...token, ttlSeconds: 0 }], skipPhases: ['addon/kube-proxy'] };
  const { localAPIEndpoint, ...node } = init;
  const joining = { ...node, caCertPath: '/etc/kubernetes/pki/ca.crt', skipPhases: ['preflight'], controlPlane: { localAPIEndpoint } };
  const cluster = clusterConfiguration(minor);
  const external = { endpoints: ['https://192.0.2.21:2379'], caFile: '/etc/etcd/ca.crt', certFile: '/etc/etcd/c.crt', keyFile: '/etc/etcd/c.key' };
  const byFile = (user: object, extra: object = {}): KubeadmConfigSpec => ({
    ...host,
    clusterConfiguration: { ...cluster, etcd: { external } },
    initConfiguration,
    joinConfiguration: {
      ...joining,
      discovery: { file: { kubeConfigPath: DISCOVERY, kubeConfig: { user, ...extra } }, tlsBootstrapToken: 'mnopqr.0123456789abcdef' },
    },
  });
  return {
    byToken: {
      ...host,
      clusterConfiguration: { ...cluster, etcd: { local: localEtcd(minor) } },
      initConfiguration,
      joinConfiguration: {
        ...joining,
        discovery: {
          bootstrapToken: { token: 'stuvwx.0123456789abcdef', apiServerEndpoint: '192.0.2.2:6443', caCertHashes: [`sha256:${'b'.repeat(64)}`], unsafeSkipCAVerification: false },
          tlsBootstrapToken: 'mnopqr.0123456789abcdef',
        },
      },
    },
    byFile: byFile(
      { exec: { command: '/bin/credentials', apiVersion: 'client.authentication.k8s.io/v1beta1', args: ['--for', 'join'], env: [{ name: 'A', value: 'b' }], provideClusterInfo: true } },
      { cluster: { server: 'https://192.0.2.3:6443', certificateAuthorityData: 'Q0E=', insecureSkipTLSVerify: false, proxyURL: 'http://proxy.example.test:3128', tlsServerName: 'api.example.test' } },
    ),
    byAuthProvider: byFile({ authProvider: { name: 'oidc', config: { 'client-id': 'x' } } }),
  };
}

/** The same for a worker, who must not be told to join the control plane. */
export function asWorker(spec: KubeadmConfigSpec): KubeadmConfigSpec {
  const { controlPlane: _, ...joinConfiguration } = spec.joinConfiguration ?? {};
  return { ...spec, joinConfiguration };
}
