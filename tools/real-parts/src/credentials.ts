import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuthority, generateKeys, issue } from '@handoff/pki';
import type { PkiPorts } from '@handoff/pki';
import { systemClock, systemRandom } from '@handoff/time';
import { LOOPBACK } from './network.js';

/** A bearer token, and whose it is. */
export interface KnownToken {
  readonly token: string;
  readonly user: string;
  readonly groups?: readonly string[];
}

/** What the parts of a control plane know each other by, as files that only their owner may read. */
export interface Credentials {
  readonly caPem: string;
  readonly caPath: string;
  readonly serverCertificatePath: string;
  readonly serverKeyPath: string;
  readonly serviceAccountKeyPath: string;
  readonly serviceAccountPublicKeyPath: string;
  /** Writes a kubeconfig with a client certificate. @returns its path */
  kubeconfigFor(user: string, groups?: readonly string[]): Promise<string>;
  /** Writes a kubeconfig with a token, such as a service account's. @returns its path */
  kubeconfigWith(name: string, token: string): Promise<string>;
  /** Writes tokens as kube-apiserver's `--token-auth-file` wants them. @returns its path */
  tokenFile(tokens: readonly KnownToken[]): Promise<string>;
}

const algorithm = 'ECDSA-P256'; // made in no time, and these certificates live as long as a test
const ports: PkiPorts = { clock: systemClock, random: systemRandom, keys: { next: () => generateKeys(algorithm) } };

/** Makes a CA and what it signs in `folder`/pki. @param server the API server's URL */
export async function credentials(folder: string, server: string): Promise<Credentials> {
  const pki = join(folder, 'pki');
  await mkdir(pki, { recursive: true, mode: 0o700 });
  const secret = async (name: string, text: string): Promise<string> => {
    await writeFile(join(pki, name), text, { mode: 0o600 });
    return join(pki, name);
  };
  const authority = await createAuthority({ commonName: 'handoff-real-parts', algorithm }, ports);
  const sans = { dns: ['localhost', 'kubernetes.default.svc'], ips: [LOOPBACK, '10.96.0.1'] };
  const serving = await issue(authority, { commonName: 'kube-apiserver', usage: 'server', sans, algorithm }, ports);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const kubeconfig = (name: string, user: object): Promise<string> => secret(`${name}.kubeconfig`, JSON.stringify({
    apiVersion: 'v1', kind: 'Config', 'current-context': 'handoff',
    clusters: [{ name: 'handoff', cluster: { server, 'certificate-authority-data': base64(authority.certificatePem) } }],
    contexts: [{ name: 'handoff', context: { cluster: 'handoff', user: name } }],
    users: [{ name, user }],
  }, null, 2));
  return {
    caPem: authority.certificatePem,
    caPath: await secret('ca.crt', authority.certificatePem),
    serverCertificatePath: await secret('server.crt', serving.certificatePem),
    serverKeyPath: await secret('server.key', serving.keyPem),
    serviceAccountKeyPath: await secret('sa.key', privateKey),
    serviceAccountPublicKeyPath: await secret('sa.pub', publicKey),
    kubeconfigFor: async (user, groups = []) => {
      const made = await issue(authority, { commonName: user, organizations: [...groups], usage: 'client', algorithm }, ports);
      return kubeconfig(user, { 'client-certificate-data': base64(made.certificatePem), 'client-key-data': base64(made.keyPem) });
    },
    kubeconfigWith: (name, token) => kubeconfig(name, { token }),
    tokenFile: (tokens) => secret('tokens.csv', tokens.map(({ token, user, groups = [] }) => `${token},${user},${user},"${groups.join(',')}"\n`).join('')),
  };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
