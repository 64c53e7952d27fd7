export {
  IgnitionNotSupportedError, InvalidFieldError, KubeadmError, MissingCertificateError, MissingContentError, UnsupportedVersionError,
} from './errors.js';
export type { KubeadmErrorCode } from './errors.js';
export { clusterFacts, hostPort } from './facts.js';
export type { ClusterFacts, JoinFacts } from './facts.js';
export {
  bootstrapTokenExpiry, bootstrapTokenSecret, bootstrapTokenSecretName, bootstrapTokenTtlSeconds, checkBootstrapToken,
  generateBootstrapToken, parseBootstrapToken,
} from './token.js';
export type { BootstrapTokenParts, BootstrapTokenSecret } from './token.js';
export { yamlDocuments, yamlText } from './yaml.js';
export { initDocuments } from './documents/init.js';
export { joinDocument, needsToken } from './documents/join.js';
export { uninitializedTaint } from './documents/node.js';
export { contentReferences } from './cloud-init/contents.js';
export type { ContentLookup, ContentReference, ResolvedFile, ResolvedUser } from './cloud-init/contents.js';
export { cloudConfig } from './cloud-init/cloud-config.js';
export type { CloudConfig } from './cloud-init/cloud-config.js';
export { kubeadmInitPath, kubeadmJoinPath, sentinelPath } from './bootstrap-files.js';
export type { NodeCertificates } from './bootstrap-files.js';
export { bootstrapData } from './bootstrap-data.js';
export type { BootstrapData, BootstrapRequest } from './bootstrap-data.js';
export { metadataDocument } from './metadata.js';
export type { AttachedDevice, MetadataRequest } from './metadata.js';
export { bootstrapReportEntries, bootstrapReportKeys, parseBootstrapReport } from './reporter/report.js';
export type { BootstrapReport } from './reporter/report.js';
export { vendorData } from './reporter/vendor-data.js';
