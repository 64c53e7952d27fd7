import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Cluster, ConfigMap, crdOf, Lease } from '@handoff/api';
import { InProcessBus } from '@handoff/bus';
import { inProcessTransport, KubeClient, Unreachable } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { controller, silentLogger } from '@handoff/reconcile';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the simulator
import { createStore } from '@handoff/simulator-kube-apiserver';
// eslint-disable-next-line @nx/enforce-module-boundaries -- as above
import type { Store } from '@handoff/simulator-kube-apiserver';
import { seededRandom, VirtualClock } from '@handoff/time';
import type { ServiceDefinition } from './definition.js';
import { startService } from './nest.js';
import type { RunningService } from './nest.js';

/** A connection that a test cuts, or that hangs. */
class Line implements ApiTransport {
  readonly server = 'line';
  state: 'up' | 'down' | 'hanging' = 'up';

  constructor(private readonly inner: ApiTransport) {}

  async send(request: Parameters<ApiTransport['send']>[0]): ReturnType<ApiTransport['send']> {
    if (this.state === 'down') throw new Unreachable(this.server, { cause: new Error('down') });
    if (this.state === 'hanging') await new Promise((_resolve, reject) => request.signal?.addEventListener('abort', () => { reject(new Error('aborted')); }));
    return this.inner.send(request);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

interface Replica {
  readonly service: RunningService;
  readonly line: Line;
  readonly bus: InProcessBus;
}

let clock: VirtualClock;
let store: Store;
let kube: KubeClient;
let stack: AsyncDisposableStack;
/** Who was at work, as it began and ended: `a+`, `a-`. */
let work: string[];

beforeEach(() => {
  clock = new VirtualClock();
  store = createStore({ clock, random: seededRandom(1), crds: [crdOf(Cluster)] });
  kube = new KubeClient(inProcessTransport(store), 'spec');
  stack = new AsyncDisposableStack();
  work = [];
});

afterEach(async () => {
  await stack.disposeAsync();
  store[Symbol.dispose]();
});

/** A service that takes a second for each look at a ConfigMap, and says who looks. */
const looking = (name: string): ServiceDefinition => ({
  name: 'looking',
  build: () => ({
    controllers: [controller<ConfigMap, ConfigMap>({
      name: 'looking', for: ConfigMap, gated: false, clusterOf: () => undefined,
      concerns: ({ metadata }) => metadata.name === 'watched',
      observe: (object) => Promise.resolve(object),
      phases: [async (_object, context) => {
        work.push(`${name}+`);
        await context.clock.sleep(1_000);
        work.push(`${name}-`);
        return undefined;
      }],
    })],
    background: [async (signal) => {
      work.push(`${name} leads`);
      await clock.sleep(3_600_000, signal).catch(() => undefined);
      work.push(`${name} led`);
    }],
  }),
});

async function replica(name: string, alone = false): Promise<Replica> {
  const line = new Line(inProcessTransport(store));
  const bus = new InProcessBus(clock);
  const election = alone ? undefined : { identity: name, namespace: 'handoff-system' };
  const random = seededRandom(name.charCodeAt(0));
  const service = await startService(looking(name), { transport: line, bus, clock, random, log: silentLogger, election });
  stack.defer(async () => {
    const stopped = service[Symbol.asyncDispose]();
    await clock.advance(20_000);
    await stopped;
  });
  await clock.advance(0);
  return { service, line, bus };
}

const touch = async (): Promise<void> => {
  await kube.applyManifest(ConfigMap, { metadata: { name: 'watched', namespace: 'default' }, data: { at: String(clock.now()) } });
  await clock.advance(0);
};
const holder = async (): Promise<string | undefined> =>
  (await kube.get(Lease, { namespace: 'handoff-system', name: 'handoff-looking' }))?.spec?.holderIdentity ?? undefined;

describe('a service', () => {
  it('works at once when it is alone, and makes no Lease', async () => {
    const { service } = await replica('a', true);
    await touch();
    expect([service.isReady, work, await holder()]).toEqual([true, ['a leads', 'a+'], undefined]);
  });

  it('of two replicas lets one lead, in a namespace that it makes if need be; the other is ready and does nothing', async () => {
    await replica('a');
    const b = await replica('b');
    await touch();
    await clock.advance(60_000);
    expect([b.service.isReady, work, await holder()]).toEqual([true, ['a leads', 'a+', 'a-'], 'a']);
  });

  it('hands over when it is stopped, once what is in work has ended', async () => {
    const a = await replica('a');
    await replica('b');
    await touch();
    const stopped = a.service[Symbol.asyncDispose]();
    await clock.advance(4_000);
    await stopped;
    expect(work.slice(0, 5)).toEqual(['a leads', 'a+', 'a led', 'a-', 'b leads']);
    expect(await holder()).toBe('b');
  });

  it.each(['down', 'hanging'] as const)('stops before another replica takes over when its server is %s', async (state) => {
    const a = await replica('a');
    await replica('b');
    await touch();
    await clock.advance(5_000);
    a.line.state = state;
    await clock.advance(14_000);
    expect((await a.service.lost).aborted).toBe(true);
    expect(work).not.toContain('b leads');
    await clock.advance(6_000);
    expect(work.indexOf('a led')).toBeLessThan(work.indexOf('b leads'));
    expect(await holder()).toBe('b');
  });

  it('goes on leading over a short silence of its server', async () => {
    const a = await replica('a');
    await replica('b');
    a.line.state = 'down';
    await clock.advance(7_000);
    a.line.state = 'up';
    await clock.advance(60_000);
    expect([(await a.service.lost).aborted, await holder()]).toEqual([false, 'a']);
  });

  it('reconciles everything when it takes over', async () => {
    const a = await replica('a');
    await touch();
    await clock.advance(2_000);
    await replica('b');
    const stopped = a.service[Symbol.asyncDispose]();
    await clock.advance(5_000);
    await stopped;
    expect(work).toContain('b+');
  });

  it('can be stopped while it waits for its server', async () => {
    const stop = new AbortController();
    const line = new Line(inProcessTransport(store));
    line.state = 'down';
    const surroundings = { transport: line, bus: new InProcessBus(clock), clock, random: seededRandom(1), log: silentLogger };
    const started = startService(looking('a'), surroundings, stop.signal);
    await clock.advance(5_000);
    stop.abort(new Error('SIGTERM'));
    await expect(started).rejects.toThrow('SIGTERM');
  });
});
