import { ConfigMap, Secret } from '@handoff/api';
import { rfc3339 } from '@handoff/time';
import { stringify } from 'yaml';

import { readTokenSecret, tokenNamespace, tokenSecretName, tokenSecretType } from '../workload/bootstrap-token.js';
import type { ClusterApi, NamedDraft } from '../workload/cluster-api.js';
import { ClusterRole, ClusterRoleBinding, Role, RoleBinding, Service } from '../workload/kinds.js';
import { firstServiceAddress, formatEndpoint, type Endpoint } from './certificates.js';
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
  const system = (name: string, data: Readonly<Record<string, string>>): NamedDraft => ({
    metadata: { name, namespace: 'kube-system' },
    data,
  });
  await api.ensure(ConfigMap, system('kubeadm-config', { ClusterConfiguration: stringify({ ...cluster, kubernetesVersion: version }) }));
  await api.ensure(
    ConfigMap,
    system('kubelet-config', {
      kubelet: stringify({ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', cgroupDriver: 'systemd' }),
    }),
  );
  for (const token of init.bootstrapTokens ?? []) await uploadToken(api, token, time);
  const kubeconfig = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: '',
        cluster: { 'certificate-authority-data': Buffer.from(caPem).toString('base64'), server: `https://${formatEndpoint(endpoint)}` },
      },
    ],
    contexts: null,
    'current-context': '',
    preferences: {},
    users: null,
  });
  await api.ensure(ConfigMap, { metadata: { name: 'cluster-info', namespace: 'kube-public' }, data: { kubeconfig } });
  await uploadPermissions(api);
  await api.ensure(Service, {
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      clusterIP: firstServiceAddress(cluster.networking?.serviceSubnet),
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: endpoint.port }],
    },
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
  const secret = await api.ensure(Secret, {
    metadata: { name: tokenSecretName(parts.id), namespace: tokenNamespace },
    type: tokenSecretType,
    data,
  });
  if (readTokenSecret(secret) === undefined) throw new Error('the API server changed a bootstrap token');
}

/** The permissions of joining nodes, and since 1.29 those of kubeadm's own administrators. */
async function uploadPermissions(api: ClusterApi): Promise<void> {
  const group = (name: string): object => ({ apiGroup: rbac, kind: 'Group', name });
  const anonymous = { apiGroup: rbac, kind: 'User', name: 'system:anonymous' };
  const toClusterRole = (name: string, role: string, subject: object): NamedDraft => ({
    metadata: { name },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
    subjects: [subject],
  });
  const readConfigMap = (name: string, namespace: string, map: string): NamedDraft => ({
    metadata: { name, namespace },
    rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: [map], verbs: ['get'] }],
  });
  const toRole = (name: string, namespace: string, subjects: readonly object[]): NamedDraft => ({
    metadata: { name, namespace },
    roleRef: { apiGroup: rbac, kind: 'Role', name },
    subjects,
  });
  await api.ensure(Role, readConfigMap('kubeadm:bootstrap-signer-clusterinfo', 'kube-public', 'cluster-info'));
  await api.ensure(RoleBinding, toRole('kubeadm:bootstrap-signer-clusterinfo', 'kube-public', [anonymous]));
  await api.ensure(Role, readConfigMap('kubeadm:nodes-kubeadm-config', 'kube-system', 'kubeadm-config'));
  await api.ensure(RoleBinding, toRole('kubeadm:nodes-kubeadm-config', 'kube-system', [group(tokenGroup), group('system:nodes')]));
  await api.ensure(Role, readConfigMap('kubeadm:kubelet-config', 'kube-system', 'kubelet-config'));
  await api.ensure(RoleBinding, toRole('kubeadm:kubelet-config', 'kube-system', [group(tokenGroup), group('system:nodes')]));
  await api.ensure(ClusterRole, {
    metadata: { name: 'kubeadm:get-nodes' },
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
  });
  await api.ensure(ClusterRoleBinding, toClusterRole('kubeadm:get-nodes', 'kubeadm:get-nodes', group(tokenGroup)));
  await api.ensure(ClusterRoleBinding, toClusterRole('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', group(tokenGroup)));
  await api.ensure(
    ClusterRoleBinding,
    toClusterRole(
      'kubeadm:node-autoapprove-bootstrap',
      'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
      group(tokenGroup),
    ),
  );
  await api.ensure(ClusterRoleBinding, toClusterRole('kubeadm:cluster-admins', 'cluster-admin', group('kubeadm:cluster-admins')));
}
