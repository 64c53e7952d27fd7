import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the real parts
import { whereParts } from '@handoff/real-parts';
// eslint-disable-next-line @nx/enforce-module-boundaries -- as above
import type { NatsServer } from '@handoff/real-parts';
import { Core } from '@handoff/events';
import { jetStreamBus } from './jetstream/jetstream-bus.js';
import { DEADLETTERS, LIFECYCLE } from './jetstream/names.js';
import { provision } from './jetstream/provision.js';
import { adminOf, busOptions, natsServer, ring, until } from './testing/nats.js';
import type { Admin } from './testing/nats.js';

const EVENT = Core.MachineRunning;
const SUBJECT = 'capi.v1.default.c.core.machine-running';
const durables = [{ name: 'service', events: [EVENT] }];

whereParts(describe, 'nats-server')('what nobody can settle', () => {
  let server: NatsServer;
  let admin: Admin;
  let client: NatsConnection;
  beforeAll(async () => {
    server = await natsServer();
    admin = await adminOf(server.url);
    client = await connect({ servers: server.url });
  });
  afterAll(async () => {
    await client.close();
    await admin[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const fresh = async (): Promise<void> => {
    await admin.clear();
    await provision({ servers: server.url, durables });
  };
  const letters = async (): Promise<number> => (await admin.manager.streams.info(DEADLETTERS)).state.messages;

  it.each([
    ['no JSON', 'ce-id', 'not json', 'the body is not JSON'],
    ['no reference', 'ce-id', '{"about":{"kind":"Machine"}}', 'the body is not a handoff\'s: about.apiGroup'],
    ['no id', 'other', JSON.stringify(ring(EVENT, 1).data), 'the header ce-id is missing'],
  ])('%s: copied with its reason, headers and body, and never brought again', async (_what, header, body, reason) => {
    await fresh();
    await using bus = await jetStreamBus(busOptions(server.url));
    let handled = 0;
    await bus.subscribe({ durable: 'service', events: [EVENT], handler: async () => { handled += 1; return 'ack'; } });
    const own = headers();
    own.set(header, 'some-id');
    await jetstream(client).publish(SUBJECT, body, { headers: own, msgID: 'twice' });
    await until('it is buried', async () => await letters() === 1 && await admin.isQuiet());
    const letter = await admin.manager.streams.getMessage(DEADLETTERS, { seq: 1 });
    expect(letter?.subject).toBe('dlq.capi.v1.service.default.c.core.machine-running');
    expect(letter?.string()).toBe(body);
    expect(letter?.header.get('Handoff-Dead-Reason')).toContain(reason);
    expect(letter?.header.get(header)).toBe('some-id');
    expect([letter?.header.get('Handoff-Dead-Subject'), letter?.header.get('Handoff-Dead-Attempts'), handled]).toEqual([SUBJECT, '1', 0]);
    expect((await admin.manager.streams.getMessage(LIFECYCLE, { seq: 1 }))?.string()).toBe(body); // the audit trail keeps it
  });

  it('too many attempts: the same', async () => {
    await fresh();
    await using bus = await jetStreamBus(busOptions(server.url));
    await bus.subscribe({ durable: 'service', events: [EVENT], handler: async () => { throw new Error('broken'); } });
    await bus.publish(ring(EVENT, 1));
    await until('it is buried', async () => await letters() === 1 && await admin.isQuiet());
    const letter = await admin.manager.streams.getMessage(DEADLETTERS, { seq: 1 });
    expect([letter?.header.get('Handoff-Dead-Reason'), letter?.header.get('Handoff-Dead-Attempts')]).toEqual(['too many attempts', '5']);
  });

  it('unknown fields and headers are no reason', async () => {
    await fresh();
    await using bus = await jetStreamBus(busOptions(server.url));
    const heard: unknown[] = [];
    await bus.subscribe({ durable: 'service', events: [EVENT], handler: async ({ handoff }) => { heard.push(handoff); return 'ack'; } });
    const own = headers();
    for (const [name, value] of [['ce-id', 'a%20b'], ['ce-new', 'x'], ['traceparent', '00-1-2-01']] as const) own.set(name, value);
    const { data } = ring(EVENT, 1);
    await jetstream(client).publish(SUBJECT, JSON.stringify({ ...data, more: 1 }), { headers: own });
    await until('it is heard', () => heard.length === 1);
    expect(heard).toEqual([{ id: 'a b', event: EVENT, subject: SUBJECT, time: '', data, traceparent: '00-1-2-01' }]);
  });

  it('a hearer that dies with each delivery: the server\'s word about it is kept', async () => {
    await fresh();
    await admin.manager.consumers.update(LIFECYCLE, 'service', { ack_wait: 100_000_000, max_deliver: 2 }); // 100 ms
    await jetstream(client).publish(SUBJECT, '{}');
    const consumer = await jetstream(client).consumers.get(LIFECYCLE, 'service');
    const dying = await consumer.consume({ callback: () => undefined });
    await until('the advisory is kept', async () => await letters() === 1);
    await dying.close();
    const advisory = await admin.manager.streams.getMessage(DEADLETTERS, { seq: 1 });
    expect(advisory?.json()).toMatchObject({ stream: LIFECYCLE, consumer: 'service', stream_seq: 1, deliveries: 2 });
  });
});
