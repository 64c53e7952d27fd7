import { ConfigMap, ServiceAccount } from '@handoff/api';

import type { ClusterApi, NamedDraft } from '../workload/cluster-api.js';
import { DaemonSet, Deployment, Service } from '../workload/kinds.js';
import { defaultDnsDomain, firstServiceAddress } from './certificates.js';
import type { ClusterDocument } from './schema.js';

/** kube-proxy and CoreDNS, unless their phases are skipped. */
export async function uploadAddons(
  api: ClusterApi,
  addons: { readonly cluster: ClusterDocument; readonly version: string; readonly skipped: readonly string[] },
): Promise<void> {
  const { cluster, version, skipped } = addons;
  const skips = (phase: string): boolean => skipped.includes('addon') || skipped.includes(`addon/${phase}`);
  if (!skips('kube-proxy') && cluster.proxy?.disabled !== true) await uploadKubeProxy(api, cluster, version);
  if (!skips('coredns') && cluster.dns?.disabled !== true) await uploadCoreDns(api, cluster);
}

async function uploadKubeProxy(api: ClusterApi, cluster: ClusterDocument, version: string): Promise<void> {
  const namespace = 'kube-system';
  const labels = { 'k8s-app': 'kube-proxy' };
  await api.ensure(ServiceAccount, { metadata: { name: 'kube-proxy', namespace } });
  await api.ensure(ConfigMap, {
    metadata: { name: 'kube-proxy', namespace, labels: { app: 'kube-proxy' } },
    data: { 'config.conf': 'mode: ""\n' },
  });
  await api.ensure(DaemonSet, {
    metadata: { name: 'kube-proxy', namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'kube-proxy',
              image: `${cluster.imageRepository ?? 'registry.k8s.io'}/kube-proxy:${version}`,
              command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf'],
            },
          ],
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
  await api.ensure(ServiceAccount, { metadata: { name: 'coredns', namespace } });
  const corefile = `.:53 {\n    errors\n    health\n    ready\n    kubernetes ${domain} in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n    cache 30\n}\n`;
  await api.ensure(ConfigMap, { metadata: { name: 'coredns', namespace }, data: { Corefile: corefile } });
  await api.ensure(Service, {
    metadata: { name: 'kube-dns', namespace, labels },
    spec: {
      selector: labels,
      clusterIP: dnsAddress(cluster),
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP' },
        { name: 'dns-tcp', port: 53, protocol: 'TCP' },
      ],
    },
  });
  await api.ensure(Deployment, coreDnsDeployment(cluster, labels));
}

function coreDnsDeployment(cluster: ClusterDocument, labels: Readonly<Record<string, string>>): NamedDraft {
  const repository = cluster.dns?.imageRepository ?? `${cluster.imageRepository ?? 'registry.k8s.io'}/coredns`;
  return {
    metadata: { name: 'coredns', namespace: 'kube-system', labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'coredns',
              image: `${repository}/coredns:${cluster.dns?.imageTag ?? 'v1.12.0'}`,
              args: ['-conf', '/etc/coredns/Corefile'],
            },
          ],
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
  };
}

/** The tenth address of the service subnet. */
function dnsAddress(cluster: ClusterDocument): string {
  return firstServiceAddress(cluster.networking?.serviceSubnet).replace(/1$/, '10').replace(/::10$/, '::a');
}
