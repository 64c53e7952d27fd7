import { createHash, timingSafeEqual } from 'node:crypto';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { anonymous, authenticated } from '../access/user.js';
import type { UserInfo } from '../access/user.js';
import { unauthorized } from '../machinery/status-error.js';

/** A bearer token that the server knows, and whose it is. */
export interface StaticToken {
  readonly token: string;
  readonly user: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Finds the user of a bearer token among fixed ones, in a time that does not depend on the token. */
export function staticTokens(tokens: readonly StaticToken[]): (token: string) => UserInfo | undefined {
  const known = tokens.map(({ token, user, uid, groups = [] }) => ({
    digest: digest(token), user: authenticated({ username: user, groups, ...(uid === undefined ? {} : { uid }) }),
  }));
  return (token) => {
    const wanted = digest(token);
    return known.filter((entry) => timingSafeEqual(entry.digest, wanted)).at(0)?.user;
  };
}

/** What the certificate of a connection says, if there is one. */
interface ClientCertificate {
  /** Absent when the certificate was not signed by a CA for clients. */
  readonly user: UserInfo | undefined;
}

/** A connection's certificate never changes, and taking it apart costs more than most requests. */
const certificates = new WeakMap<TLSSocket, ClientCertificate | undefined>();

function certificateOf(socket: TLSSocket): ClientCertificate | undefined {
  if (!certificates.has(socket)) certificates.set(socket, readCertificate(socket));
  return certificates.get(socket);
}

/** CN is the user's name, each O a group. */
function readCertificate(socket: TLSSocket): ClientCertificate | undefined {
  // Without a certificate there is no subject, whatever the types say.
  const { subject } = socket.getPeerCertificate() as Partial<PeerCertificate>;
  if (subject === undefined) return undefined;
  const { CN, O: organizations }: { readonly CN?: string | string[]; readonly O?: string | string[] } = subject;
  const [username] = [CN ?? []].flat();
  if (!socket.authorized || username === undefined) return { user: undefined };
  return { user: authenticated({ username, groups: [organizations ?? []].flat() }) };
}

export interface Credentials {
  /** The Authorization header. */
  readonly authorization: string | undefined;
  readonly socket: TLSSocket;
  /** Whether the server has a CA for clients; without one their certificates mean nothing. */
  readonly certificatesCount: boolean;
}

type UserOfToken = (token: string) => UserInfo | undefined;

/** Who sends a request. @throws StatusError 401 for a token or a certificate that does not prove anything */
export function authenticate({ authorization, socket, certificatesCount }: Credentials, userOf: UserOfToken): UserInfo {
  const certificate = certificatesCount ? certificateOf(socket) : undefined;
  if (certificate?.user !== undefined) return certificate.user;
  const [scheme, token] = authorization?.split(' ') ?? [];
  const hasToken = scheme?.toLowerCase() === 'bearer' && token !== undefined;
  const byToken = hasToken ? userOf(token) : undefined;
  if (byToken !== undefined) return byToken;
  if (hasToken || certificate !== undefined) throw unauthorized();
  return anonymous;
}
