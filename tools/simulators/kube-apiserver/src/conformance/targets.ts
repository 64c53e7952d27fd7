import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@handoff/time';
import { startKubeApiServer } from '../server/server.js';
import { testAuthority } from '../testing/certificates.js';
import { Http } from '../testing/http.js';
import type { Target } from '../testing/http.js';

export interface RunningTarget extends AsyncDisposable {
  readonly target: Target;
}

const ADMIN = 'conformance-admin-token';
export const USER = 'conformance-user-token';

/** The server of this package. */
export async function ours(): Promise<RunningTarget> {
  const authority = await testAuthority();
  const server = await startKubeApiServer({
    tls: await authority.server(), clientCa: authority.ca,
    tokens: [{ token: ADMIN, user: 'admin', groups: ['system:masters'] }, { token: USER, user: 'alice', groups: ['developers'] }],
  });
  return { target: { url: server.url, ca: authority.ca, adminToken: ADMIN }, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Whether a folder also has what collects garbage, empties namespaces and keeps budgets. */
export const hasControllers = (assets: string): boolean => existsSync(join(assets, 'kube-controller-manager'));

/** etcd, kube-apiserver and, if it is there, kube-controller-manager of a folder, on free ports of loopback, with temporary files. */
export async function real(assets: string): Promise<RunningTarget> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  const [client, peer, secure] = [await freePort(), await freePort(), await freePort()];
  await writeKeys(folder);
  const etcd = spawn(join(assets, 'etcd'), etcdFlags(folder, client, peer), { stdio: 'ignore' });
  const apiServer = spawn(join(assets, 'kube-apiserver'), apiServerFlags(folder, client, secure), { stdio: 'ignore' });
  const target = { url: `https://127.0.0.1:${String(secure)}`, ca: undefined, adminToken: ADMIN };
  const processes = [apiServer, etcd];
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map(ended));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ready(target, apiServer);
    if (hasControllers(assets)) processes.push(spawn(join(assets, 'kube-controller-manager'), await managerFlags(folder, target.url), { stdio: 'ignore' }));
  } catch (error) {
    await stop();
    throw error;
  }
  return { target, [Symbol.asyncDispose]: stop };
}

const etcdFlags = (folder: string, client: number, peer: number): string[] => {
  const peerUrl = `http://127.0.0.1:${String(peer)}`;
  const clientUrl = `http://127.0.0.1:${String(client)}`;
  return [
    `--data-dir=${join(folder, 'etcd')}`, '--unsafe-no-fsync', `--listen-client-urls=${clientUrl}`, `--advertise-client-urls=${clientUrl}`,
    `--listen-peer-urls=${peerUrl}`, `--initial-advertise-peer-urls=${peerUrl}`, `--initial-cluster=default=${peerUrl}`,
  ];
};

const apiServerFlags = (folder: string, etcd: number, port: number): string[] => [
  `--etcd-servers=http://127.0.0.1:${String(etcd)}`, `--secure-port=${String(port)}`, '--bind-address=127.0.0.1', `--cert-dir=${folder}`,
  `--token-auth-file=${join(folder, 'tokens.csv')}`, '--authorization-mode=RBAC', '--service-cluster-ip-range=10.0.0.0/24',
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local', `--service-account-key-file=${join(folder, 'sa.pub')}`,
  `--service-account-signing-key-file=${join(folder, 'sa.key')}`, '--enable-bootstrap-token-auth=true',
  // Without the controllers of a cluster no default accounts would ever come, and no protection would ever be lifted.
  '--disable-admission-plugins=ServiceAccount,StorageObjectInUseProtection',
];

async function managerFlags(folder: string, server: string): Promise<string[]> {
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, JSON.stringify({
    apiVersion: 'v1', kind: 'Config', 'current-context': 'c', clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user: { token: ADMIN } }], contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  }), { mode: 0o600 });
  return [
    `--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--bind-address=127.0.0.1', `--secure-port=${String(await freePort())}`, `--cert-dir=${folder}`,
    '--controllers=garbage-collector-controller,namespace-controller,disruption-controller',
  ];
}

async function writeKeys(folder: string): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  await writeFile(join(folder, 'sa.key'), privateKey, { mode: 0o600 });
  await writeFile(join(folder, 'sa.pub'), publicKey);
  await writeFile(join(folder, 'tokens.csv'), `${ADMIN},admin,1,"system:masters"\n${USER},alice,2,"developers"\n`, { mode: 0o600 });
}

async function ready(target: Target, process: ChildProcess): Promise<void> {
  using http = new Http(target);
  for (let attempt = 0; attempt < 240; attempt += 1) {
    if (process.exitCode !== null) throw new Error(`kube-apiserver ended with ${String(process.exitCode)}`);
    const status = await http.get('/readyz').then((reply) => reply.status, () => 0);
    if (status === 200) return;
    await systemClock.sleep(250);
  }
  throw new Error('kube-apiserver did not become ready within a minute');
}

function ended(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (process.exitCode !== null || process.signalCode !== null) {
      resolve();
      return;
    }
    process.once('exit', () => { resolve(); });
    process.kill('SIGKILL');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => { resolve(port); });
    });
  });
}
