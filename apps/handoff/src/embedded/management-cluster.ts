import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { customResourceDefinitions } from '@handoff/api';
import { httpsTransport, KubeClient, loadKubeconfig } from '@handoff/kube';
import type { ApiTransport, Patience } from '@handoff/kube';
import { createAuthority, generateKeys, issue } from '@handoff/pki';
import type { PkiPorts } from '@handoff/pki';
import { kubeconfigFor, startKubeApiServer } from '@handoff/simulator-kube-apiserver';
import type { Clock, Random } from '@handoff/time';
import { installCrds } from './install-crds.js';
import type { RunningServer, ServerSettings } from './server-settings.js';

/** The version that the embedded API server says it is. */
const VERSION = 'v1.36.3';
const HOST = '127.0.0.1';

/** A management cluster: how to reach it, and what a person gives to kubectl. */
export interface ManagementCluster extends AsyncDisposable {
  readonly transport: ApiTransport;
  readonly kubeconfigPath: string;
  readonly server: string;
}

export interface ManagementClusterOptions {
  /** Where the kubeconfig goes. */
  readonly directory: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Starts the API server somewhere else than in this thread. */
  readonly startServer?: ((settings: ServerSettings) => Promise<RunningServer>) | undefined;
}

const startServerHere = (settings: ServerSettings): Promise<RunningServer> =>
  startKubeApiServer({ ...settings, crds: customResourceDefinitions() });

/** The embedded management cluster: an API server on loopback with all our CRDs, and a kubeconfig that only its owner may read. */
export async function startManagementCluster(options: ManagementClusterOptions): Promise<ManagementCluster> {
  await using stack = new AsyncDisposableStack();
  // P-256 keys: made in no time, and these certificates live as long as this process
  const ports: PkiPorts = { keys: { next: () => generateKeys('ECDSA-P256') }, clock: options.clock, random: options.random };
  const authority = await createAuthority({ commonName: 'handoff-management' }, ports);
  const [serving, admin] = await Promise.all([
    issue(authority, { commonName: 'kube-apiserver', sans: { dns: ['localhost', 'kubernetes', 'kubernetes.default.svc'], ips: [HOST] }, usage: 'server' }, ports),
    issue(authority, { commonName: 'kubernetes-admin', organizations: ['system:masters'], usage: 'client' }, ports),
  ]);
  const pem = ({ certificatePem, keyPem }: { certificatePem: string; keyPem: string }): { certificate: string; key: string } =>
    ({ certificate: certificatePem, key: keyPem });
  const start = options.startServer ?? startServerHere;
  const server = stack.use(await start({ host: HOST, port: 0, tls: pem(serving), clientCa: authority.certificatePem, version: VERSION }));
  const kubeconfig = kubeconfigFor({ server: server.url, ca: authority.certificatePem, name: 'handoff', certificate: pem(admin) });
  const kubeconfigPath = await writeSecretFile(options.directory, 'management.kubeconfig', kubeconfig);
  const transport = stack.use(await connect(kubeconfigPath));
  const owned = stack.move();
  return { transport, kubeconfigPath, server: server.url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** A management cluster that is there already; the CRDs are applied to it. */
export async function connectManagementCluster(kubeconfigPath: string): Promise<ManagementCluster> {
  const transport = await connect(kubeconfigPath);
  await installCrds(new KubeClient(transport, 'handoff-crds'));
  return { transport, kubeconfigPath, server: transport.server, [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose]() };
}

/** A connection to the cluster that a kubeconfig file names. */
export const connect = async (kubeconfigPath: string, patience: Patience = {}): Promise<ApiTransport> =>
  httpsTransport(loadKubeconfig(kubeconfigPath), patience);

/** Writes a file that only its owner may read, replacing what was there. */
export async function writeSecretFile(directory: string, name: string, text: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, name);
  await writeFile(path, text, { mode: 0o600 });
  await chmod(path, 0o600); // an older file keeps its mode otherwise
  return path;
}
