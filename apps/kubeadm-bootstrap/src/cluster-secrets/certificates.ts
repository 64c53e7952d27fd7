import type { Cluster, KubeadmConfigSpec } from '@handoff/api';
import type { NodeCertificates } from '@handoff/kubeadm';
import { certificatePurposes, certificateSecretName } from '@handoff/pki';
import type { CertificateData, CertificatePurpose } from '@handoff/pki';
import type { Context } from '@handoff/reconcile';
import { readSecret, secretText } from './secrets.js';

/** The API server's client certificate for an external etcd: always the user's. */
const ETCD_CLIENT = 'apiserver-etcd-client';

/** The certificates of a cluster as far as its Secrets hold them. */
export interface FoundCertificates {
  /** Everything that a control-plane node needs; undefined while something is missing. */
  readonly node: NodeCertificates | undefined;
  /** PEM of the cluster's own authority. */
  readonly caPem: string | undefined;
  /** Names of the Secrets that are absent or incomplete. */
  readonly missing: readonly string[];
}

/** True when the cluster keeps its state in an etcd of the user's. */
export const hasExternalEtcd = (spec: KubeadmConfigSpec | undefined): boolean => spec?.clusterConfiguration?.etcd?.external !== undefined;

/** Reads the Secrets that a control-plane node is given. */
export async function findCertificates(context: Context, cluster: Cluster, spec: KubeadmConfigSpec): Promise<FoundCertificates> {
  const { name } = cluster.metadata;
  const external = hasExternalEtcd(spec);
  const read = async (secret: string): Promise<Partial<CertificateData>> => {
    const found = await readSecret(context, cluster, secret);
    const crt = secretText(found, 'tls.crt');
    const key = secretText(found, 'tls.key');
    return { ...(crt === undefined ? {} : { 'tls.crt': crt }), ...(key === undefined ? {} : { 'tls.key': key }) };
  };
  const [entries, client] = await Promise.all([
    Promise.all(certificatePurposes.map(async (purpose) => [purpose, await read(certificateSecretName(name, purpose))] as const)),
    external ? read(`${name}-${ETCD_CLIENT}`) : undefined,
  ]);
  const found = new Map<CertificatePurpose, Partial<CertificateData>>(entries);
  const missing = certificatePurposes.filter((purpose) => !isUsable(found.get(purpose), external && purpose === 'etcd'))
    .map((purpose) => certificateSecretName(name, purpose));
  const clientMissing = external && !isUsable(client, false) ? [`${name}-${ETCD_CLIENT}`] : [];
  return { node: nodeCertificates(found, client), caPem: found.get('ca')?.['tls.crt'], missing: [...missing, ...clientMissing] };
}

/** With an external etcd only the certificate of its authority is needed: its key is not ours to have. */
const isUsable = (data: Partial<CertificateData> | undefined, certificateOnly: boolean): data is CertificateData =>
  data?.['tls.crt'] !== undefined && (certificateOnly || data['tls.key'] !== undefined);

function nodeCertificates(
  found: ReadonlyMap<CertificatePurpose, Partial<CertificateData>>, client: Partial<CertificateData> | undefined,
): NodeCertificates | undefined {
  const [ca, proxy, sa, etcd] = [found.get('ca'), found.get('proxy'), found.get('sa'), found.get('etcd')];
  if (!isUsable(ca, false) || !isUsable(proxy, false) || !isUsable(sa, false) || !isUsable(etcd, client !== undefined)) return undefined;
  if (client === undefined) return { ca, proxy, sa, etcd };
  return isUsable(client, false) ? { ca, proxy, sa, etcd, apiserverEtcdClient: client } : undefined;
}
