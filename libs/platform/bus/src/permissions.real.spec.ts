import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the real parts
import { passwordsFor, whereParts } from '@handoff/real-parts';
// eslint-disable-next-line @nx/enforce-module-boundaries -- as above
import type { NatsServer } from '@handoff/real-parts';
import { Core, Ipam } from '@handoff/events';
import { BusForbidden, BusUnavailable } from './bus.js';
import type { Delivery } from './bus.js';
import { natsAccounts, passwordVariable } from './jetstream/accounts.js';
import { jetStreamBus } from './jetstream/jetstream-bus.js';
import type { JetStreamBus } from './jetstream/jetstream-bus.js';
import { PEOPLE, PROVISIONER } from './jetstream/names.js';
import { provision } from './jetstream/provision.js';
import { adminOf, busOptions, LogBook, natsServer, ring, until } from './testing/nats.js';

const durables = [{ name: 'capi-core', events: [Ipam.AddressAllocated] }, { name: 'ipam', events: [Core.MachineRunning] }];
const config = natsAccounts(durables);
const passwords = passwordsFor(config);
const login = (user: string): { user: string; password: string } => ({ user, password: passwords[passwordVariable(user)] ?? '' });

whereParts(describe, 'nats-server')('NATS with an account of its own for each service', () => {
  let server: NatsServer;
  beforeAll(async () => {
    server = await natsServer({ config, env: passwords });
    await provision({ servers: server.url, credentials: login(PROVISIONER), durables });
  });
  afterAll(async () => { await server[Symbol.asyncDispose](); });

  const busOf = (user: string, log = new LogBook(), password = login(user).password): Promise<JetStreamBus> =>
    jetStreamBus({ ...busOptions(server.url, user, log), credentials: { user, password } });
  const hearing = async (bus: JetStreamBus, durable: { name: string; events: typeof durables[number]['events'] }): Promise<Delivery[]> => {
    const heard: Delivery[] = [];
    await bus.subscribe({ durable: durable.name, events: durable.events, handler: async (delivery) => { heard.push(delivery); return 'ack'; } });
    return heard;
  };

  it('lets services hear each other, and people follow, with nothing forbidden that they need', async () => {
    const log = new LogBook();
    await using core = await busOf('capi-core', log);
    await using ipam = await busOf('ipam', log);
    await using people = await busOf(PEOPLE, log);
    const seen: string[] = [];
    people.follow(({ event }) => { seen.push(event.name); });
    const [atCore, atIpam] = [await hearing(core, { name: 'capi-core', events: [Ipam.AddressAllocated] }), await hearing(ipam, { name: 'ipam', events: [Core.MachineRunning] })];
    await core.publish(ring(Core.MachineRunning, 1));
    await ipam.publish(ring(Ipam.AddressAllocated, 2));
    await until('both hear, people see', () => atCore.length === 1 && atIpam.length === 1 && seen.length === 2);
    await using admin = await adminOf(server.url, { user: PEOPLE, pass: login(PEOPLE).password, inboxPrefix: `_INBOX_${PEOPLE}` });
    await until('all is acknowledged', () => admin.isQuiet());
    expect(log.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
  });

  it('keeps the dead letters of each service', async () => {
    await using core = await busOf('capi-core');
    await using ipam = await busOf('ipam');
    await core.subscribe({ durable: 'capi-core', events: [Ipam.AddressAllocated], handler: async () => 'term' });
    await ipam.publish(ring(Ipam.AddressAllocated, 3));
    await using admin = await adminOf(server.url, { user: PEOPLE, pass: login(PEOPLE).password, inboxPrefix: `_INBOX_${PEOPLE}` });
    await until('the dead letter is kept', async () => (await admin.manager.streams.info('DEADLETTERS')).state.messages === 1);
    const letter = await admin.manager.streams.getMessage('DEADLETTERS', { seq: 1 });
    expect([letter?.subject, letter?.header.get('Handoff-Dead-Reason')]).toEqual(['dlq.capi.v1.capi-core.default.c.ipam.address-allocated', 'terminated']);
  });

  it('forbids a service to ring for another, and says what to grant and to whom', async () => {
    const log = new LogBook();
    await using ipam = await busOf('ipam', log);
    const forged = ipam.publish(ring(Core.MachineRunning, 4));
    await expect(forged).rejects.toThrow(BusForbidden);
    await expect(forged).rejects.toThrow(/"ipam" may not publish capi\.v1\.default\.c\.core\.machine-running: grant it "publish" on capi\.v1\.\*\.\*\.core\.>/);
    await expect(ipam.publish(ring(Core.MachineRunning, 5))).rejects.toThrow(BusForbidden);
    expect(log.lines.filter(({ message }) => message === 'handoff may not be rung')).toHaveLength(1);
  });

  it('forbids a service to make streams and durables, and to read another\'s', async () => {
    const asIpam = login('ipam');
    await expect(provision({ servers: server.url, credentials: asIpam, durables })).rejects.toThrow(/"ipam" may not publish \$JS\.API\.STREAM\.INFO/);
    const log = new LogBook();
    await using ipam = await busOf('ipam', log);
    await hearing(ipam, { name: 'capi-core', events: [Ipam.AddressAllocated] });
    await until('the log says what is missing', () => log.text.includes('\\"ipam\\" may not publish $JS.API.CONSUMER.INFO.LIFECYCLE.capi-core'));
    await using admin = await adminOf(server.url, { user: 'ipam', pass: asIpam.password, inboxPrefix: '_INBOX_ipam' });
    await expect(admin.manager.consumers.add('LIFECYCLE', { durable_name: 'spy' })).rejects.toThrow(/ermission/);
  });

  it('hides a password that is wrong, and lets nobody in with it', async () => {
    const log = new LogBook();
    await using ipam = await busOf('ipam', log, 'not-the-password');
    await expect(ipam.publish(ring(Ipam.AddressAllocated, 6))).rejects.toThrow(BusUnavailable);
    expect(log.text).toContain('check its password');
    expect(log.text).not.toContain('not-the-password');
  });
});
