import { createAuthority, loadAuthority } from './authority.js';
import { matchesPublicKey } from './certificate.js';
import { KeyMismatchError, MalformedPemError } from './errors.js';
import { defaultKeyAlgorithm } from './ports.js';
import type { KeyAlgorithm, PkiPorts } from './ports.js';

/** The four things that every control-plane node of one cluster must share, by the names that Cluster API's Secrets use. */
export const certificatePurposes = ['ca', 'etcd', 'proxy', 'sa'] as const;
export type CertificatePurpose = (typeof certificatePurposes)[number];

/** The data of a `cluster.x-k8s.io/secret`. For `sa`, `tls.crt` holds the public key and not a certificate. */
export interface CertificateData {
  readonly 'tls.crt': string;
  readonly 'tls.key': string;
}

export type ClusterCertificates = Readonly<Record<CertificatePurpose, CertificateData>>;

export interface ClusterCertificateOptions {
  readonly algorithm?: KeyAlgorithm;
  /** Of the authorities; kubeadm's `caCertificateValidityPeriodDays`. 3650 when absent. */
  readonly days?: number;
}

/** kubeadm's own names; they show in error messages, so they must tell the three authorities apart. */
const commonNames = { ca: 'kubernetes', etcd: 'etcd-ca', proxy: 'front-proxy-ca' } as const;

/** `<cluster>-ca`, `<cluster>-etcd`, `<cluster>-proxy`, `<cluster>-sa`. */
export const certificateSecretName = (clusterName: string, purpose: CertificatePurpose): string => `${clusterName}-${purpose}`;

/** `<cluster>-kubeconfig`. */
export const kubeconfigSecretName = (clusterName: string): string => `${clusterName}-kubeconfig`;

/** Makes what one Secret holds: an authority, or for `sa` the pair that signs and checks service-account tokens. */
export async function createCertificate(
  purpose: CertificatePurpose,
  ports: PkiPorts,
  options: ClusterCertificateOptions = {},
): Promise<CertificateData> {
  if (purpose === 'sa') {
    const pair = await ports.keys.next(options.algorithm ?? defaultKeyAlgorithm);
    return { 'tls.crt': pair.publicKeyPem, 'tls.key': pair.privateKeyPem };
  }
  const authority = await createAuthority({ commonName: commonNames[purpose], ...options }, ports);
  return { 'tls.crt': authority.certificatePem, 'tls.key': authority.keyPem };
}

/** All four for a new cluster. Where a user supplied some of the Secrets, call `createCertificate` for the missing ones instead. */
export async function clusterCertificates(ports: PkiPorts, options: ClusterCertificateOptions = {}): Promise<ClusterCertificates> {
  const [ca, etcd, proxy, sa] = await Promise.all([
    createCertificate('ca', ports, options),
    createCertificate('etcd', ports, options),
    createCertificate('proxy', ports, options),
    createCertificate('sa', ports, options),
  ]);
  return { ca, etcd, proxy, sa };
}

/**
 * Checks what a Secret holds, so that a user's mistake shows on our object and not as a node that never joins.
 * @throws MalformedPemError, KeyMismatchError, NotAnAuthorityError
 */
export function checkCertificate(purpose: CertificatePurpose, data: Partial<CertificateData>): CertificateData {
  const { 'tls.crt': crt, 'tls.key': key } = data;
  if (crt === undefined || crt === '') throw new MalformedPemError(`tls.crt of the ${purpose} secret`);
  if (key === undefined || key === '') throw new MalformedPemError(`tls.key of the ${purpose} secret`);
  if (purpose === 'sa') {
    if (!matchesPublicKey(crt, key)) throw new KeyMismatchError('service-account public key');
  } else {
    loadAuthority({ certificatePem: crt, keyPem: key });
  }
  return { 'tls.crt': crt, 'tls.key': key };
}
