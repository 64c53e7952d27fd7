import { describe, expect, it } from '@jest/globals';
import { Core, handoff, Ipam } from '@handoff/events';
import type { EventType, Handoff } from '@handoff/events';
import type { Bus, Delivery, Settlement } from './bus.js';

/** A bus under test, and how to let it work until nothing moves. */
export interface BusUnderTest extends AsyncDisposable {
  readonly bus: Bus;
  /** Lets pass so much time, redeliveries included. */
  pass(ms: number): Promise<void>;
}

const ring = (event: EventType, version: number, name = 'm'): Handoff => handoff(event, {
  about: { apiGroup: 'cluster.x-k8s.io', kind: event.about, namespace: 'default', name, uid: `uid-${name}`, resourceVersion: String(version) }, cluster: 'c',
}, { time: '2026-01-01T00:00:00Z' });

/** What every adapter of the bus keeps. Call it from the adapter's spec. */
export function busContract(name: string, start: () => Promise<BusUnderTest>): void {
  const hearing = async (
    under: BusUnderTest, events: readonly EventType[],
    settle: (delivery: Delivery) => Settlement | Promise<Settlement> = () => 'ack', durable = 'service',
  ): Promise<{ heard: Delivery[]; subscription: AsyncDisposable }> => {
    const heard: Delivery[] = [];
    const subscription = await under.bus.subscribe({
      durable, events,
      handler: async (delivery) => { heard.push(delivery); return settle(delivery); },
    });
    return { heard, subscription };
  };
  const versions = (heard: readonly Delivery[]): string[] => heard.map(({ handoff: { data } }) => data.about.resourceVersion);

  describe(`${name}: the bus contract`, () => {
    it('delivers to every durable that hears the event, in order, and to no other', async () => {
      await using under = await start();
      const a = await hearing(under, [Core.MachineRunning], undefined, 'a');
      const b = await hearing(under, [Core.MachineRunning, Ipam.AddressAllocated], undefined, 'b');
      const c = await hearing(under, [Ipam.AddressAllocated], undefined, 'c');
      for (const version of [1, 2, 3]) await under.bus.publish(ring(Core.MachineRunning, version));
      await under.pass(100);
      expect([versions(a.heard), versions(b.heard), versions(c.heard)]).toEqual([['1', '2', '3'], ['1', '2', '3'], []]);
    });

    it('takes the same id once', async () => {
      await using under = await start();
      const { heard } = await hearing(under, [Core.MachineRunning]);
      await under.bus.publish(ring(Core.MachineRunning, 1));
      await under.bus.publish(ring(Core.MachineRunning, 1));
      await under.pass(100);
      expect(heard).toHaveLength(1);
    });

    it('brings again what was not settled, later and counted', async () => {
      await using under = await start();
      const { heard } = await hearing(under, [Core.MachineRunning], ({ attempt }) => (attempt < 3 ? 'nak' : 'ack'));
      await under.bus.publish(ring(Core.MachineRunning, 1));
      await under.pass(5_000);
      expect(heard.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    });

    it('counts a throw as not settled', async () => {
      await using under = await start();
      const { heard } = await hearing(under, [Core.MachineRunning], ({ attempt }) => {
        if (attempt === 1) throw new Error('broken');
        return 'ack';
      });
      await under.bus.publish(ring(Core.MachineRunning, 1));
      await under.pass(5_000);
      expect(heard).toHaveLength(2);
    });

    it('never brings again what was terminated, and gives up after some attempts', async () => {
      await using under = await start();
      const terminated = await hearing(under, [Core.MachineRunning], () => 'term', 'a');
      const failing = await hearing(under, [Core.MachineRunning], () => 'nak', 'b');
      await under.bus.publish(ring(Core.MachineRunning, 1));
      await under.pass(60_000);
      expect([terminated.heard.length, failing.heard.length]).toEqual([1, 5]);
    });

    it('keeps for a durable what was published while it was away', async () => {
      await using under = await start();
      const first = await hearing(under, [Core.MachineRunning]);
      await first.subscription[Symbol.asyncDispose]();
      await under.bus.publish(ring(Core.MachineRunning, 1));
      const second = await hearing(under, [Core.MachineRunning]);
      await under.pass(100);
      expect([versions(first.heard), versions(second.heard)]).toEqual([[], ['1']]);
    });

    it('lets followers see everything and settle nothing', async () => {
      await using under = await start();
      const seen: string[] = [];
      const follower = under.bus.follow((message) => { seen.push(message.subject); });
      await under.bus.publish(ring(Core.MachineRunning, 1));
      await under.pass(100);
      expect(seen).toEqual(['capi.v1.default.c.core.machine-running']);
      follower[Symbol.dispose]();
    });

    it('ends deliveries in flight before a subscription is gone', async () => {
      await using under = await start();
      const gate = Promise.withResolvers<undefined>();
      let ended = false;
      const { subscription } = await hearing(under, [Core.MachineRunning], async (): Promise<Settlement> => {
        await gate.promise;
        ended = true;
        return 'ack';
      });
      await under.bus.publish(ring(Core.MachineRunning, 1));
      await under.pass(10);
      const gone = subscription[Symbol.asyncDispose]();
      gate.resolve(undefined);
      await gone;
      expect(ended).toBe(true);
    });
  });
}
