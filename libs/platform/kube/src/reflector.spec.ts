import { describe, expect, it } from '@jest/globals';
import { ConfigMap, Secret } from '@handoff/api';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the simulator
import { createStore } from '@handoff/simulator-kube-apiserver';
import { seededRandom, VirtualClock } from '@handoff/time';
import fc from 'fast-check';
import { KubeClient } from './client.js';
import { inProcessTransport } from './in-process-transport.js';
import { Reflector } from './reflector.js';
import type { ReflectorOptions } from './reflector.js';
import { flaky } from './testing/flaky.js';
import type { FlakyTransport } from './testing/flaky.js';

const namespace = 'default';
/** So few that a watch which is cut for a while finds its history gone. */
const HISTORY = 12;

interface World extends AsyncDisposable {
  readonly kube: KubeClient;
  readonly transport: FlakyTransport;
  readonly clock: VirtualClock;
  readonly reflector: Reflector<ConfigMap>;
  readonly troubles: string[];
}

async function world(options: Partial<ReflectorOptions<ConfigMap>> = {}, historyWindow = HISTORY): Promise<World> {
  const clock = new VirtualClock();
  const server = createStore({ clock, random: seededRandom(1), historyWindow });
  const steady = inProcessTransport(server);
  const transport = flaky(steady);
  const troubles: string[] = [];
  const reflector = new Reflector({
    client: new KubeClient(transport, 'reflector'), kind: ConfigMap, clock, random: seededRandom(2), selection: { namespace },
    log: { unavailable: (_kind, error) => { troubles.push(error.message); }, invalid: (_kind, error) => { troubles.push(error.message); } },
    ...options,
  });
  await clock.advance(0);
  return {
    kube: new KubeClient(steady, 'spec'), transport, clock, reflector, troubles,
    async [Symbol.asyncDispose]() {
      transport.down(false);
      await reflector[Symbol.asyncDispose]();
      server[Symbol.dispose]();
    },
  };
}

const write = async (kube: KubeClient, name: string, value: string): Promise<void> => {
  await kube.applyManifest(ConfigMap, { metadata: { name, namespace }, data: { value } });
};

const contents = (objects: readonly ConfigMap[]): string[] =>
  objects.map(({ metadata, data }) => `${metadata.name}=${data?.['value'] ?? ''}@${metadata.resourceVersion}`).sort();

async function remove(kube: KubeClient, name: string): Promise<void> {
  const found = await kube.get(ConfigMap, { namespace, name });
  if (found !== undefined) await kube.delete(ConfigMap, found);
}

describe('Reflector', () => {
  it('ends as the server is, wherever its watch is cut and whatever happens meanwhile', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), name: fc.constantFrom('a', 'b', 'c', 'd') }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), name: fc.constantFrom('a', 'b', 'c', 'd') }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'down' as const, 'up' as const, 'freeze' as const) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 300, 30_000, 400_000) }) },
    );
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      await using under = await world();
      const { kube, transport, clock, reflector } = under;
      reflector.start();
      for (const [index, act] of steps.entries()) {
        if (act.do === 'write') await write(kube, act.name, String(index));
        else if (act.do === 'remove') await remove(kube, act.name);
        else if (act.do === 'cut') transport.cut();
        else if (act.do === 'freeze') transport.freeze();
        else if (act.do === 'pass') await clock.advance(act.ms);
        else transport.down(act.do === 'down');
      }
      transport.down(false);
      await clock.advance(180_000);
      expect(contents(reflector.store.list())).toEqual(contents((await kube.list(ConfigMap, { namespace })).items));
    }), { numRuns: 150 });
  }, 60_000);

  it('goes on from the last version when its watch breaks, without another list', async () => {
    await using under = await world();
    const { kube, transport, clock, reflector } = under;
    reflector.start();
    await clock.advance(0);
    transport.cut();
    await write(kube, 'a', '1');
    await clock.advance(60_000);
    expect(contents(reflector.store.list())).toHaveLength(1);
    expect(transport.lists).toBe(1);
  });

  it('lists again, at once, when the history that it needs is gone', async () => {
    await using under = await world();
    const { kube, transport, clock, reflector, troubles } = under;
    await write(kube, 'gone', '0');
    reflector.start();
    await clock.advance(0);
    transport.down(true);
    transport.cut();
    for (let index = 0; index < HISTORY * 2; index += 1) await write(kube, 'a', String(index));
    await remove(kube, 'gone');
    transport.down(false);
    await clock.advance(1_000);
    expect(transport.lists).toBe(2);
    expect(reflector.store.get('default/gone')).toBeUndefined();
    expect(reflector.store.get('default/a')?.data).toEqual({ value: String(HISTORY * 2 - 1) });
    expect(troubles.every((message) => message.includes('down') || message.includes('cut'))).toBe(true);
  });

  it('lists page by page, and takes what is written meanwhile from the watch', async () => {
    await using under = await world({}, 10_000);
    const { kube, transport, clock, reflector } = under;
    for (let index = 0; index < 1_100; index += 1) await write(kube, `m${String(index)}`, 'x');
    let pages = 0;
    transport.before = async ({ path }) => {
      if (!path.includes('limit=')) return;
      pages += 1;
      await write(kube, `between-${String(pages)}`, 'y');
    };
    reflector.start();
    await clock.advance(1_000);
    expect(pages).toBe(3);
    expect(contents(reflector.store.list())).toEqual(contents((await kube.list(ConfigMap, { namespace })).items));
  }, 60_000);

  it('knows from bookmarks how far the server is, though nothing of its kind happens', async () => {
    await using under = await world();
    const { kube, clock, reflector } = under;
    reflector.start();
    await clock.advance(0);
    const secret = await kube.create(Secret, { metadata: { name: 's', namespace }, stringData: { a: 'b' } });
    const reached = reflector.store.reaches(Number(secret.metadata.resourceVersion), clock, 600_000);
    await clock.advance(600_000);
    expect(await reached).toBe(true);
  });

  it('takes a watch that says nothing at all for dead, and begins another', async () => {
    await using under = await world();
    const { kube, transport, clock, reflector } = under;
    reflector.start();
    await clock.advance(0);
    transport.freeze();
    await write(kube, 'a', '1');
    await clock.advance(119_000);
    expect([transport.watches, reflector.store.get('default/a')]).toEqual([1, undefined]);
    await clock.advance(3_000);
    expect([transport.watches, reflector.store.get('default/a')?.data]).toEqual([2, { value: '1' }]);
  });

  it('does not burden a server whose watches end as soon as they begin', async () => {
    let watches = 0;
    async function* nothing(): AsyncIterable<string> { watches += 1; }
    await using under = await world();
    const { transport, clock, troubles } = under;
    const client = new KubeClient({
      ...transport,
      send: async (request) => ({ ...await transport.send(request), ...(request.isEndless === true ? { lines: nothing } : {}) }),
    }, 'x');
    const log = { unavailable: (_kind: unknown, { message }: Error) => { troubles.push(message); }, invalid: () => undefined };
    await using reflector = new Reflector({ client, kind: ConfigMap, clock, random: seededRandom(2), log });
    reflector.start();
    await clock.advance(600_000);
    expect(watches).toBeLessThan(100);
    expect(new Set(troubles)).toEqual(new Set(['the watch of configmaps ended as soon as it began']));
  });

  it('begins anew with a server that was restored to an earlier state', async () => {
    const clock = new VirtualClock();
    const servers = [1, 2].map((seed) => createStore({ clock, random: seededRandom(seed) }));
    const [now, restored] = servers.map(inProcessTransport);
    if (now === undefined || restored === undefined) throw new TypeError('two servers');
    let current = now;
    const transport = flaky({ server: 'x', send: (request) => current.send(request), [Symbol.asyncDispose]: () => Promise.resolve() });
    for (let index = 0; index < 50; index += 1) await write(new KubeClient(now, 'spec'), 'later', String(index));
    await write(new KubeClient(restored, 'spec'), 'earlier', 'x');
    const log = { unavailable: () => undefined, invalid: () => undefined };
    await using reflector = new Reflector({
      client: new KubeClient(transport, 'x'), kind: ConfigMap, clock, random: seededRandom(3), selection: { namespace }, log,
    }).start();
    await clock.advance(0);
    expect(reflector.store.get('default/later')).toBeDefined();
    current = restored;
    transport.cut();
    await clock.advance(400_000);
    expect([reflector.store.get('default/later'), reflector.store.get('default/earlier')?.data]).toEqual([undefined, { value: 'x' }]);
    for (const server of servers) server[Symbol.dispose]();
  });

  it('keeps what its own process wrote, pruned, before the watch brings it', async () => {
    await using under = await world({ selection: undefined, prune: (object) => ({ ...object, data: {} }) });
    const { kube, transport, clock, reflector } = under;
    reflector.start();
    await clock.advance(0);
    transport.freeze();
    kube.onWrite((_kind, object) => { reflector.offer(ConfigMap.parse(object)); });
    await write(kube, 'a', 'long');
    expect(reflector.store.get('default/a')?.data).toEqual({});
  });
});
