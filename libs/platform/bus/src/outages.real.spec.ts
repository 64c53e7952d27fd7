import { describe, expect, it } from '@jest/globals';
import { DiscardPolicy, jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the real parts
import { whereParts } from '@handoff/real-parts';
import { Core } from '@handoff/events';
import { systemClock } from '@handoff/time';
import { BusUnavailable } from './bus.js';
import type { Bus, Delivery, Settlement } from './bus.js';
import { jetStreamBus } from './jetstream/jetstream-bus.js';
import { DEADLETTERS, LIFECYCLE } from './jetstream/names.js';
import { provision } from './jetstream/provision.js';
import { adminOf, busOptions, LogBook, natsServer, ring, until } from './testing/nats.js';

const EVENT = Core.MachineRunning;
const durables = [{ name: 'service', events: [EVENT] }];
const versions = (heard: readonly Delivery[]): number[] => heard.map(({ handoff: { data } }) => Number(data.about.resourceVersion));
const different = (heard: readonly Delivery[]): number[] => [...new Set(versions(heard))].sort((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const hear = async (bus: Bus, settle: (delivery: Delivery) => Promise<Settlement> = async () => 'ack'): Promise<{ heard: Delivery[]; subscription: AsyncDisposable }> => {
  const heard: Delivery[] = [];
  const subscription = await bus.subscribe({ durable: 'service', events: [EVENT], handler: (delivery) => { heard.push(delivery); return settle(delivery); } });
  return { heard, subscription };
};

whereParts(describe, 'nats-server')('JetStream in trouble', () => {
  it('killed and started again mid-stream: what was accepted is heard, what was not is said at once, and all goes on by itself', async () => {
    await using server = await natsServer();
    await provision({ servers: server.url, durables });
    const log = new LogBook();
    await using publisher = await jetStreamBus(busOptions(server.url, 'publisher', log));
    await using hearer = await jetStreamBus(busOptions(server.url, 'service', log));
    const { heard } = await hear(hearer);
    const accepted: number[] = [];
    const refused: { version: number; tookMs: number; error: unknown }[] = [];
    let version = 0;
    const publish = async (): Promise<void> => {
      version += 1;
      const [mine, since] = [version, systemClock.now()];
      await publisher.publish(ring(EVENT, mine)).then(
        () => { accepted.push(mine); },
        (error: unknown) => { refused.push({ version: mine, tookMs: systemClock.now() - since, error }); });
    };
    for (let round = 0; round < 3; round += 1) {
      const target = accepted.length + 200;
      const inFlight = new Set<Promise<void>>();
      await until('200 more are accepted', async () => {
        const sent = publish();
        inFlight.add(sent);
        await Promise.race([sent, systemClock.sleep(1)]);
        return accepted.length >= target;
      });
      const killed = server.process.kill();
      await Promise.all([killed, ...inFlight, publish()]);
      await until('the publisher knows', () => !publisher.connected);
      await publish();
      await server.process.start();
      await until('both are back', () => publisher.connected && hearer.connected);
    }
    await publish();
    await until('everything accepted was heard', () => accepted.every((each) => versions(heard).includes(each)));
    expect(accepted.at(-1)).toBe(version);
    expect(refused.length).toBeGreaterThanOrEqual(3);
    for (const { error } of refused) expect(error).toBeInstanceOf(BusUnavailable);
    expect(Math.max(...refused.map(({ tookMs }) => tookMs))).toBeLessThan(3_000);
  });

  it('not there at the start: the service starts, and hears when it comes, and when it is provisioned', async () => {
    await using server = await natsServer();
    await server.process.kill();
    const log = new LogBook();
    await using bus = await jetStreamBus(busOptions(server.url, 'service', log));
    const { heard } = await hear(bus);
    await expect(bus.publish(ring(EVENT, 1))).rejects.toThrow(/NATS at 127\.0\.0\.1:\d+ has been out of reach for \d+ s/);
    await server.process.start();
    await until('it says that nothing is provisioned', () => log.text.includes('handoff provision nats'));
    await expect(bus.publish(ring(EVENT, 1))).rejects.toThrow(/nothing at NATS answers for core\.machine-running/);
    await provision({ servers: server.url, durables });
    await bus.publish(ring(EVENT, 2));
    await until('it hears', () => different(heard).includes(2));
  });

  it('whose durable is removed and made again is heard again', async () => {
    await using server = await natsServer();
    await provision({ servers: server.url, durables });
    const log = new LogBook();
    await using bus = await jetStreamBus(busOptions(server.url, 'service', log));
    const { heard } = await hear(bus);
    await bus.publish(ring(EVENT, 1));
    await until('the first is heard', () => heard.length === 1);
    expect(await provision({ servers: server.url, durables: [{ name: 'service', events: [] }] })).toContainEqual({ kind: 'durable', name: 'service', change: 'removed' });
    await until('it says so', () => log.lines.some(({ message }) => message.startsWith('not hearing yet')));
    expect(await provision({ servers: server.url, durables })).toContainEqual({ kind: 'durable', name: 'service', change: 'created' });
    await bus.publish(ring(EVENT, 2));
    await until('the second is heard', () => different(heard).includes(2));
  });

  it('with a full disk: publishing says so, and goes on when there is room', async () => {
    const room = 512 * 1024;
    await using server = await natsServer({ maxFileStore: room });
    await using admin = await adminOf(server.url);
    await provision({ servers: server.url, durables, limits: { lifecycleBytes: -1, deadLetterBytes: -1 } });
    await using bus = await jetStreamBus(busOptions(server.url));
    const { heard } = await hear(bus);
    await admin.manager.streams.add({ name: 'FILLER', subjects: ['filler'] });
    await using client = await connect({ servers: server.url });
    const fill = jetstream(client);
    await until('the disk is full', async () => fill.publish('filler', new Uint8Array(64 * 1024)).then(() => false, () => true));
    const full = bus.publish(ring(EVENT, 1));
    await expect(full).rejects.toThrow(BusUnavailable);
    await expect(full).rejects.toThrow(/JetStream refused core\.machine-running: .*\(10\d+\)/);
    await admin.manager.streams.delete('FILLER');
    await until('it is kept again', async () => bus.publish(ring(EVENT, 1)).then(() => true, () => false));
    await until('it is heard', () => heard.length === 1);
  });

  it('with a stream that is full and discards nothing: the same', async () => {
    await using server = await natsServer();
    await using admin = await adminOf(server.url);
    await provision({ servers: server.url, durables });
    await using bus = await jetStreamBus(busOptions(server.url));
    await admin.manager.streams.update(LIFECYCLE, { discard: DiscardPolicy.New, max_bytes: 2_000 });
    let version = 0;
    await until('it is full', async () => bus.publish(ring(EVENT, version += 1)).then(() => false, (error: unknown) => error instanceof BusUnavailable));
    await provision({ servers: server.url, durables }); // brings the stream back to what it should be
    await bus.publish(ring(EVENT, version + 1));
    expect(version).toBeGreaterThan(1);
  });

  it('with a hearer slower than the acknowledgement wait: each is heard once, in order, and none is brought to death', async () => {
    await using server = await natsServer();
    await provision({ servers: server.url, durables });
    await using admin = await adminOf(server.url);
    await using bus = await jetStreamBus(busOptions(server.url));
    const { heard } = await hear(bus, async () => { await systemClock.sleep(heardSlowly ? 6_000 : 0); return 'ack'; });
    let heardSlowly = true;
    await Promise.all(upTo(400).map((version) => bus.publish(ring(EVENT, version))));
    await until('three are handled, 18 s', () => heard.length === 3, 30_000);
    heardSlowly = false;
    await until('all are heard', async () => heard.length >= 400 && await admin.isQuiet());
    expect(versions(heard)).toEqual(upTo(400));
    expect((await admin.manager.streams.info(DEADLETTERS)).state.messages).toBe(0);
  });

  it('that goes on while a service stops: what it had not begun is another replica\'s at once', async () => {
    await using server = await natsServer();
    await provision({ servers: server.url, durables });
    const gate = Promise.withResolvers<undefined>();
    const leaving = await jetStreamBus(busOptions(server.url));
    const { heard: before } = await hear(leaving, async () => { await gate.promise; return 'ack'; });
    await Promise.all(upTo(20).map((version) => leaving.publish(ring(EVENT, version))));
    await until('the first is in work', () => before.length === 1);
    const left = leaving[Symbol.asyncDispose]();
    await using other = await jetStreamBus(busOptions(server.url));
    const { heard: after } = await hear(other);
    await until('the rest is heard', () => different(after).length === 19, 5_000); // well before the acknowledgement wait of 10 s
    gate.resolve(undefined);
    await left;
    expect([versions(before), different(after)]).toEqual([[1], upTo(20).slice(1)]);
  });

  it('doubled and out of order: what is not settled comes again and nothing else does', async () => {
    await using server = await natsServer();
    await provision({ servers: server.url, durables });
    await using admin = await adminOf(server.url);
    await using bus = await jetStreamBus(busOptions(server.url));
    const { heard } = await hear(bus, async ({ handoff, attempt }) => (attempt === 1 && Number(handoff.data.about.resourceVersion) % 3 === 0 ? 'nak' : 'ack'));
    await Promise.all(upTo(30).flatMap((version) => [bus.publish(ring(EVENT, version)), bus.publish(ring(EVENT, version))]));
    await until('all are settled', async () => heard.length >= 40 && await admin.isQuiet());
    expect([heard.length, different(heard)]).toEqual([40, upTo(30)]);
    expect(versions(heard)).not.toEqual([...versions(heard)].sort((a, b) => a - b));
  });
});
