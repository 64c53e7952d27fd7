import { ConfigMap, Secret, ServiceAccount } from '@handoff/api';
import { rfc3339 } from '@handoff/time';
import { stringify } from 'yaml';

import { readTokenSecret, tokenNamespace, tokenSecretName, tokenSecretType } from '../workload/bootstrap-token.js';
import type { ClusterApi, NamedDraft } from '../workload/cluster-api.js';
import { ClusterRole, ClusterRoleBinding, DaemonSet, Deployment, Role, RoleBinding, Service } from '../workload/kinds.js';
import { defaultDnsDomain, firstServiceAddress, formatEndpoint, type Endpoint } from './certificates.js';
import { parseToken } from './cluster-info.js';
import type { BootstrapToken, ClusterDocument, InitDocument } from './schema.js';

interface Configuration {
  readonly init: InitDocument;
  readonly cluster: ClusterDocument;
  readonly version: string;
  readonly endpoint: Endpoint;
  readonly caPem: string;
  readonly time: number;
}

const tokenGroup = 'system:bootstrappers:kubeadm:default-node-token';
const rbac = 'rbac.authorization.k8s.io';

/** What `kubeadm init` puts into a new cluster so that others can join it. */
export async function uploadConfiguration(api: ClusterApi, configuration: Configuration): Promise<void> {
  const { init, cluster, version, endpoint, caPem, time } = configuration;
  const system = (name: string, data: Readonly<Record<string, string>>): NamedDraft => ({ metadata: { name, namespace: 'kube-system' }, data });
  await api.ensure(ConfigMap, system('kubeadm-config', { ClusterConfiguration: stringify({ ...cluster, kubernetesVersion: version }) }));
  await api.ensure(ConfigMap, system('kubelet-config', { kubelet: stringify({ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', cgroupDriver: 'systemd' }) }));
  for (const token of init.bootstrapTokens ?? []) await uploadToken(api, token, time);
  const kubeconfig = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: '', cluster: { 'certificate-authority-data': Buffer.from(caPem).toString('base64'), server: `https://${formatEndpoint(endpoint)}` } }],
    contexts: null,
    'current-context': '',
    preferences: {},
    users: null,
  });
  await api.ensure(ConfigMap, { metadata: { name: 'cluster-info', namespace: 'kube-public' }, data: { kubeconfig } });
  await uploadPermissions(api);
  await api.ensure(Service, {
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: firstServiceAddress(cluster.networking?.serviceSubnet), ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: endpoint.port }] },
  });
}

async function uploadToken(api: ClusterApi, token: BootstrapToken, time: number): Promise<void> {
  const parts = parseToken(token.token);
  if (parts === undefined) return;
  const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
  const usages = token.usages ?? ['signing', 'authentication'];
  const fields = {
    'token-id': parts.id,
    'token-secret': parts.secret,
    expiration: token.expires ?? rfc3339(time + 24 * 3_600_000),
    'auth-extra-groups': (token.groups ?? [tokenGroup]).join(','),
    ...Object.fromEntries(usages.map((usage) => [`usage-bootstrap-${usage}`, 'true'])),
  };
  const data = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, encode(value)]));
  const secret = await api.ensure(Secret, { metadata: { name: tokenSecretName(parts.id), namespace: tokenNamespace }, type: tokenSecretType, data });
  if (readTokenSecret(secret) === undefined) throw new Error('the API server changed a bootstrap token');
}

/** The permissions of joining nodes, and since 1.29 those of kubeadm's own administrators. */
async function uploadPermissions(api: ClusterApi): Promise<void> {
  const group = (name: string): object => ({ apiGroup: rbac, kind: 'Group', name });
  const anonymous = { apiGroup: rbac, kind: 'User', name: 'system:anonymous' };
  const toClusterRole = (name: string, role: string, subject: object): NamedDraft => ({ metadata: { name }, roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role }, subjects: [subject] });
  const readConfigMap = (name: string, namespace: string, map: string): NamedDraft => ({ metadata: { name, namespace }, rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: [map], verbs: ['get'] }] });
  const toRole = (name: string, namespace: string, subjects: readonly object[]): NamedDraft => ({ metadata: { name, namespace }, roleRef: { apiGroup: rbac, kind: 'Role', name }, subjects });
  await api.ensure(Role, readConfigMap('kubeadm:bootstrap-signer-clusterinfo', 'kube-public', 'cluster-info'));
  await api.ensure(RoleBinding, toRole('kubeadm:bootstrap-signer-clusterinfo', 'kube-public', [anonymous]));
  await api.ensure(Role, readConfigMap('kubeadm:nodes-kubeadm-config', 'kube-system', 'kubeadm-config'));
  await api.ensure(RoleBinding, toRole('kubeadm:nodes-kubeadm-config', 'kube-system', [group(tokenGroup), group('system:nodes')]));
  await api.ensure(Role, readConfigMap('kubeadm:kubelet-config', 'kube-system', 'kubelet-config'));
  await api.ensure(RoleBinding, toRole('kubeadm:kubelet-config', 'kube-system', [group(tokenGroup), group('system:nodes')]));
  await api.ensure(ClusterRole, { metadata: { name: 'kubeadm:get-nodes' }, rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }] });
  await api.ensure(ClusterRoleBinding, toClusterRole('kubeadm:get-nodes', 'kubeadm:get-nodes', group(tokenGroup)));
  await api.ensure(ClusterRoleBinding, toClusterRole('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', group(tokenGroup)));
  await api.ensure(ClusterRoleBinding, toClusterRole('kubeadm:node-autoapprove-bootstrap', 'system:certificates.k8s.io:certificatesigningrequests:nodeclient', group(tokenGroup)));
  await api.ensure(ClusterRoleBinding, toClusterRole('kubeadm:cluster-admins', 'cluster-admin', group('kubeadm:cluster-admins')));
}

/** kube-proxy and CoreDNS, unless their phases are skipped. */
export async function uploadAddons(api: ClusterApi, addons: { readonly cluster: ClusterDocument; readonly version: string; readonly skipped: readonly string[] }): Promise<void> {
  const { cluster, version, skipped } = addons;
  const skips = (phase: string): boolean => skipped.includes('addon') || skipped.includes(`addon/${phase}`);
  if (!skips('kube-proxy') && cluster.proxy?.disabled !== true) await uploadKubeProxy(api, cluster, version);
  if (!skips('coredns') && cluster.dns?.disabled !== true) await uploadCoreDns(api, cluster);
}

async function uploadKubeProxy(api: ClusterApi, cluster: ClusterDocument, version: string): Promise<void> {
  const namespace = 'kube-system';
  const labels = { 'k8s-app': 'kube-proxy' };
  await api.ensure(ServiceAccount, { metadata: { name: 'kube-proxy', namespace } });
  await api.ensure(ConfigMap, { metadata: { name: 'kube-proxy', namespace, labels: { app: 'kube-proxy' } }, data: { 'config.conf': 'mode: ""\n' } });
  await api.ensure(DaemonSet, {
    metadata: { name: 'kube-proxy', namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: 'kube-proxy', image: `${cluster.imageRepository ?? 'registry.k8s.io'}/kube-proxy:${version}`, command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf'] }],
          hostNetwork: true,
          priorityClassName: 'system-node-critical',
          serviceAccountName: 'kube-proxy',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ operator: 'Exists' }],
          volumes: [{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } }],
        },
      },
    },
  });
}

async function uploadCoreDns(api: ClusterApi, cluster: ClusterDocument): Promise<void> {
  const namespace = 'kube-system';
  const labels = { 'k8s-app': 'kube-dns' };
  const domain = cluster.networking?.dnsDomain ?? defaultDnsDomain;
  const repository = cluster.dns?.imageRepository ?? `${cluster.imageRepository ?? 'registry.k8s.io'}/coredns`;
  await api.ensure(ServiceAccount, { metadata: { name: 'coredns', namespace } });
  const corefile = `.:53 {\n    errors\n    health\n    ready\n    kubernetes ${domain} in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n    cache 30\n}\n`;
  await api.ensure(ConfigMap, { metadata: { name: 'coredns', namespace }, data: { Corefile: corefile } });
  await api.ensure(Service, {
    metadata: { name: 'kube-dns', namespace, labels },
    spec: { selector: labels, clusterIP: dnsAddress(cluster), ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, protocol: 'TCP' }] },
  });
  await api.ensure(Deployment, {
    metadata: { name: 'coredns', namespace, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: 'coredns', image: `${repository}/coredns:${cluster.dns?.imageTag ?? 'v1.12.0'}`, args: ['-conf', '/etc/coredns/Corefile'] }],
          priorityClassName: 'system-cluster-critical',
          serviceAccountName: 'coredns',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [
            { key: 'CriticalAddonsOnly', operator: 'Exists' },
            { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
          ],
          volumes: [{ name: 'config-volume', configMap: { name: 'coredns' } }],
        },
      },
    },
  });
}

/** The tenth address of the service subnet. */
function dnsAddress(cluster: ClusterDocument): string {
  return firstServiceAddress(cluster.networking?.serviceSubnet).replace(/1$/, '10').replace(/::10$/, '::a');
}
