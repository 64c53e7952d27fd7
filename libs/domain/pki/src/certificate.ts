import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { MalformedPemError } from './errors.js';
import { readPrivateKey } from './keys.js';

export interface DistinguishedName {
  readonly commonName: string;
  readonly organizations: readonly string[];
}

export interface CertificateInfo {
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** Upper-case hexadecimal. */
  readonly serialNumber: string;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
  readonly sans: { readonly dns: readonly string[]; readonly ips: readonly string[] };
  readonly isAuthority: boolean;
  /** Of `client` and `server`, what the extended key usage permits. */
  readonly usages: readonly ('client' | 'server')[];
  /** SHA-256 of the DER, upper-case with colons, as `openssl x509 -fingerprint -sha256` prints it. */
  readonly fingerprint: string;
}

export type ChainVerdict =
  | { readonly valid: true }
  | {
      readonly valid: false;
      readonly reason: 'NotAnAuthority' | 'WrongIssuer' | 'BadSignature' | 'Expired' | 'NotYetValid';
      /** For a person. */
      readonly message: string;
    };

/** Describes the first certificate of a PEM text. @throws MalformedPemError */
export function certificateInfo(certificatePem: string): CertificateInfo {
  const certificate = readCertificate(certificatePem);
  return {
    subject: parseName(certificate.subject),
    issuer: parseName(certificate.issuer),
    serialNumber: certificate.serialNumber,
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
    sans: parseSans(certificate.subjectAltName),
    isAuthority: certificate.ca,
    usages: parseUsages(certificate.keyUsage),
    fingerprint: certificate.fingerprint256,
  };
}

/**
 * The pin by which a joining node recognises the cluster's CA: `sha256:` and the hex digest of its public key (SPKI). @throws
 * MalformedPemError
 */
export function publicKeyHash(certificatePem: string): string {
  const spki = readCertificate(certificatePem).publicKey.export({ type: 'spki', format: 'der' });
  return `sha256:${createHash('sha256').update(spki).digest('hex')}`;
}

/**
 * Says whether `authorityPem` signed `certificatePem`, and whether both are valid at `now` (ms).
 * @throws MalformedPemError when either cannot be read
 */
export function verifyChain(certificatePem: string, authorityPem: string, now: number): ChainVerdict {
  const certificate = readCertificate(certificatePem);
  const authority = readCertificate(authorityPem);
  const name = parseName(certificate.subject).commonName;
  const by = parseName(authority.subject).commonName;
  const no = (reason: Exclude<ChainVerdict, { valid: true }>['reason'], message: string): ChainVerdict => ({ valid: false, reason, message });
  if (!authority.ca) return no('NotAnAuthority', `"${by}" may not sign certificates`);
  if (certificate.issuer !== authority.subject) return no('WrongIssuer', `"${name}" was not issued by "${by}"`);
  if (!certificate.verify(authority.publicKey)) return no('BadSignature', `"${name}" names "${by}" as its issuer, but another key signed it`);
  for (const link of [certificate, authority]) {
    const of = parseName(link.subject).commonName;
    if (now < Date.parse(link.validFrom)) return no('NotYetValid', `"${of}" is valid only from ${link.validFrom}`);
    if (now > Date.parse(link.validTo)) return no('Expired', `"${of}" expired at ${link.validTo}`);
  }
  return { valid: true };
}

/** Whether the private key is the certificate's. @throws MalformedPemError when either cannot be read */
export function matchesKey(certificatePem: string, privateKeyPem: string): boolean {
  return readCertificate(certificatePem).checkPrivateKey(readPrivateKey(privateKeyPem, 'the private key'));
}

/** Whether a `PUBLIC KEY` PEM is the private key's other half: the service-account pair. @throws MalformedPemError */
export function matchesPublicKey(publicKeyPem: string, privateKeyPem: string): boolean {
  const fromPrivate = createPublicKey(readPrivateKey(privateKeyPem, 'the private key'));
  try {
    return createPublicKey(publicKeyPem).equals(fromPrivate);
  } catch (cause) {
    throw new MalformedPemError('the public key', cause);
  }
}

function readCertificate(certificatePem: string): X509Certificate {
  try {
    return new X509Certificate(certificatePem);
  } catch (cause) {
    throw new MalformedPemError('the certificate', cause);
  }
}

/** Node prints a name as lines `KEY=value`, with the value escaped as in RFC 2253. */
function parseName(text: string): DistinguishedName {
  const attributes = text.split('\n').map((line) => ({ key: line.slice(0, line.indexOf('=')), value: unescape(line.slice(line.indexOf('=') + 1)) }));
  const all = (key: string): string[] => attributes.filter((attribute) => attribute.key === key).map((attribute) => attribute.value);
  return { commonName: all('CN')[0] ?? '', organizations: all('O') };
}

const unescape = (value: string): string => value.replaceAll(/\\(.)/g, '$1');

function parseSans(text: string | undefined): CertificateInfo['sans'] {
  const entries = text === undefined ? [] : text.split(', ');
  const of = (prefix: string): string[] => entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
  return { dns: of('DNS:'), ips: of('IP Address:') };
}

const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';

const parseUsages = (oids: readonly string[] | undefined): ('client' | 'server')[] => [
  ...(oids?.includes(serverAuth) === true ? (['server'] as const) : []),
  ...(oids?.includes(clientAuth) === true ? (['client'] as const) : []),
];
