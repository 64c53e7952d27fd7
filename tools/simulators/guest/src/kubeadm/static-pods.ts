import { stringify } from 'yaml';

import type { GuestFileSystem } from '../system/file-system.js';
import { defaultServiceSubnet } from './certificates.js';
import { manifestsDirectory } from './kube-vip.js';
import type { ClusterDocument } from './schema.js';

/** What the manifests of one node's control plane are made of. */
export interface ControlPlaneNode {
  readonly cluster: ClusterDocument;
  readonly version: string;
  readonly node: string;
  readonly address: string;
  readonly bindPort: number;
}

type Arguments = readonly { readonly name: string; readonly value: string }[];

/** Writes the static pods of etcd, the API server, the controller manager and the scheduler, as the kubelet will run them. */
export function writeControlPlaneManifests(files: GuestFileSystem, node: ControlPlaneNode): void {
  const repository = node.cluster.imageRepository ?? 'registry.k8s.io';
  const image = (name: string): string => `${repository}/${name}:${node.version}`;
  const { cluster, address, bindPort } = node;
  writeManifest(files, 'kube-apiserver', image('kube-apiserver'), cluster.apiServer?.extraArgs, {
    'advertise-address': address,
    'secure-port': String(bindPort),
    'client-ca-file': '/etc/kubernetes/pki/ca.crt',
    'etcd-servers': 'https://127.0.0.1:2379',
    'enable-bootstrap-token-auth': 'true',
    'service-cluster-ip-range': cluster.networking?.serviceSubnet ?? defaultServiceSubnet,
  });
  writeManifest(files, 'kube-controller-manager', image('kube-controller-manager'), cluster.controllerManager?.extraArgs, {
    'leader-elect': 'true',
    kubeconfig: '/etc/kubernetes/controller-manager.conf',
    'use-service-account-credentials': 'true',
    ...(cluster.networking?.podSubnet === undefined
      ? {}
      : { 'allocate-node-cidrs': 'true', 'cluster-cidr': cluster.networking.podSubnet }),
  });
  writeManifest(files, 'kube-scheduler', image('kube-scheduler'), cluster.scheduler?.extraArgs, {
    'leader-elect': 'true',
    kubeconfig: '/etc/kubernetes/scheduler.conf',
  });
  if (cluster.etcd?.external !== undefined) return;
  const etcd = cluster.etcd?.local;
  writeManifest(files, 'etcd', `${etcd?.imageRepository ?? repository}/etcd:${etcd?.imageTag ?? '3.5.21-0'}`, etcd?.extraArgs, {
    name: node.node,
    'advertise-client-urls': `https://${address}:2379`,
    'listen-client-urls': `https://127.0.0.1:2379,https://${address}:2379`,
    'data-dir': etcd?.dataDir ?? '/var/lib/etcd',
  });
}

/** User arguments replace ours of the same name and are added otherwise. */
function writeManifest(
  files: GuestFileSystem,
  component: string,
  image: string,
  extra: Arguments | undefined,
  own: Readonly<Record<string, string>>,
): void {
  const kept = Object.entries(own).filter(([name]) => extra?.some((argument) => argument.name === name) !== true);
  const args = [...kept.map(([name, value]) => ({ name, value })), ...(extra ?? [])];
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: component, namespace: 'kube-system', labels: { component, tier: 'control-plane' } },
    spec: {
      containers: [
        {
          name: component,
          image,
          imagePullPolicy: 'IfNotPresent',
          command: [component, ...args.map(({ name, value }) => `--${name}=${value}`)],
        },
      ],
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
    },
  };
  files.write(`${manifestsDirectory}/${component}.yaml`, stringify(pod), { mode: 0o600, parents: true });
}
