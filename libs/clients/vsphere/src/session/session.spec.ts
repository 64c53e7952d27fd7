import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec may run the simulator; nothing that ships depends on it
import { startVCenter, type VCenterSimulator } from '@handoff/simulator-vcenter';
import { VirtualClock } from '@handoff/time';
import { VSphereClient } from '../client.js';
import type { VSphereOptions } from '../client-options.js';
import { DisposedError } from '../errors/connection.js';
import { InvalidLoginError } from '../errors/faults.js';
import { cloned, machineThat, placement } from '../testing/machines.js';

describe('the session with a vCenter', () => {
  let vcenter: VCenterSimulator;
  let options: VSphereOptions;
  const undo: (() => void)[] = [];

  beforeAll(async () => {
    vcenter = await startVCenter({ templates: ['ubuntu'] });
    options = { server: vcenter.address, thumbprint: vcenter.thumbprint, username: 'user', password: 'pass' };
  });
  afterEach(() => {
    for (const take of undo.splice(0)) take();
  });
  afterAll(() => vcenter[Symbol.asyncDispose]());

  it('is opened by one login however many calls come at once, and ended on disposal', async () => {
    vcenter.calls.reset();
    const client = await VSphereClient.connect(options);
    await Promise.all([client.findFolder(), client.findDatastore(), client.findTemplate('ubuntu'), client.about()]);
    expect(vcenter.calls.count('Login')).toBe(1);
    await client[Symbol.asyncDispose]();
    expect(vcenter.calls.count('Logout')).toBe(1);
  });

  it('is opened again, once, when vCenter has ended it under many calls', async () => {
    await using client = await VSphereClient.connect(options);
    const place = await placement(client, 'ubuntu');
    vcenter.calls.reset();
    vcenter.endSessions();
    const uuids = ['a', 'b', 'c'].map((digit) => `6f1d0000-0000-4000-8000-00000000000${digit}`);
    const found = await Promise.all(uuids.map((instanceUuid) => client.findVm({ instanceUuid })));
    expect(found).toEqual([undefined, undefined, undefined]);
    expect((await client.vm(place.template.ref)).name).toBe('ubuntu');
    expect(vcenter.calls.count('Login')).toBe(1);
  });

  it('notices by a property read, which vCenter answers without saying no, that nobody is logged in', async () => {
    await using client = await VSphereClient.connect(options);
    const { ref } = await client.findTemplate('ubuntu');
    vcenter.endSessions();
    expect((await client.vm(ref)).name).toBe('ubuntu');
  });

  it('is lost and found again without those who wait in the long poll noticing', async () => {
    await using client = await VSphereClient.connect(options);
    const place = await placement(client, 'ubuntu');
    const vm = await cloned(client, { ...place, name: 'patient', instanceUuid: '6f1d0000-0000-4000-8000-000000000010' });
    const reported = machineThat(client, vm, ({ extraConfig }) => extraConfig.get('guestinfo.handoff.state') === 'done');
    await machineThat(client, vm, () => true);
    vcenter.setDelays({ reconfigure: 300 });
    const task = await client.reconfigure(vm, { extraConfig: new Map([['guestinfo.handoff.state', 'done']]) });
    const ended = client.awaitTask(task);
    vcenter.endSessions();
    expect((await ended).state).toBe('success');
    expect((await reported).extraConfig.get('guestinfo.handoff.state')).toBe('done');
    vcenter.setDelays({});
  });

  it('is not asked for again at once when the password was refused, since that would lock the account', async () => {
    const clock = new VirtualClock();
    vcenter.calls.reset();
    const wrong = { ...options, password: 'wrong-hunter2', clock };
    const error: unknown = await VSphereClient.connect(wrong).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidLoginError);
    expect(error).toMatchObject({ code: 'InvalidLogin', retryable: false, fault: 'InvalidLogin', server: vcenter.address });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('hunter2');
    expect(vcenter.calls.count('Login')).toBe(1);
  });

  it('ends with the client: who waits is told, who calls is refused', async () => {
    const client = await VSphereClient.connect(options);
    const place = await placement(client, 'ubuntu');
    vcenter.setDelays({ clone: 5_000 });
    const task = await client.cloneVm({ ...place, name: 'unfinished', instanceUuid: '6f1d0000-0000-4000-8000-000000000011' });
    const waiting = client.awaitTask(task).catch((reason: unknown) => reason);
    await client[Symbol.asyncDispose]();
    vcenter.setDelays({});
    expect(await waiting).toBeInstanceOf(DisposedError);
    await expect(client.vm(place.template.ref)).rejects.toBeInstanceOf(DisposedError);
  });

  it('lets one caller give up waiting without disturbing the others', async () => {
    await using client = await VSphereClient.connect(options);
    const place = await placement(client, 'ubuntu');
    vcenter.setDelays({ clone: 200 });
    const task = await client.cloneVm({ ...place, name: 'shared', instanceUuid: '6f1d0000-0000-4000-8000-000000000012' });
    const impatient = new AbortController();
    const given = client.awaitTask(task, impatient.signal).catch((reason: unknown) => reason);
    const patient = client.awaitTask(task);
    impatient.abort(new Error('enough'));
    expect(await given).toMatchObject({ message: 'enough' });
    expect((await patient).state).toBe('success');
    vcenter.setDelays({});
  });

  it('repeats a read whose reply was lost, and says what happened when a change was', async () => {
    await using client = await VSphereClient.connect(options);
    const { ref } = await client.findTemplate('ubuntu');
    undo.push(vcenter.addFaultRule({ method: 'RetrievePropertiesEx', times: 1, dropReply: true }));
    expect((await client.vm(ref)).name).toBe('ubuntu');
    undo.push(vcenter.addFaultRule({ method: 'CreateFolder', times: 1, dropReply: true }));
    await expect(client.ensureFolder('lost-reply')).rejects.toMatchObject({ code: 'Connection', retryable: true });
    expect((await client.ensureFolder('lost-reply')).path).toBe('/DC0/vm/lost-reply');
  });

  it('starts the long poll over when its connection breaks, and tells the background', async () => {
    const background: unknown[] = [];
    await using client = await VSphereClient.connect({ ...options, onBackgroundError: (error) => background.push(error) });
    const place = await placement(client, 'ubuntu');
    undo.push(vcenter.addFaultRule({ method: 'WaitForUpdatesEx', times: 1, dropReply: true }));
    const vm = await cloned(client, { ...place, name: 'cut-off', instanceUuid: '6f1d0000-0000-4000-8000-000000000013' });
    expect((await client.vm(vm)).name).toBe('cut-off');
    expect(background).toEqual([expect.objectContaining({ code: 'Connection' })]);
  });
});
