import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VSphereClient } from './client.js';
import { DuplicateNameError, InvalidPowerStateError, NotFoundError, ObjectGoneError } from './errors/faults.js';
import { changeThat, cloned, machineThat, placement } from './testing/machines.js';
import type { VCenterFlavour, VCenterUnderTest } from './testing/vcenters.js';
import type { CloneSpec } from './vm/clone-spec.js';
import { guestinfo } from './vm/guestinfo.js';

const uuid = (last: number): string => `6f1d0000-0000-4000-8000-${String(last).padStart(12, '0')}`;

/** The vSphere client against a vCenter, each call of it. */
export function clientChecks({ name, start, callsPerLife }: VCenterFlavour): void {
  describe(`the vSphere client against ${name}`, () => { checks(start, callsPerLife); });
}

function checks(start: VCenterFlavour['start'], callsPerLife: number): void {
  let vcenter: VCenterUnderTest;
  let client: VSphereClient;
  let place: Omit<CloneSpec, 'name' | 'instanceUuid'>;
  const calls: string[] = [];
  const background: unknown[] = [];

  beforeAll(async () => {
    vcenter = await start();
    client = await VSphereClient.connect({
      ...vcenter.options,
      onCall: (method) => calls.push(method),
      onBackgroundError: (error) => background.push(error),
    });
    place = await placement(client, vcenter.template);
  });

  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await vcenter[Symbol.asyncDispose]();
    expect(background).toEqual([]);
  });

  it('tells which vCenter it is connected to', async () => {
    const { fullName, apiVersion } = await client.about();
    expect(fullName).toMatch(/vCenter/);
    expect(apiVersion).toMatch(/^\d+\.\d+/);
  });

  it('finds places by name, path and reference, and says what is similar when there is none', async () => {
    const folder = await client.findFolder();
    expect(folder.path).toBe('/DC0/vm');
    expect(await client.findFolder('/DC0/vm')).toEqual(folder);
    expect(await client.findFolder('vm', { datacenter: 'DC0' })).toEqual(folder);
    expect(await client.findFolder(folder.ref.value)).toEqual(folder);
    const pool = await client.findResourcePool('DC0_C0/Resources');
    expect(pool.path).toBe('/DC0/host/DC0_C0/Resources');
    expect(await client.findResourcePool('DC0_C0')).toEqual(pool);
    expect((await client.findNetwork('VM Network')).ref.type).toBe('Network');
    await expect(client.findNetwork('VM Netwerk')).rejects.toMatchObject({ code: 'NotFound', candidates: ['VM Network'] });
    await expect(client.findFolder('vm', { datacenter: 'DC7' })).rejects.toMatchObject({ code: 'NotFound', kind: 'datacenter' });
  });

  it('asks for a path when a name or its absence leaves a choice', async () => {
    await expect(client.findResourcePool('Resources')).rejects.toMatchObject({
      code: 'Ambiguous',
      candidates: expect.arrayContaining(['/DC0/host/DC0_C0/Resources', '/DC0/host/DC0_H0/Resources']),
    });
    await expect(client.findResourcePool()).rejects.toMatchObject({ code: 'Ambiguous' });
  });

  it('finds a template by name, path, UUID and reference, and afterwards without a call', async () => {
    const { template } = place;
    expect(template.path).toBe(`/DC0/vm/${vcenter.template}`);
    expect(template.nics.length).toBeGreaterThan(0);
    expect(template.disks.length).toBeGreaterThan(0);
    for (const name of [template.path, template.name, template.uuid, template.instanceUuid ?? '', template.ref.value]) {
      expect(await client.findTemplate(name)).toMatchObject({ ref: template.ref, path: template.path });
    }
    calls.length = 0;
    await client.findTemplate(vcenter.template);
    expect(calls.filter((method) => method !== 'WaitForUpdatesEx' && method !== 'ModifyListView')).toEqual([]);
  });

  it('says which templates are similar to one that is missing', async () => {
    const error: unknown = await client.findTemplate(`${vcenter.template}x`, { datacenter: 'DC0' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ kind: 'template', retryable: true, candidates: expect.arrayContaining([vcenter.template]) });
    expect(String(error)).toContain('in datacenter DC0');
  });

  it('carries a machine from clone to removal', async () => {
    const spec = { ...place, name: 'life', instanceUuid: uuid(1), numCPUs: 4, memoryMiB: 4096, extraConfig: guestinfo({ metadata: 'a: b' }) };
    const vm = await cloned(client, spec);
    const born = await client.vm(vm);
    expect(born).toMatchObject({ name: 'life', instanceUuid: uuid(1), powerState: 'poweredOff', template: false });
    expect(born.nics.map(({ mac }) => mac)).toEqual(['00:50:56:3f:00:01']);
    expect(born.nics[0]?.network).toEqual(place.networks[0]?.networkRef);
    expect(born.biosUuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(await client.findVm({ instanceUuid: uuid(1) })).toEqual(vm);
    expect(await client.findVm({ biosUuid: born.biosUuid, datacenter: 'DC0' })).toEqual(vm);
    expect(await client.findVm({ path: '/DC0/vm/life' })).toEqual(vm);

    const on = await client.powerOn(vm);
    expect(on && (await client.awaitTask(on)).state).toBe('success');
    await machineThat(client, vm, ({ powerState }) => powerState === 'poweredOn');
    const addressed = machineThat(client, vm, ({ guest }) => [...guest.ips.values()].flat().includes('192.0.2.7'));
    await client.awaitTask(await client.reconfigure(vm, { extraConfig: new Map([['SET.guest.ipAddress', '192.0.2.7']]) }));
    const { host } = await addressed;
    expect(host && (await client.hostName(host))).toMatch(/^DC0_C0_H\d$/);

    const off = await client.powerOff(vm);
    expect(off && (await client.awaitTask(off)).state).toBe('success');
    const gone = changeThat(client, vm, ({ kind }) => kind === 'gone');
    const destroying = await client.destroy(vm);
    expect(destroying && (await client.awaitTask(destroying)).state).toBe('success');
    expect(await gone).toEqual({ kind: 'gone' });
    expect(await client.destroy(vm)).toBeUndefined();
    await expect(client.vm(vm)).rejects.toBeInstanceOf(ObjectGoneError);
    expect(await client.findVm({ instanceUuid: uuid(1), path: 'life' })).toBeUndefined();
    expect(await client.findVm({ path: 'no-such-folder/life' })).toBeUndefined();
  });

  it('reads back what the guest reports but never the user data', async () => {
    const documents = guestinfo({ userdata: 'password: hunter2', metadata: 'a: b' });
    const vm = await cloned(client, { ...place, name: 'reporter', instanceUuid: uuid(2), extraConfig: documents });
    const reported = machineThat(client, vm, ({ extraConfig }) => extraConfig.get('guestinfo.handoff.state') === 'running');
    const report = new Map([['guestinfo.handoff.state', 'running'], ['guestinfo.other', 'x']]);
    await client.awaitTask(await client.reconfigure(vm, { extraConfig: report }));
    const { extraConfig } = await reported;
    expect([...extraConfig.keys()].sort()).toEqual(['guestinfo.handoff.state', 'guestinfo.metadata', 'guestinfo.metadata.encoding']);
    expect((await client.vm(vm)).extraConfig).toEqual(extraConfig);
    await client.awaitTask(await client.reconfigure(vm, { extraConfig: new Map([['guestinfo.handoff.state', '']]) }));
    expect((await client.vm(vm)).extraConfig.has('guestinfo.handoff.state')).toBe(false);
  });

  it('hears when somebody else removes a machine', async () => {
    const vm = await cloned(client, { ...place, name: 'taken-away', instanceUuid: uuid(7) });
    const gone = changeThat(client, vm, ({ kind }) => kind === 'gone');
    await machineThat(client, vm, ({ name }) => name === 'taken-away');
    await using somebody = await VSphereClient.connect(vcenter.options);
    await somebody.destroy(vm);
    expect(await gone).toEqual({ kind: 'gone' });
  });

  it('gives a machine that is there already its key, network cards and size', async () => {
    const vm = await cloned(client, { ...place, cloneMode: 'fullClone', name: 'reshaped', instanceUuid: uuid(8) });
    const network = await client.findNetwork('VM Network');
    const networks = [{ networkRef: network.ref, mac: '00:50:56:3f:00:08' }];
    const change = { instanceUuid: uuid(9), numCPUs: 2, memoryMiB: 2048, networks, disksGiB: [64] };
    await client.awaitTask(await client.reconfigure(vm, change));
    const reshaped = await client.vm(vm);
    expect(reshaped).toMatchObject({ instanceUuid: uuid(9), nics: [{ mac: '00:50:56:3f:00:08', network: network.ref }] });
    expect((await client.findTemplate(vm.value)).disks[0]?.capacityKiB).toBe(64 * 1024 * 1024);
    await expect(client.reconfigure(vm, { disksGiB: [1] })).rejects.toMatchObject({ code: 'InvalidArgument' });
  });

  it('makes a template with a snapshot for linked clones out of a machine', async () => {
    const vm = await cloned(client, { ...place, name: 'golden', instanceUuid: uuid(10) });
    await client.awaitTask(await client.createSnapshot(vm, 'base'));
    await client.markAsTemplate(vm);
    const template = await client.findTemplate('golden');
    expect(template).toMatchObject({ ref: vm, isTemplate: true });
    expect(template.snapshots.all.map(({ name }) => name)).toEqual(['base']);
    const linked = await cloned(client, { ...place, template, cloneMode: 'linkedClone', name: 'linked', instanceUuid: uuid(11) });
    expect((await client.vm(linked)).template).toBe(false);
  });

  it('recognizes its own machine when a clone is repeated, and another one as another', async () => {
    const spec = { ...place, name: 'twice', instanceUuid: uuid(3) };
    const vm = await cloned(client, spec);
    const error: unknown = await cloned(client, spec).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DuplicateNameError);
    expect(error instanceof DuplicateNameError && error.existingWith(uuid(3).toUpperCase())?.ref).toEqual(vm);
    expect(error instanceof DuplicateNameError && error.existingWith(uuid(4))).toBeUndefined();
  });

  it('takes a power operation that finds the wanted state as done, and names the states when it finds another', async () => {
    const vm = await cloned(client, { ...place, name: 'power', instanceUuid: uuid(5) });
    const on = async (): Promise<unknown> => {
      const task = await client.powerOn(vm);
      return task && client.awaitTask(task);
    };
    await on();
    await on();
    const destroying = client.destroy(vm).then((task) => task && client.awaitTask(task));
    const error: unknown = await destroying.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidPowerStateError);
    expect(error).toMatchObject({ existingState: 'poweredOn', requestedState: 'poweredOff', fault: 'InvalidPowerState', retryable: true });
  });

  it('makes a folder with its parents once, however many ask for it', async () => {
    const path = '/DC0/vm/clusters/production/blue';
    const made = await Promise.all([client.ensureFolder(path), client.ensureFolder(path), client.ensureFolder('clusters/production/blue')]);
    expect(new Set(made.map(({ ref }) => ref.value)).size).toBe(1);
    expect(made[0].path).toBe(path);
    await expect(client.ensureFolder('/DC9/vm/x')).rejects.toBeInstanceOf(NotFoundError);
  });

  it('tells what a preflight finds wrong, each with a fix', async () => {
    const findings = await client.preflight({
      datacenter: 'DC0',
      resourcePool: 'DC0_C0',
      networks: ['VM Network', 'VM Netwerk'],
      templates: [vcenter.template, `${vcenter.template}x`],
    });
    expect(findings.map(({ object, problem }) => [object, problem])).toEqual([
      ['network VM Netwerk', 'notFound'],
      [`template ${vcenter.template}x`, 'notFound'],
    ]);
    expect(findings[0]?.fix).toContain('VM Network');
  });

  it('chooses datastores by storage policy', async () => {
    const error: unknown = await client.findStoragePolicy('no such policy').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'NotFound', kind: 'storage policy' });
    const policy = await client.findStoragePolicy('vSAN Default Storage Policy');
    expect(await client.compatibleDatastores(policy, place.resourcePool)).toEqual([place.datastore]);
  });

  it('needs at most a dozen calls for the whole life of a machine in an inventory that it knows', async () => {
    calls.length = 0;
    const { template } = { template: await client.findTemplate(vcenter.template) };
    const vm = await cloned(client, { ...place, template, name: 'thrifty', instanceUuid: uuid(6) });
    expect((await client.vm(vm)).nics).toHaveLength(1);
    const ready = machineThat(client, vm, ({ guest }) => [...guest.ips.values()].flat().length > 0);
    const extraConfig = new Map([...guestinfo({ userdata: 'u', metadata: 'm' }), ['SET.guest.ipAddress', '192.0.2.9']]);
    await client.awaitTask(await client.reconfigure(vm, { extraConfig }));
    for (const task of [await client.powerOn(vm)]) if (task) await client.awaitTask(task);
    await ready;
    for (const task of [await client.powerOff(vm)]) if (task) await client.awaitTask(task);
    for (const task of [await client.destroy(vm)]) if (task) await client.awaitTask(task);
    const own = calls.filter((method) => method !== 'WaitForUpdatesEx');
    expect(own.length).toBeLessThanOrEqual(callsPerLife);
  });
}
