import { describe, expect, it } from '@jest/globals';
import { Core } from '@handoff/events';
import { condition } from './conditions.js';
import { fact } from './facts.js';
import { startWorld, Widget, NAMESPACE } from './testing/widgets.js';
import type { World } from './testing/widgets.js';

/** A widget whose size nobody acts on until it is ten. */
const gathering = {
  gatherStatus: 2_000,
  status: ({ widget }: { widget: Widget }) => ({ size: widget.spec.size, conditions: [condition('Ready', true, 'Ready')] }),
  handoffs: ({ widget }: { widget: Widget }) => [
    fact(Core.MachineChanged, widget.spec.size, { actsOn: widget.spec.size < 10 ? [] : [widget.spec.size] }),
    fact(Core.MachineCreated, widget.spec.size), // for people
  ],
};

const sizes = (world: World): number => world.writes.filter((write) => write.includes('/status')).length;

async function resize(world: World, size: number): Promise<void> {
  const seen = await world.widget();
  await world.kube.patch(Widget, seen, [{ op: 'replace', path: '/spec/size', value: size }]);
  await world.clock.advance(10);
}

describe('a status that nobody acts on', () => {
  const start = (definition: object = gathering): Promise<World> => startWorld(definition, async (kube) => {
    await kube.create(Widget, { metadata: { namespace: NAMESPACE, name: 'w' }, spec: { size: 1 } });
  });

  it('is written once for all that changed within two seconds', async () => {
    await using world = await start();
    for (const size of [2, 3, 4]) await resize(world, size);
    expect(sizes(world)).toBe(0);
    await world.clock.advance(2_000);
    expect([sizes(world), (await world.widget()).status?.size]).toEqual([1, 4]);
  });

  it('waits no longer because it changes all the time', async () => {
    await using world = await start();
    for (let size = 2; size < 10; size += 1) {
      await resize(world, size);
      await world.clock.advance(290);
    }
    expect(sizes(world)).toBe(1);
  });

  it('is written at once when somebody acts on it, with what waited', async () => {
    await using world = await start();
    await resize(world, 2);
    await resize(world, 10);
    expect([sizes(world), (await world.widget()).status?.size]).toEqual([1, 10]);
  });

  it('rings for those who look at it when it is written, and for people at once', async () => {
    await using world = await start({ ...gathering, handoffs: ({ widget }: { widget: Widget }) => [
      fact(Core.MachineChanged, widget.spec.size, { actsOn: widget.spec.size === 10 ? [10] : [] }),
      fact(Core.MachineCreated, widget.spec.size),
    ] });
    const heard: string[] = [];
    world.bus.follow(({ event, data }) => { heard.push(`${event.event} ${data.about.resourceVersion}`); });
    await resize(world, 10); // the first of all is announced with its status
    heard.length = 0;
    await resize(world, 3);
    expect(heard).toEqual([expect.stringMatching(/^machine-created/)]);
    await world.clock.advance(2_000);
    const { resourceVersion } = (await world.widget()).metadata;
    expect(heard.slice(1)).toEqual([`machine-changed ${resourceVersion}`]);
  });

  it('is told at once where something became available, because people wait for that', async () => {
    await using world = await start({ ...gathering, status: ({ widget }: { widget: Widget }) => ({
      size: widget.spec.size, conditions: [condition('Available', widget.spec.size === 3, 'Available')],
    }) });
    await resize(world, 2);
    expect(sizes(world)).toBe(0);
    await resize(world, 3);
    expect([sizes(world), (await world.widget()).status?.size]).toEqual([1, 3]);
  });

  it('is told at once where something failed', async () => {
    await using world = await start({ ...gathering, phases: [() => Promise.reject(new Error('broken'))] });
    expect(sizes(world)).toBe(1);
  });
});
