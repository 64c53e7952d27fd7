import type { KubeadmConfigSpec } from '@handoff/api';
import type { NodeCertificates } from '../bootstrap-files.js';
import type { ClusterFacts, JoinFacts } from '../facts.js';

/** Shared by the specs: one cluster, and a spec in which every field of kubeadm's is set. */
export const facts: ClusterFacts = {
  clusterName: 'demo',
  version: 'v1.33.1',
  controlPlaneEndpoint: '192.0.2.1:6443',
  serviceSubnet: '10.96.0.0/12',
  podSubnet: '192.168.0.0/16,2001:db8::/56',
  dnsDomain: 'cluster.local',
};

export const join: JoinFacts = {
  token: 'abcdef.0123456789abcdef',
  caCertHashes: [`sha256:${'a'.repeat(64)}`],
  apiServerEndpoint: '192.0.2.1:6443',
  caPem: 'CA\n',
};

const pem = (name: string): { 'tls.crt': string; 'tls.key': string } => ({ 'tls.crt': `${name}.crt\n`, 'tls.key': `${name}.key\n` });
export const certificates: NodeCertificates = { ca: pem('ca'), etcd: pem('etcd'), proxy: pem('proxy'), sa: pem('sa') };

const component = {
  extraArgs: [{ name: 'v', value: '4' }, { name: 'profiling', value: 'false' }],
  extraEnvs: [{ name: 'GODEBUG', value: 'x=1' }],
  extraVolumes: [{ name: 'logs', hostPath: '/var/log/k', mountPath: '/var/log/k', readOnly: true, pathType: 'DirectoryOrCreate' }],
};

const nodeRegistration = {
  name: '{{ local_hostname }}',
  criSocket: 'unix:///run/containerd/containerd.sock',
  taints: [],
  kubeletExtraArgs: [{ name: 'cloud-provider', value: 'external' }],
  ignorePreflightErrors: ['NumCPU', 'Mem'],
  imagePullPolicy: 'IfNotPresent' as const,
  imagePullSerial: false,
};

const timeouts = {
  controlPlaneComponentHealthCheckSeconds: 300,
  discoverySeconds: 301,
  etcdAPICallSeconds: 302,
  kubeletHealthCheckSeconds: 303,
  kubernetesAPICallSeconds: 0,
  tlsBootstrapSeconds: 305,
};

export const fullSpec: KubeadmConfigSpec = {
  clusterConfiguration: {
    apiServer: { ...component, certSANs: ['api.example.test'] },
    controllerManager: component,
    scheduler: component,
    etcd: {
      local: {
        dataDir: '/var/lib/etcd2',
        imageRepository: 'images.example.test',
        imageTag: '3.6.0',
        extraArgs: [{ name: 'quota-backend-bytes', value: '8589934592' }],
        extraEnvs: [{ name: 'GODEBUG', value: 'x=1' }],
        serverCertSANs: ['etcd.example.test'],
        peerCertSANs: ['peer.example.test'],
      },
    },
    dns: { imageRepository: 'images.example.test/coredns', imageTag: 'v1.12.0' },
    certificatesDir: '/etc/kubernetes/pki',
    imageRepository: 'images.example.test',
    featureGates: { RootlessControlPlane: true },
    encryptionAlgorithm: 'ECDSA-P256',
    certificateValidityPeriodDays: 365,
    caCertificateValidityPeriodDays: 3650,
  },
  initConfiguration: {
    bootstrapTokens: [{ token: 'ghijkl.0123456789abcdef', description: 'd', ttlSeconds: 0, usages: ['signing', 'authentication'], groups: ['system:bootstrappers:kubeadm:default-node-token'] }],
    localAPIEndpoint: { advertiseAddress: '192.0.2.10', bindPort: 6444 },
    nodeRegistration,
    patches: { directory: '/etc/kubernetes/patches' },
    skipPhases: ['addon/kube-proxy'],
    timeouts,
  },
  joinConfiguration: {
    caCertPath: '/etc/kubernetes/pki/ca.crt',
    controlPlane: { localAPIEndpoint: { advertiseAddress: '192.0.2.11', bindPort: 6444 } },
    discovery: { bootstrapToken: { apiServerEndpoint: '192.0.2.2:6443' }, tlsBootstrapToken: 'mnopqr.0123456789abcdef' },
    nodeRegistration: { ...nodeRegistration, taints: [{ key: 'dedicated', value: 'infra', effect: 'NoSchedule' }] },
    patches: { directory: '/etc/kubernetes/patches' },
    skipPhases: ['preflight'],
    timeouts,
  },
};
