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

/** A connection's certificate never changes, and taking it apart costs more than most requests. */
const usersBySocket = new WeakMap<TLSSocket, { readonly user: UserInfo | undefined }>();

/** The user of a client certificate that the TLS layer has verified: CN is the name, each O a group. */
function certificateUser(socket: TLSSocket): UserInfo | undefined {
  const known = usersBySocket.get(socket) ?? { user: readCertificate(socket) };
  usersBySocket.set(socket, known);
  return known.user;
}

function readCertificate(socket: TLSSocket): UserInfo | undefined {
  if (!socket.authorized) return undefined;
  // Without a certificate there is no subject, whatever the types say.
  const { subject } = socket.getPeerCertificate() as Partial<PeerCertificate>;
  if (subject?.CN === undefined) return undefined;
  const organizations: string | readonly string[] | undefined = subject.O;
  const groups = organizations === undefined ? [] : typeof organizations === 'string' ? [organizations] : organizations;
  return authenticated({ username: Array.isArray(subject.CN) ? String(subject.CN[0]) : subject.CN, groups });
}

/** Who sends a request with this Authorization header over this socket. @throws StatusError 401 for a token that nobody knows */
export function authenticate(header: string | undefined, socket: TLSSocket, userOf: (token: string) => UserInfo | undefined): UserInfo {
  const byCertificate = certificateUser(socket);
  if (byCertificate !== undefined) return byCertificate;
  const [scheme, token] = header?.split(' ') ?? [];
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) return anonymous;
  const user = userOf(token);
  if (user === undefined) throw unauthorized();
  return user;
}
