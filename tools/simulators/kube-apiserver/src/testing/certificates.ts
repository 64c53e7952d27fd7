import { createAuthority, generateKeys, issue } from '@handoff/pki';
import type { Authority, CertificateRequest, IssuedCertificate, PkiPorts } from '@handoff/pki';
import { systemClock, systemRandom } from '@handoff/time';
import type { Certificate } from '../server/server.js';

const algorithm = 'ECDSA-P256';
const ports: PkiPorts = { clock: systemClock, random: systemRandom, keys: { next: () => generateKeys(algorithm) } };

/** A CA of a test, and what it signs. */
export interface TestAuthority {
  readonly ca: string;
  server(): Promise<Certificate>;
  client(commonName: string, organizations: readonly string[]): Promise<Certificate>;
}

export async function testAuthority(commonName = 'test'): Promise<TestAuthority> {
  const authority: Authority = await createAuthority({ commonName, algorithm }, ports);
  const sign = async (request: CertificateRequest): Promise<Certificate> => {
    const { certificatePem, keyPem }: IssuedCertificate = await issue(authority, { ...request, algorithm }, ports);
    return { certificate: certificatePem, key: keyPem };
  };
  return {
    ca: authority.certificatePem,
    server: () => sign({ commonName: 'kube-apiserver', usage: 'server', sans: { dns: ['localhost'], ips: ['127.0.0.1'] } }),
    client: (name, organizations) => sign({ commonName: name, organizations, usage: 'client' }),
  };
}
