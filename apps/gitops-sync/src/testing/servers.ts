import { KubeConfig } from '@kubernetes/client-node';
import { httpsTransport, KubeClient, Reflector } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import type { Kind, KubeObject, ObjectKey } from '@handoff/api';
import { createAuthority, generateKeys, issue } from '@handoff/pki';
import type { Authority } from '@handoff/pki';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the simulator
import { kubeconfigFor, startKubeApiServer, type KubeApiServer } from '@handoff/simulator-kube-apiserver';
import { systemClock, systemRandom } from '@handoff/time';

const HOST = '127.0.0.1';
const PATIENCE_MS = 10_000;
const pki = { keys: { next: () => generateKeys('ECDSA-P256') }, clock: systemClock, random: systemRandom };

/** An API server on loopback that a spec talks to. */
export interface TestServer extends AsyncDisposable {
  readonly server: KubeApiServer;
  readonly transport: ApiTransport;
  readonly kubeconfig: string;
  readonly kube: KubeClient;
  /** Resolves with the object as soon as the watch shows it as wanted. @throws what it was like when that takes more than ten seconds */
  until<T extends KubeObject>(kind: Kind<T>, key: ObjectKey, wanted: (object: T) => boolean): Promise<T>;
  /** Resolves as soon as the watch shows that the object is gone. */
  untilGone(kind: Kind, key: ObjectKey): Promise<void>;
}

export async function startTestServer(crds: readonly object[] = []): Promise<TestServer> {
  await using stack = new AsyncDisposableStack();
  const authority = await createAuthority({ commonName: 'test' }, pki);
  const serving = await issue(authority, { commonName: 'kube-apiserver', sans: { ips: [HOST] }, usage: 'server' }, pki);
  const tls = { certificate: serving.certificatePem, key: serving.keyPem };
  const server = stack.use(await startKubeApiServer({ host: HOST, port: 0, tls, clientCa: authority.certificatePem, crds }));
  const kubeconfig = await adminKubeconfig(server.url, authority);
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const transport = stack.use(await httpsTransport(config));
  const kube = new KubeClient(transport, 'spec');
  const owned = stack.move();
  return {
    server, transport, kubeconfig, kube,
    until: async (kind, key, wanted) => {
      const found = await watchUntil(kube, kind, key, (object) => object !== undefined && wanted(object));
      return kind.parse(found);
    },
    untilGone: async (kind, key) => { await watchUntil(kube, kind, key, (object) => object === undefined); },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function adminKubeconfig(server: string, authority: Authority): Promise<string> {
  const admin = await issue(authority, { commonName: 'admin', organizations: ['system:masters'], usage: 'client' }, pki);
  return kubeconfigFor({ server, ca: authority.certificatePem, certificate: { certificate: admin.certificatePem, key: admin.keyPem } });
}

async function watchUntil<T extends KubeObject>(
  kube: KubeClient, kind: Kind<T>, key: ObjectKey, wanted: (object: T | undefined) => boolean,
): Promise<T | undefined> {
  const log = { unavailable: () => undefined, invalid: () => undefined };
  const selection = { namespace: key.namespace, fieldSelector: `metadata.name=${key.name}` };
  await using reflector = new Reflector({ client: kube, kind, clock: systemClock, random: systemRandom, log, selection });
  const seen = (): T | undefined => reflector.store.get(`${key.namespace ?? ''}/${key.name}`);
  return await new Promise<T | undefined>((resolve, reject) => {
    const timer = systemClock.after(PATIENCE_MS, () => { reject(new Error(`still not as wanted: ${kind.kind} ${key.name}: ${JSON.stringify(seen(), undefined, 1)}`)); });
    const look = (): void => {
      if (!reflector.isSynced || !wanted(seen())) return;
      timer[Symbol.dispose]();
      resolve(seen());
    };
    reflector.store.onChange(look);
    reflector.start().synced().then(look, reject);
  });
}
