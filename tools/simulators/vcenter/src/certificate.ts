import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import type { Clock } from './clock.js';
import { systemClock } from './clock.system.js';

/** A server certificate with its key, both PEM. */
export interface ServerCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** SHA-256 of the certificate, upper-case hex with colons, as `VSphereCluster.spec.thumbprint` takes it. */
  readonly thumbprint: string;
  /** The same by SHA-1, which older releases print. */
  readonly thumbprintSha1: string;
}

const certificateFile = 'vcenter.crt';
const keyFile = 'vcenter.key';
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const tenYearsMs = 10 * 365 * 24 * 3_600_000;

/** The certificate of a state folder, made at first use, so that a thumbprint written into a manifest stays true. */
export async function loadOrCreateCertificate(stateDir: string, clock: Clock = systemClock): Promise<ServerCertificate> {
  try {
    const certificatePem = await readFile(join(stateDir, certificateFile), 'utf8');
    return withThumbprints(certificatePem, await readFile(join(stateDir, keyFile), 'utf8'));
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
  const created = await createCertificate(clock);
  await mkdir(stateDir, { recursive: true });
  await writeFile(join(stateDir, keyFile), created.privateKeyPem, { mode: 0o600 });
  await writeFile(join(stateDir, certificateFile), created.certificatePem);
  return created;
}

function isAbsent(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

/** A new self-signed certificate for loopback. */
export async function createCertificate(clock: Clock = systemClock): Promise<ServerCertificate> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=simulated vCenter, O=handoff',
      notBefore: new Date(clock.now() - 3_600_000),
      notAfter: new Date(clock.now() + tenYearsMs),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign, true),
        new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
        new x509.SubjectAlternativeNameExtension([
          { type: 'ip', value: '127.0.0.1' },
          { type: 'ip', value: '::1' },
          { type: 'dns', value: 'localhost' },
        ]),
      ],
    },
    webcrypto,
  );
  const privateKey = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return withThumbprints(certificate.toString('pem'), privateKey);
}

function withThumbprints(certificatePem: string, privateKeyPem: string): ServerCertificate {
  const der = Buffer.from(x509.PemConverter.decodeFirst(certificatePem));
  const thumbprintOf = (hash: 'sha1' | 'sha256') =>
    (createHash(hash).update(der).digest('hex').toUpperCase().match(/../g) ?? []).join(':');
  return { certificatePem, privateKeyPem, thumbprint: thumbprintOf('sha256'), thumbprintSha1: thumbprintOf('sha1') };
}
