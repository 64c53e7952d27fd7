import { describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec may run the simulator; nothing that ships depends on it
import { startVCenter } from '@handoff/simulator-vcenter';
import { connection } from '../connection.js';
import type { VSphereTransport } from '../transport/transport.js';
import { connectTransport } from '../transport/undici-transport.js';
import { Collector } from './collector.js';

/** Makes vCenter cut its answers into portions of one object, as it does by itself with more than it sends at once. */
const oneByOne = (inner: VSphereTransport): VSphereTransport => ({
  send: (request, signal) => {
    const body = request.body?.replace('</maxWaitSeconds>', '</maxWaitSeconds><maxObjectUpdates>1</maxObjectUpdates>');
    return inner.send(body === undefined ? request : { ...request, body }, signal);
  },
  [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
});

const names = ['one', 'two', 'three'];

describe('the collector of a long poll', () => {
  it('takes the portions of one answer together', async () => {
    await using vcenter = await startVCenter({ templates: names });
    const options = { server: vcenter.address, thumbprint: vcenter.thumbprint, username: 'user', password: 'pass' };
    await using parts = connection({ ...options, transport: oneByOne(connectTransport(options)) });
    const { signal } = new AbortController();
    const epoch = await parts.session.open(signal);
    const vms = await Promise.all(names.map((name) => parts.templates.find(name)));
    const collector = await Collector.create(parts.session, epoch, { VirtualMachine: ['name'] }, { signal });
    await collector.modify(vms.map(({ ref }) => ref), [], { signal });
    const updates = await collector.wait(1, { signal });
    expect(updates.map(({ kind, ref }) => [kind, ref.value]).sort()).toEqual(vms.map(({ ref }) => ['enter', ref.value]).sort());
  });
});
