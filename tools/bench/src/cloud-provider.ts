import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NAMESPACE } from './cluster-objects.js';
import type { Declared, Site } from './cluster-objects.js';

/** The checkout's examples: sources and build output are both one folder below the package's. */
const CPI = fileURLToPath(new URL('../../../examples/addons/vsphere-cpi.yaml', import.meta.url));
const GROUP = 'addons.cluster.x-k8s.io';

/**
 * The vSphere cloud provider for every cluster, by ClusterResourceSet as in CAPV's own template: it gives Nodes their provider ids.
 * Upstream's simulator gives them by itself.
 */
export async function cloudProvider({ server, thumbprint, username, password }: Site): Promise<readonly Declared[]> {
  const host = server.split(':')[0] ?? '';
  const manifest = (await readFile(CPI, 'utf8')).replaceAll('${VSPHERE_SERVER}', server).replaceAll('${VSPHERE_THUMBPRINT}', thumbprint);
  const credentials = {
    apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cloud-provider-vsphere-credentials', namespace: 'kube-system' },
    stringData: { [`${host}.username`]: username, [`${host}.password`]: password },
  };
  const metadata = (name: string): object => ({ name, namespace: NAMESPACE });
  return [
    {
      path: `/api/v1/namespaces/${NAMESPACE}/configmaps`,
      object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('cpi'), data: { 'cpi.yaml': manifest } },
    },
    {
      path: `/api/v1/namespaces/${NAMESPACE}/secrets`,
      object: {
        apiVersion: 'v1', kind: 'Secret', metadata: metadata('cpi'), type: `${GROUP}/resource-set`, stringData: { 'secret.json': JSON.stringify(credentials) },
      },
    },
    {
      path: `/apis/${GROUP}/v1beta2/namespaces/${NAMESPACE}/clusterresourcesets`,
      object: {
        apiVersion: `${GROUP}/v1beta2`, kind: 'ClusterResourceSet', metadata: metadata('cpi'),
        spec: {
          clusterSelector: { matchExpressions: [{ key: 'cluster.x-k8s.io/cluster-name', operator: 'Exists' }] },
          resources: [{ kind: 'Secret', name: 'cpi' }, { kind: 'ConfigMap', name: 'cpi' }],
        },
      },
    },
  ];
}
