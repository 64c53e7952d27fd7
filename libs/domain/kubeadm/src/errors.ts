export type KubeadmErrorCode = 'InvalidField' | 'IgnitionNotSupported' | 'UnsupportedVersion' | 'MissingContent' | 'MissingCertificate';

/**
 * Base of everything this package throws. None is retryable: the object, or a Secret that it names, must change first.
 * The message says what is wrong, where, and what to do; it never contains a token or a key.
 */
export class KubeadmError extends Error {
  override readonly name: string = 'KubeadmError';
  constructor(
    readonly code: KubeadmErrorCode,
    /** Path within the KubeadmConfigSpec (or `version` of the Machine). */
    readonly field: string,
    readonly problem: string,
    readonly fix: string,
  ) {
    super(`${field}: ${problem}; ${fix}`);
  }
}

/** A field whose value kubeadm or cloud-init would refuse on the node. */
export class InvalidFieldError extends KubeadmError {
  override readonly name = 'InvalidFieldError';
  constructor(field: string, problem: string, fix: string) {
    super('InvalidField', field, problem, fix);
  }
}

/** Bootstrap data was asked for in Ignition's format. */
export class IgnitionNotSupportedError extends KubeadmError {
  override readonly name = 'IgnitionNotSupportedError';
  constructor() {
    super('IgnitionNotSupported', 'format', 'ignition is not supported', 'use a template whose image runs cloud-init and set format to cloud-config');
  }
}

/** The Kubernetes version cannot do what the field asks for, or is too old altogether. */
export class UnsupportedVersionError extends KubeadmError {
  override readonly name = 'UnsupportedVersionError';
  constructor(field: string, problem: string, fix: string) {
    super('UnsupportedVersion', field, problem, fix);
  }
}

/** A Secret or key that `contentFrom` or `passwdFrom` names was not found. */
export class MissingContentError extends KubeadmError {
  override readonly name = 'MissingContentError';
  constructor(field: string, secret: string, key: string) {
    super('MissingContent', field, `Secret "${secret}" has no key "${key}"`, 'create it in the namespace of the KubeadmConfig');
  }
}

/** A certificate that a control-plane node needs was not given. */
export class MissingCertificateError extends KubeadmError {
  override readonly name = 'MissingCertificateError';
  constructor(field: string, secretSuffix: string) {
    super('MissingCertificate', field, `the cluster has no ${secretSuffix} certificate`, `create the Secret "<cluster>-${secretSuffix}" with tls.crt and tls.key`);
  }
}
