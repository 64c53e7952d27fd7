import { isDeepStrictEqual } from 'node:util';
import { ConfigMap } from '@handoff/api';
import type { Cluster } from '@handoff/api';
import { clusterFacts, initDocuments, yamlText } from '@handoff/kubeadm';
import type { KubeClient } from '@handoff/kube';
import { TerminalError } from '@handoff/reconcile';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ControlPlaneScope } from './control-plane.scope.js';

const KEY = { namespace: 'kube-system', name: 'kubeadm-config' } as const;
const Document = z.record(z.string(), z.unknown());

/** What the declaration decides; the rest (networks, DNS, certificatesDir, …) stays as kubeadm wrote it at the beginning. */
const DECLARED = [
  'apiVersion', 'kubernetesVersion', 'imageRepository', 'apiServer', 'controllerManager', 'scheduler', 'etcd', 'featureGates',
  'certificateValidityPeriod',
] as const;

/**
 * Before the first Machine of a rollout: `kubeadm join` takes version and component settings from ConfigMap kubeadm-config and not from
 * the joining node's own data, so without this a new node would come up as the old ones are.
 */
export async function updateKubeadmConfig(client: KubeClient, { wanted }: ControlPlaneScope, cluster: Cluster): Promise<void> {
  const seen = await client.get(ConfigMap, KEY);
  const text = seen?.data?.['ClusterConfiguration'];
  if (seen === undefined || text === undefined) {
    throw new TerminalError('KubeadmConfigMissing', 'ConfigMap kube-system/kubeadm-config of the workload cluster has no ClusterConfiguration: restore it (kubeadm init phase upload-config kubeadm)');
  }
  const live = Document.parse(parse(text));
  const [declared] = initDocuments(wanted.spec.kubeadmConfigSpec, clusterFacts(cluster, wanted.spec.version));
  const next = merged(live, declared);
  if (isDeepStrictEqual(next, live)) return;
  await client.patch(ConfigMap, seen, [{ op: 'replace', path: '/data/ClusterConfiguration', value: yamlText(next) }]);
}

/** The live document with what is declared now; pure. */
export function merged(live: Readonly<Record<string, unknown>>, declared: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields = new Set<string>(DECLARED);
  const kept = Object.entries(live).filter(([field]) => !fields.has(field));
  const taken = DECLARED.flatMap((field) => (declared[field] === undefined ? [] : [[field, declared[field]] as const]));
  return { ...Object.fromEntries(kept), ...Object.fromEntries(taken) };
}
