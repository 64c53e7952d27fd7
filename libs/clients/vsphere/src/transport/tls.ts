import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { ConnectionError, ThumbprintMismatchError, UntrustedCertificateError } from '../errors/connection.js';
import { InvalidArgumentError } from '../errors/faults.js';
import { normalizeThumbprint, thumbprintOf } from './thumbprint.js';

export interface TlsOptions {
  /** `host` or `host:port`, for messages. */
  readonly server: string;
  /** SHA-1 or SHA-256 of the server's certificate; consulted only when the certificate is not trusted otherwise. */
  readonly thumbprint?: string;
  /** PEM of CAs trusted beside those of the system. */
  readonly ca?: string;
  readonly systemCas: readonly string[];
}

/**
 * A connector that decides on trust itself after the handshake and before the first byte of HTTP: Node would refuse an untrusted
 * certificate without giving the chance to compare it with a pinned one. Sessions are not resumed, because a resumed session shows no
 * certificate to compare.
 */
export function verifyingConnector(options: TlsOptions): buildConnector.connector {
  const pinned = pinnedThumbprint(options);
  const connect = buildConnector({
    rejectUnauthorized: false,
    allowH2: false,
    maxCachedSessions: 0,
    ...(options.ca === undefined ? {} : { ca: [...options.systemCas, options.ca] }),
  });
  return (target, callback) => {
    connect(target, (...[error, socket]) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      const refusal = verify(socket, options.server, pinned);
      if (refusal === undefined) {
        callback(null, socket);
        return;
      }
      socket.destroy();
      callback(refusal, null);
    });
  };
}

type Pinned = ReturnType<typeof normalizeThumbprint>;

function verify(socket: Socket, server: string, pinned: Pinned): Error | undefined {
  if (!(socket instanceof TLSSocket)) return new ConnectionError(`${server} was reached without TLS`, { server });
  if (socket.authorized) return undefined;
  const { raw } = socket.getPeerCertificate();
  if (!(raw instanceof Uint8Array)) return new ConnectionError(`${server} showed no certificate`, { server });
  const actual = thumbprintOf(raw, pinned?.algorithm ?? 'sha256');
  if (pinned === undefined) return new UntrustedCertificateError(server, actual, String(socket.authorizationError));
  return actual === pinned.value ? undefined : new ThumbprintMismatchError(server, pinned.value, actual);
}

function pinnedThumbprint({ thumbprint, server }: TlsOptions): Pinned {
  if (thumbprint === undefined || thumbprint === '') return undefined;
  const pinned = normalizeThumbprint(thumbprint);
  if (pinned === undefined) {
    throw new InvalidArgumentError(`the thumbprint for ${server} is neither SHA-1 (20 hex pairs) nor SHA-256 (32 hex pairs)`, { server });
  }
  return pinned;
}
