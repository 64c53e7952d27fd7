import { VSphereError, type ErrorContext } from './base.js';

/** The server could not be reached, or the connection broke. Whether the call took effect is unknown. */
export class ConnectionError extends VSphereError {
  readonly code = 'Connection';
  readonly retryable = true;
}

/** No reply within the limit. Whether the call took effect is unknown. */
export class TimeoutError extends VSphereError {
  readonly code = 'Timeout';
  readonly retryable = true;
}

/** The certificate is not trusted by a CA and no thumbprint was given. Carries what was presented, to compare and pin. */
export class UntrustedCertificateError extends VSphereError {
  readonly code = 'UntrustedCertificate';
  readonly retryable = false;
  constructor(
    server: string,
    readonly actualThumbprint: string,
    readonly reason: string,
    context: ErrorContext = {},
  ) {
    super(
      `the certificate of ${server} is not trusted (${reason}); if its thumbprint ${actualThumbprint} is the expected one, ` +
        'set it as thumbprint, or give the CA that signed it',
      { ...context, server },
    );
  }
}

/** The certificate is not trusted by a CA and is not the pinned one: replaced, or somebody in between. */
export class ThumbprintMismatchError extends VSphereError {
  readonly code = 'ThumbprintMismatch';
  readonly retryable = false;
  constructor(
    server: string,
    readonly expectedThumbprint: string,
    readonly actualThumbprint: string,
    context: ErrorContext = {},
  ) {
    super(`the certificate of ${server} has thumbprint ${actualThumbprint}, expected ${expectedThumbprint}`, { ...context, server });
  }
}

/** The reply is not what the protocol says: a proxy's page, a truncated document, a missing field. */
export class ProtocolError extends VSphereError {
  readonly code = 'Protocol';
  readonly retryable = true;
}

/** The session that server-side objects (views, filters) belonged to has ended; a new one may already exist. */
export class SessionLostError extends VSphereError {
  readonly code = 'SessionLost';
  readonly retryable = true;
}

/** The client was disposed while the call waited, or before it began. */
export class DisposedError extends VSphereError {
  readonly code = 'Disposed';
  readonly retryable = false;
}
