import { KubeConfig } from '@kubernetes/client-node';
import { customResourceDefinitions } from '@handoff/api';
import { httpsTransport } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { createAuthority, generateKeys, issue } from '@handoff/pki';
import type { KeySource } from '@handoff/pki';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the simulator
import { kubeconfigFor, startKubeApiServer } from '@handoff/simulator-kube-apiserver';
import { systemClock, systemRandom } from '@handoff/time';

const HOST = '127.0.0.1';

/** P-256 in place of RSA: specs do not wait for keys. */
const keys: KeySource = { next: () => generateKeys('ECDSA-P256') };
const ports = { keys, clock: systemClock, random: systemRandom };

/** A management cluster's API with every kind of this project, and a way to it with all rights. */
export async function startManagementCluster(): Promise<AsyncDisposable & { readonly transport: ApiTransport }> {
  await using stack = new AsyncDisposableStack();
  const authority = await createAuthority({ commonName: 'management' }, ports);
  const serving = await issue(authority, { commonName: 'kube-apiserver', sans: { ips: [HOST] }, usage: 'server' }, ports);
  const tls = { certificate: serving.certificatePem, key: serving.keyPem };
  const server = stack.use(await startKubeApiServer({
    host: HOST, port: 0, tls, clientCa: authority.certificatePem, crds: customResourceDefinitions(),
  }));
  const admin = await issue(authority, { commonName: 'admin', organizations: ['system:masters'], usage: 'client' }, ports);
  const config = new KubeConfig();
  config.loadFromString(kubeconfigFor({
    server: server.url, ca: authority.certificatePem, certificate: { certificate: admin.certificatePem, key: admin.keyPem },
  }));
  const transport = stack.use(await httpsTransport(config));
  const owned = stack.move();
  return { transport, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** A transport that can be cut. */
export interface CuttableTransport extends ApiTransport {
  /** From now on nothing that its user does arrives, as if its process had been killed. */
  cut(): void;
  /** Resolves when it has been cut, after so many writes at the latest. */
  cutAfter(writes: number): Promise<undefined>;
}

export function cuttable(transport: ApiTransport): CuttableTransport {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let left = Infinity;
  return {
    server: transport.server,
    async send(request) {
      const isWrite = request.method !== 'GET';
      if (left <= 0) throw new Error('killed');
      if (isWrite) left -= 1;
      if (left <= 0) resolve(undefined);
      return transport.send(request);
    },
    cut: () => { left = 0; resolve(undefined); },
    cutAfter: (writes) => { left = writes; return promise; },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
