import 'reflect-metadata'; // before @peculiar/x509, whose dependency injection needs it while it loads

import type { Authority, KeyPair } from '@handoff/pki';
import { certificateInfo } from '@handoff/pki';
import type { Clock, Random } from '@handoff/time';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';

/** What the signer of requests needs from outside. */
export interface RequestSigner {
  readonly clock: Clock;
  readonly random: Random;
}

const year = 365 * 86_400_000;

/** A certificate request in PEM, as a kubelet sends it, made with a P-256 key. */
export async function createRequest(
  subject: { readonly commonName: string; readonly organization: string },
  key: KeyPair,
): Promise<string> {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' };
  const request = await Pkcs10CertificateRequestGenerator.create(
    {
      name: [{ O: [subject.organization] }, { CN: [subject.commonName] }],
      keys: await importKeys(key.privateKeyPem, algorithm),
      signingAlgorithm: algorithm,
    },
    webcrypto,
  );
  return `${request.toString('pem')}\n`;
}

/** Signs a request for a client certificate with the cluster's CA; the subject is taken as it was asked for. */
export async function signRequest(requestPem: string, authority: Authority, { clock, random }: RequestSigner): Promise<string> {
  const request = new Pkcs10CertificateRequest(requestPem);
  if (!(await request.verify(webcrypto))) throw new Error('the signature of the certificate request does not fit its key');
  const issuer = new X509Certificate(authority.certificatePem);
  const algorithm = signingAlgorithm(authority.keyPem);
  const keys = await importKeys(authority.keyPem, algorithm);
  const serial = Uint8Array.from(random.bytes(16), (byte, index) => (index === 0 ? (byte & 0x7f) | 0x40 : byte));
  const certificate = await X509CertificateGenerator.create(
    {
      subject: request.subjectName,
      issuer: issuer.subjectName,
      serialNumber: Buffer.from(serial).toString('hex'),
      notBefore: new Date(Math.max(clock.now() - 300_000, issuer.notBefore.getTime())),
      notAfter: new Date(Math.min(clock.now() + year, certificateInfo(authority.certificatePem).notAfter)),
      signingAlgorithm: algorithm,
      signingKey: keys.privateKey,
      publicKey: request.publicKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
        await AuthorityKeyIdentifierExtension.create(issuer.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return `${certificate.toString('pem')}\n`;
}

function signingAlgorithm(keyPem: string): { name: string; hash: string; namedCurve?: string } {
  const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(keyPem);
  if (asymmetricKeyType === 'rsa') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const isP384 = asymmetricKeyDetails?.namedCurve === 'secp384r1';
  return { name: 'ECDSA', hash: isP384 ? 'SHA-384' : 'SHA-256', namedCurve: isP384 ? 'P-384' : 'P-256' };
}

async function importKeys(
  keyPem: string,
  algorithm: { name: string; hash: string; namedCurve?: string },
): Promise<webcrypto.CryptoKeyPair> {
  const key = createPrivateKey(keyPem);
  const privateKey = await webcrypto.subtle.importKey('pkcs8', key.export({ type: 'pkcs8', format: 'der' }), algorithm, false, ['sign']);
  const publicKey = await webcrypto.subtle.importKey(
    'spki',
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    algorithm,
    true,
    ['verify'],
  );
  return { privateKey, publicKey };
}
