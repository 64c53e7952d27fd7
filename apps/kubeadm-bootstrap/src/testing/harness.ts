import { KubeConfig } from '@kubernetes/client-node';
import { customResourceDefinitions } from '@handoff/api';
import type { KubeObject, Kind, ObjectKey } from '@handoff/api';
import { InProcessBus } from '@handoff/bus';
import { handoff } from '@handoff/events';
import type { EventType } from '@handoff/events';
import { httpsTransport, KubeClient } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { createAuthority, generateKeys, issue } from '@handoff/pki';
import type { Authority, KeySource } from '@handoff/pki';
import { referenceTo, silentLogger } from '@handoff/reconcile';
import type { Logger } from '@handoff/reconcile';
import { startService } from '@handoff/service';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the simulator
import { kubeconfigFor, startKubeApiServer } from '@handoff/simulator-kube-apiserver';
// eslint-disable-next-line @nx/enforce-module-boundaries -- as above
import type { KubeApiServer } from '@handoff/simulator-kube-apiserver';
import { rfc3339, systemClock, systemRandom } from '@handoff/time';
import { kubeadmBootstrapService } from '../service.js';

const HOST = '127.0.0.1';

/** P-256 in place of RSA: specs do not wait for keys. */
const keys: KeySource = { next: () => generateKeys('ECDSA-P256') };
const ports = { keys, clock: systemClock, random: systemRandom };

/** An API server on loopback whose certificate `authority` signed. */
export async function startApiServer(
  authority: Authority, options: { port?: number; crds?: readonly object[] } = {},
): Promise<KubeApiServer> {
  const serving = await issue(authority, { commonName: 'kube-apiserver', sans: { ips: [HOST] }, usage: 'server' }, ports);
  const tls = { certificate: serving.certificatePem, key: serving.keyPem };
  return startKubeApiServer({ host: HOST, port: options.port ?? 0, tls, clientCa: authority.certificatePem, crds: options.crds ?? [] });
}

async function adminTransport(server: KubeApiServer, authority: Authority): Promise<ApiTransport> {
  const admin = await issue(authority, { commonName: 'admin', organizations: ['system:masters'], usage: 'client' }, ports);
  const config = new KubeConfig();
  config.loadFromString(kubeconfigFor({
    server: server.url, ca: authority.certificatePem, certificate: { certificate: admin.certificatePem, key: admin.keyPem },
  }));
  return httpsTransport(config);
}

/** The service over a management cluster, with whom a spec plays the other services. */
export interface Harness extends AsyncDisposable {
  readonly kube: KubeClient;
  readonly bus: InProcessBus;
  /** Rings as the object's owner would. */
  ring(event: EventType, kind: Kind, object: KubeObject, cluster: string): Promise<void>;
  /** Resolves with the object as soon as it is as wanted. @throws what it was like when that takes longer than ten seconds */
  until<T extends KubeObject>(kind: Kind<T>, key: ObjectKey, wanted: (object: T) => boolean): Promise<T>;
  /** The same of all objects of a kind in a namespace. */
  listUntil<T extends KubeObject>(kind: Kind<T>, namespace: string, wanted: (objects: readonly T[]) => boolean): Promise<readonly T[]>;
}

const PATIENCE_MS = 10_000;
const LOOK_MS = 20;

export async function startHarness(log: Logger = silentLogger): Promise<Harness> {
  await using stack = new AsyncDisposableStack();
  const authority = await createAuthority({ commonName: 'management' }, ports);
  const server = stack.use(await startApiServer(authority, { crds: customResourceDefinitions() }));
  const transport = stack.use(await adminTransport(server, authority));
  const bus = stack.use(new InProcessBus(systemClock));
  stack.use(await startService(kubeadmBootstrapService({ keys }), { transport, bus, clock: systemClock, random: systemRandom, log }));
  const kube = new KubeClient(transport, 'spec');
  const owned = stack.move();
  const look = async <T>(read: () => Promise<T>, wanted: (seen: T) => boolean): Promise<T> => {
    const end = systemClock.now() + PATIENCE_MS;
    for (;;) {
      const seen = await read();
      if (wanted(seen)) return seen;
      if (systemClock.now() > end) throw new Error(`still not as wanted: ${JSON.stringify(seen, undefined, 1)}`);
      await systemClock.sleep(LOOK_MS);
    }
  };
  return {
    kube, bus,
    ring: (event, kind, object, cluster) =>
      bus.publish(handoff(event, { about: referenceTo(kind, object), cluster }, { time: rfc3339(systemClock.now()) })),
    listUntil: async (kind, namespace, wanted) => look(async () => (await kube.list(kind, { namespace })).items, wanted),
    until: async (kind, key, wanted) => {
      const found = await look(() => kube.get(kind, key), (object) => object !== undefined && wanted(object));
      if (found === undefined) throw new Error('looked for an object that is not there');
      return found;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  await using server = await startApiServer(await createAuthority({ commonName: 'nobody' }, ports));
  return server.port;
}
