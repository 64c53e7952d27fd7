import 'reflect-metadata'; // before @peculiar/x509, whose dependency injection needs it while it loads
import { createPublicKey, webcrypto, X509Certificate as NodeCertificate } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags,
  KeyUsagesExtension, Name, SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension, X509Certificate, X509CertificateGenerator,
} from '@peculiar/x509';
import type { Extension, JsonGeneralNames } from '@peculiar/x509';
import { certificateInfo, matchesKey } from './certificate.js';
import { KeyMismatchError, MalformedPemError, NotAnAuthorityError } from './errors.js';
import { readPrivateKey, signingAlgorithm } from './keys.js';
import { defaultKeyAlgorithm } from './ports.js';
import type { KeyAlgorithm, KeyPair, PkiPorts, Random } from './ports.js';

/** A certificate that may sign others, with its key. Plain PEM, so that it can be kept in a Secret as it is. */
export interface Authority {
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface AuthorityRequest {
  readonly commonName: string;
  /** Milliseconds since the epoch; five minutes ago when absent. */
  readonly notBefore?: number;
  /** Ten years (3650) when absent, as kubeadm's. */
  readonly days?: number;
  readonly algorithm?: KeyAlgorithm;
}

export interface CertificateRequest {
  readonly commonName: string;
  /** Kubernetes reads these as the user's groups. */
  readonly organizations?: readonly string[];
  readonly sans?: { readonly dns?: readonly string[]; readonly ips?: readonly string[] };
  readonly usage: 'client' | 'server' | 'both';
  /** 365 when absent. Never beyond the authority's own end. */
  readonly days?: number;
  /** Use this key instead of taking one from the key source. */
  readonly key?: KeyPair;
  /** Of the key that is taken from the key source. */
  readonly algorithm?: KeyAlgorithm;
}

export interface IssuedCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

const day = 86_400_000;

/** Certificates start a little in the past, so that a node whose clock lags accepts them; kubeadm backdates by the same five minutes. */
const backdate = 5 * 60_000;

/** Makes a self-signed certificate authority. */
export async function createAuthority(request: AuthorityRequest, ports: PkiPorts): Promise<Authority> {
  const pair = await ports.keys.next(request.algorithm ?? defaultKeyAlgorithm);
  const keys = await cryptoKeys(pair.privateKeyPem);
  const notBefore = request.notBefore ?? ports.clock.now() - backdate;
  const usages = KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment | KeyUsageFlags.keyCertSign;
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: distinguishedName(request.commonName, []),
      serialNumber: serialNumber(ports.random),
      notBefore: wholeSeconds(notBefore),
      notAfter: wholeSeconds(notBefore + (request.days ?? 3650) * day),
      signingAlgorithm: keys.algorithm,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(usages, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        // Go's verifier wants a SAN even on an authority that is dialled by accident; kubeadm adds the same one.
        new SubjectAlternativeNameExtension([{ type: 'dns', value: request.commonName }]),
      ],
    },
    webcrypto,
  );
  return { certificatePem: pem(certificate), keyPem: pair.privateKeyPem };
}

/**
 * Takes an authority that came from outside, such as a user's `<cluster>-ca` Secret.
 * @throws MalformedPemError, KeyMismatchError, NotAnAuthorityError
 */
export function loadAuthority({ certificatePem, keyPem }: Authority): Authority {
  const info = certificateInfo(certificatePem);
  if (!info.isAuthority) throw new NotAnAuthorityError(info.subject.commonName);
  if (!matchesKey(certificatePem, keyPem)) throw new KeyMismatchError(info.subject.commonName);
  return { certificatePem, keyPem };
}

/** Issues a certificate that `authority` signs. @throws MalformedPemError when the authority cannot be read */
export async function issue(authority: Authority, request: CertificateRequest, ports: PkiPorts): Promise<IssuedCertificate> {
  const issuer = readCertificate(authority.certificatePem);
  const signer = await cryptoKeys(authority.keyPem);
  const pair = request.key ?? (await ports.keys.next(request.algorithm ?? defaultKeyAlgorithm));
  const { publicKey } = await cryptoKeys(pair.privateKeyPem);
  const now = ports.clock.now();
  const certificate = await X509CertificateGenerator.create(
    {
      subject: distinguishedName(request.commonName, request.organizations ?? []),
      issuer: issuer.subjectName, // as it is encoded: Go compares the bytes
      serialNumber: serialNumber(ports.random),
      notBefore: wholeSeconds(Math.max(now - backdate, issuer.notBefore.getTime())),
      notAfter: wholeSeconds(Math.min(now + (request.days ?? 365) * day, issuer.notAfter.getTime())),
      signingAlgorithm: signer.algorithm,
      signingKey: signer.privateKey,
      publicKey,
      extensions: await leafExtensions(request, issuer),
    },
    webcrypto,
  );
  return { certificatePem: pem(certificate), keyPem: pair.privateKeyPem };
}

async function leafExtensions(request: CertificateRequest, issuer: X509Certificate): Promise<Extension[]> {
  const usages = [
    ...(request.usage === 'client' ? [] : [ExtendedKeyUsage.serverAuth]),
    ...(request.usage === 'server' ? [] : [ExtendedKeyUsage.clientAuth]),
  ];
  const sans: JsonGeneralNames = [
    ...(request.sans?.dns ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(request.sans?.ips ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
    new ExtendedKeyUsageExtension(usages),
    await AuthorityKeyIdentifierExtension.create(issuer.publicKey, false, webcrypto),
    ...(sans.length === 0 ? [] : [new SubjectAlternativeNameExtension(sans)]),
  ];
}

interface SigningKeys extends webcrypto.CryptoKeyPair {
  readonly algorithm: { readonly name: string; readonly hash: string };
}

async function cryptoKeys(keyPem: string): Promise<SigningKeys> {
  const key = readPrivateKey(keyPem, 'the private key');
  const algorithm = signingAlgorithm(key);
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const privateKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const publicKey = await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']);
  return { privateKey, publicKey, algorithm };
}

function readCertificate(certificatePem: string): X509Certificate {
  try {
    return new X509Certificate(new NodeCertificate(certificatePem).raw);
  } catch (cause) {
    throw new MalformedPemError('the CA certificate', cause);
  }
}

/** Given as typed values and not as text, of which the library would interpret quotes, commas and a leading `#`. */
const distinguishedName = (commonName: string, organizations: readonly string[]): Name =>
  new Name([...organizations.map((organization) => ({ O: [{ utf8String: organization }] })), { CN: [{ utf8String: commonName }] }]);

/** 127 random bits: positive in ASN.1, never zero, and beyond collision. */
function serialNumber(random: Random): string {
  const bytes = random.bytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

const wholeSeconds = (ms: number): Date => new Date(Math.floor(ms / 1000) * 1000);

const pem = (certificate: X509Certificate): string => `${certificate.toString('pem').trim()}\n`;
