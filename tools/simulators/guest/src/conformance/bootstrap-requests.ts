import type { KubeadmConfigSpec } from '@handoff/api';
import type { bootstrapData } from '@handoff/kubeadm';
import { asWorker, contents } from './filled-specs.js';

type BootstrapRequest = Parameters<typeof bootstrapData>[0];

export const roles = ['init', 'join-control-plane', 'join-worker'] as const;
export type Role = (typeof roles)[number];

const pem = (name: string) => ({ 'tls.crt': `${name}.crt\n`, 'tls.key': `${name}.key\n` });
const certificates = { ca: pem('ca'), etcd: pem('etcd'), proxy: pem('proxy'), sa: pem('sa'), apiserverEtcdClient: pem('client') };
const join = { token: 'abcdef.0123456789abcdef', caCertHashes: [`sha256:${'a'.repeat(64)}`], apiServerEndpoint: '192.0.2.1:6443', caPem: 'CA\n' };

/** What is asked of @handoff/kubeadm for a node of Kubernetes 1.`minor`. */
export function nodeRequest(role: Role, spec: KubeadmConfigSpec, minor: number): BootstrapRequest {
  const version = `v1.${String(minor)}.1`;
  const facts = {
    clusterName: 'demo', version, controlPlaneEndpoint: '192.0.2.1:6443', serviceSubnet: '10.96.0.0/12,2001:db8:1::/108',
    podSubnet: '192.168.0.0/16,2001:db8::/56', dnsDomain: 'cluster.local', apiServerPort: 6445,
  };
  const common = { facts, contents, controlPlaneVersion: version };
  switch (role) {
    case 'init': return { ...common, role, spec, certificates };
    case 'join-control-plane': return { ...common, role, spec, certificates, join };
    case 'join-worker': return { ...common, role, spec: asWorker(spec), join };
  }
}

export const nodeRequests = (spec: KubeadmConfigSpec, minor: number): readonly BootstrapRequest[] =>
  roles.map((role) => nodeRequest(role, spec, minor));
