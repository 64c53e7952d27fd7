export type PkiErrorCode = 'MalformedPem' | 'KeyMismatch' | 'NotAnAuthority' | 'KeysUsedUp' | 'MalformedKubeconfig' | 'KeySourceClosed';

/** Base of everything this package throws. None is retryable: the same input fails again. Messages never contain key material. */
export class PkiError extends Error {
  override readonly name: string = 'PkiError';
  constructor(readonly code: PkiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** A PEM text that is not what it should be; `what` names it for the person who supplied it. */
export class MalformedPemError extends PkiError {
  override readonly name = 'MalformedPemError';
  constructor(what: string, cause?: unknown) {
    super('MalformedPem', `${what} is not valid PEM; supply it as one PEM block, not base64 of it`, { cause });
  }
}

/** A certificate and a private key that do not belong together. */
export class KeyMismatchError extends PkiError {
  override readonly name = 'KeyMismatchError';
  constructor(subject: string) {
    super('KeyMismatch', `tls.key does not belong to the certificate "${subject}" in tls.crt; supply the key that was made with it`);
  }
}

/** A certificate used for signing that may not sign. */
export class NotAnAuthorityError extends PkiError {
  override readonly name = 'NotAnAuthorityError';
  constructor(subject: string) {
    super('NotAnAuthority', `certificate "${subject}" may not sign others (basicConstraints CA is false); supply a CA certificate`);
  }
}

/** A deterministic run asked for more keys than were recorded. */
export class KeysUsedUpError extends PkiError {
  override readonly name = 'KeysUsedUpError';
  constructor(algorithm: string, recorded: number) {
    super('KeysUsedUp', `all ${recorded} recorded ${algorithm} keys are used up; record more, or let the source repeat them`);
  }
}

/** A key was asked of a source that is being disposed. */
export class KeySourceClosedError extends PkiError {
  override readonly name = 'KeySourceClosedError';
  constructor() {
    super('KeySourceClosed', 'the key source is closed');
  }
}

/** A kubeconfig that lacks what this project needs of one. */
export class MalformedKubeconfigError extends PkiError {
  override readonly name = 'MalformedKubeconfigError';
  constructor(problem: string, cause?: unknown) {
    super('MalformedKubeconfig', `kubeconfig ${problem}`, { cause });
  }
}
