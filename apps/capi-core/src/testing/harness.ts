import { KubeConfig } from '@kubernetes/client-node';
import { ConfigMap, customResourceDefinitions } from '@handoff/api';
import { InProcessBus } from '@handoff/bus';
import { httpsTransport, KubeClient } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { createAuthority, generateKeys, issue } from '@handoff/pki';
import type { KeySource } from '@handoff/pki';
import { silentLogger } from '@handoff/reconcile';
import { startService } from '@handoff/service';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the simulator
import { kubeconfigFor, startKubeApiServer } from '@handoff/simulator-kube-apiserver';
import { systemClock, systemRandom } from '@handoff/time';
import { capiCoreService } from '../service.js';

const HOST = '127.0.0.1';

/** P-256 in place of RSA: specs do not wait for keys. */
const keys: KeySource = { next: () => generateKeys('ECDSA-P256') };
const ports = { keys, clock: systemClock, random: systemRandom };

/** The service over an API server that is management and workload cluster in one, as after a pivot. */
export interface Harness extends AsyncDisposable {
  readonly kube: KubeClient;
  readonly bus: InProcessBus;
  /** Leads to that server, with all rights. */
  readonly kubeconfig: string;
  /** What the service has written so far, as `METHOD path`. */
  readonly writes: readonly string[];
}

async function startApi(): Promise<AsyncDisposable & { readonly transport: ApiTransport; readonly kubeconfig: string }> {
  await using stack = new AsyncDisposableStack();
  const authority = await createAuthority({ commonName: 'management' }, ports);
  const serving = await issue(authority, { commonName: 'kube-apiserver', sans: { ips: [HOST] }, usage: 'server' }, ports);
  const tls = { certificate: serving.certificatePem, key: serving.keyPem };
  const crds = customResourceDefinitions();
  const server = stack.use(await startKubeApiServer({ host: HOST, port: 0, tls, clientCa: authority.certificatePem, crds }));
  const admin = await issue(authority, { commonName: 'admin', organizations: ['system:masters'], usage: 'client' }, ports);
  const certificate = { certificate: admin.certificatePem, key: admin.keyPem };
  const kubeconfig = kubeconfigFor({ server: server.url, ca: authority.certificatePem, certificate });
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const transport = stack.use(await httpsTransport(config));
  const owned = stack.move();
  return { transport, kubeconfig, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Notes every write on its way. */
const noting = (transport: ApiTransport, writes: string[]): ApiTransport => ({
  server: transport.server,
  send: (request) => {
    if (request.method !== 'GET') writes.push(`${request.method} ${request.path}`);
    return transport.send(request);
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

export async function startHarness(): Promise<Harness> {
  await using stack = new AsyncDisposableStack();
  const { transport, kubeconfig } = stack.use(await startApi());
  const kube = new KubeClient(transport, 'spec');
  await kube.create(ConfigMap, { metadata: { namespace: 'kube-system', name: 'kubeadm-config' }, data: {} }); // kubeadm is done
  const bus = stack.use(new InProcessBus(systemClock));
  const writes: string[] = [];
  const surroundings = { transport: noting(transport, writes), bus, clock: systemClock, random: systemRandom, log: silentLogger };
  stack.use(await startService(capiCoreService(), surroundings));
  const owned = stack.move();
  return { kube, bus, kubeconfig, writes, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
