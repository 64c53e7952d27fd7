export { defaultKeyAlgorithm, keyAlgorithms } from './ports.js';
export type { Clock, KeyAlgorithm, KeyPair, KeySource, PkiPorts, Random } from './ports.js';
export {
  KeyMismatchError, KeySourceClosedError, KeysUsedUpError, MalformedKubeconfigError, MalformedPemError, NotAnAuthorityError, PkiError,
} from './errors.js';
export type { PkiErrorCode } from './errors.js';
export { generateKeys, readKeys } from './keys.js';
export { pregeneratedKeys, recordedKeys } from './key-source.js';
export type { PregenerateOptions } from './key-source.js';
export { createAuthority, issue, loadAuthority } from './authority.js';
export type { Authority, AuthorityRequest, CertificateRequest, IssuedCertificate } from './authority.js';
export { certificateInfo, matchesKey, matchesPublicKey, publicKeyHash, verifyChain } from './certificate.js';
export type { CertificateInfo, ChainVerdict, DistinguishedName } from './certificate.js';
export {
  certificatePurposes, certificateSecretName, checkCertificate, clusterCertificates, createCertificate, kubeconfigSecretName,
} from './cluster-certificates.js';
export type { CertificateData, CertificatePurpose, ClusterCertificateOptions, ClusterCertificates } from './cluster-certificates.js';
export { adminKubeconfig, kubeconfigYaml, needsRotation, parseKubeconfig } from './kubeconfig.js';
export type { Kubeconfig } from './kubeconfig.js';
