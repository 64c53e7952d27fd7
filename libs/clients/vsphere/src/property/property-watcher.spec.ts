import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec may run the simulator; nothing that ships depends on it
import { startVCenter, type VCenterSimulator } from '@handoff/simulator-vcenter';
import { settle } from '@handoff/time';
import { VSphereClient } from '../client.js';
import { moRef } from '../moref.js';
import { cloned, placement } from '../testing/machines.js';
import type { VmChange } from '../vm/virtual-machines.js';

const uuid = (last: number): string => `6f1d0000-0000-4000-8000-${String(last).padStart(12, '0')}`;

describe('the shared long poll', () => {
  let vcenter: VCenterSimulator;
  let client: VSphereClient;
  const background: unknown[] = [];

  beforeAll(async () => {
    vcenter = await startVCenter({ templates: ['ubuntu'] });
    const options = { server: vcenter.address, thumbprint: vcenter.thumbprint, username: 'user', password: 'pass' };
    client = await VSphereClient.connect({ ...options, onBackgroundError: (error) => background.push(error) });
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await vcenter[Symbol.asyncDispose]();
  });

  it('waits for many tasks at once without asking for any', async () => {
    const place = await placement(client, 'ubuntu');
    vcenter.setDelays({ clone: 250 });
    vcenter.calls.reset();
    const network = place.networks[0]?.networkRef ?? moRef('Network', 'none');
    const names = Array.from({ length: 20 }, (_, index) => index + 100);
    const specs = names.map((index) => ({ ...place, networks: [{ networkRef: network }], name: `many-${index}`, instanceUuid: uuid(index) }));
    const vms = await Promise.all(specs.map((spec) => cloned(client, spec)));
    vcenter.setDelays({});
    expect(new Set(vms.map(({ value }) => value)).size).toBe(20);
    expect(vcenter.calls.count('CloneVM_Task')).toBe(20);
    expect(vcenter.calls.count('RetrievePropertiesEx')).toBe(0);
    expect(vcenter.calls.count('ModifyListView')).toBeLessThanOrEqual(20);
  });

  it('tells a second watcher of an object at once how it is, without a call', async () => {
    const place = await placement(client, 'ubuntu');
    const vm = await cloned(client, { ...place, name: 'watched', instanceUuid: uuid(1) });
    const seen = (): { readonly watch: Disposable; readonly first: Promise<VmChange> } => {
      const { promise, resolve } = Promise.withResolvers<VmChange>();
      return { watch: client.watchVm(vm, resolve), first: promise };
    };
    const one = seen();
    expect(await one.first).toMatchObject({ kind: 'changed', vm: { name: 'watched' } });
    vcenter.calls.reset();
    const two = seen();
    expect(await two.first).toMatchObject({ kind: 'changed', vm: { name: 'watched' } });
    expect(vcenter.calls.total).toBe(0);
    one.watch[Symbol.dispose]();
    two.watch[Symbol.dispose]();
  });

  it('reports what does not exist as gone', async () => {
    const { promise, resolve } = Promise.withResolvers<VmChange>();
    const watch = client.watchVm(moRef('VirtualMachine', 'vm-99999'), resolve);
    expect(await promise).toEqual({ kind: 'gone' });
    watch[Symbol.dispose]();
    await expect(client.awaitTask(moRef('Task', 'task-99999'))).rejects.toMatchObject({ code: 'ObjectGone' });
  });

  it('goes on for the others when one listener fails', async () => {
    const place = await placement(client, 'ubuntu');
    const vm = await cloned(client, { ...place, name: 'audience', instanceUuid: uuid(2) });
    const failing = client.watchVm(vm, () => {
      throw new Error('a listener that fails');
    });
    const { promise, resolve } = Promise.withResolvers<VmChange>();
    const other = client.watchVm(vm, resolve);
    expect((await promise).kind).toBe('changed');
    expect(background).toContainEqual(expect.objectContaining({ message: 'a listener that fails' }));
    failing[Symbol.dispose]();
    other[Symbol.dispose]();
  });

  it('does not mistake an object that is watched again at once for one that is gone', async () => {
    const place = await placement(client, 'ubuntu');
    const one = await cloned(client, { ...place, name: 'again', instanceUuid: uuid(3) });
    const two = await cloned(client, { ...place, name: 'beside', instanceUuid: uuid(4) });
    const heard: string[] = [];
    const others: Disposable[] = [];
    for (let round = 0; round < 10; round += 1) {
      const first = Promise.withResolvers<VmChange>();
      const watch = client.watchVm(one, (change) => {
        heard.push(change.kind);
        first.resolve(change);
      });
      await first.promise;
      watch[Symbol.dispose]();
      others.push(client.watchVm(round % 2 === 0 ? two : place.template.ref, () => undefined));
      others.shift()?.[Symbol.dispose]();
      if (round % 3 !== 0) await settle(round);
    }
    expect(new Set(heard)).toEqual(new Set(['changed']));
    for (const other of others) other[Symbol.dispose]();
  });
});
