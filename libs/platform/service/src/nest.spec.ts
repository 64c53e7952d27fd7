import { describe, expect, it } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { Cluster, ConfigMap, crdOf } from '@handoff/api';
import { InProcessBus } from '@handoff/bus';
import { Core, handoff } from '@handoff/events';
import { httpsTransport, KubeClient } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { createAuthority, generateKeys, issue } from '@handoff/pki';
import { controller, hears, referenceTo, silentLogger } from '@handoff/reconcile';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the simulator
import { kubeconfigFor, startKubeApiServer } from '@handoff/simulator-kube-apiserver';
import { rfc3339, settle, systemClock, systemRandom } from '@handoff/time';
import type { ServiceDefinition } from './definition.js';
import { startService } from './nest.js';

const HOST = '127.0.0.1';
const part = { namespace: 'default', name: 'part' };

/** A transport to an API server over TLS, as a service of a cluster has it. */
async function connection(stack: AsyncDisposableStack): Promise<ApiTransport> {
  const pki = { keys: { next: () => generateKeys('ECDSA-P256') }, clock: systemClock, random: systemRandom };
  const authority = await createAuthority({ commonName: 'test' }, pki);
  const serving = await issue(authority, { commonName: 'kube-apiserver', sans: { ips: [HOST] }, usage: 'server' }, pki);
  const admin = await issue(authority, { commonName: 'admin', organizations: ['system:masters'], usage: 'client' }, pki);
  const tls = { certificate: serving.certificatePem, key: serving.keyPem };
  const crds = [crdOf(Cluster)];
  const server = stack.use(await startKubeApiServer({ host: HOST, port: 0, tls, clientCa: authority.certificatePem, crds }));
  const config = new KubeConfig();
  const certificate = { certificate: admin.certificatePem, key: admin.keyPem };
  config.loadFromString(kubeconfigFor({ server: server.url, ca: authority.certificatePem, certificate }));
  return stack.use(await httpsTransport(config));
}

/** A service whose looks at its ConfigMap are given out one by one, each with the means to end it. */
function looking(): { definition: ServiceDefinition; nextLook: () => Promise<() => void>; ended: string[] } {
  const looks: (() => void)[] = [];
  const ended: string[] = [];
  let called = Promise.withResolvers<undefined>();
  const nextLook = async (): Promise<() => void> => {
    await called.promise;
    called = Promise.withResolvers();
    return looks.shift() ?? Promise.reject(new Error('no look'));
  };
  const definition: ServiceDefinition = { name: 'looking', build: () => ({
    controllers: [controller<ConfigMap, ConfigMap>({
      name: 'looking', for: ConfigMap, gated: false, clusterOf: () => undefined,
      concerns: ({ metadata }) => metadata.name === part.name,
      hears: [hears(Core.MachineChanged, () => ['default/part'])],
      observe: (object) => Promise.resolve(object),
      phases: [async () => {
        await new Promise<void>((resolve) => { looks.push(resolve); called.resolve(undefined); });
        ended.push('look');
        return undefined;
      }],
    })],
    resources: [{ [Symbol.asyncDispose]: () => { ended.push('resource'); return Promise.resolve(); } }],
  }) };
  return { definition, nextLook, ended };
}

describe('startService, over TLS', () => {
  it('hears what its controllers hear, and when it is stopped ends what is in work before it releases anything', async () => {
    await using stack = new AsyncDisposableStack();
    const transport = await connection(stack);
    const bus = stack.use(new InProcessBus(systemClock));
    const about = referenceTo(ConfigMap, await new KubeClient(transport, 'spec').create(ConfigMap, { metadata: { ...part } }));
    const { definition, nextLook, ended } = looking();
    const ring = (state: string): Promise<void> =>
      bus.publish(handoff(Core.MachineChanged, { about }, { time: rfc3339(systemClock.now()), state }));

    const service = await startService(definition, { transport, bus, clock: systemClock, random: systemRandom, log: silentLogger });
    expect(service.isReady).toBe(true);
    (await nextLook())();

    await ring('1');
    const end = await nextLook();
    const stopped = service[Symbol.asyncDispose]();
    await settle();
    expect(ended).toEqual(['look']);
    end();
    await stopped;
    expect([service.isReady, ended]).toEqual([false, ['look', 'look', 'resource']]);

    await ring('2');
    await settle();
    expect([ended.length, bus.deadLetters]).toEqual([3, []]);
  });
});
