import { connect } from 'node:tls';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { startVCenter } from './simulator.js';
import { ManualClock, seededRandom } from './testing/manual-clock.js';
import { startOurs } from './testing/ours.js';
import { dig, faultOf, RawClient, RawFault, refXml } from './testing/raw-client.js';
import type { Ref } from './testing/raw-client.js';
import { clone, filterXml, optionXml, poll, readProperty, reconfigure, runTask, watch } from './testing/world.js';

const serviceInstance: Ref = { type: 'ServiceInstance', id: 'ServiceInstance' };
const basic = (user: string, password: string) => ({ authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });

describe('a simulated vCenter', () => {
  it('shows the certificate whose thumbprint it tells', async () => {
    await using ours = await startOurs();
    const port = Number(ours.server.address.split(':')[1]);
    const socket = connect({ host: '127.0.0.1', port, ca: ours.server.certificatePem, servername: 'localhost' });
    await once(socket, 'secureConnect');
    expect(socket.getPeerCertificate().fingerprint256).toBe(ours.server.thumbprint);
    expect(socket.getPeerCertificate().fingerprint).toBe(ours.server.thumbprintSha1);
    socket.destroy();
  });

  it('makes the same identities from the same seed', async () => {
    const identities = async () => {
      await using ours = await startOurs({ random: seededRandom(7) });
      await clone(ours.world, 'vm');
      return ours.server.vms({ templates: true }).map(({ uuid, instanceUuid, macAddresses }) => [uuid, instanceUuid, macAddresses]);
    };
    const first = await identities();
    expect(await identities()).toEqual(first);
    expect(first.flat(2)).toEqual(expect.arrayContaining([expect.stringMatching(/^00:50:56:[89ab]/)]));
    expect(new Set(first.flat(2)).size).toBe(6);
  });

  it('counts calls by method', async () => {
    await using ours = await startOurs();
    ours.server.calls.reset();
    await ours.client.soap('CurrentTime', serviceInstance);
    await ours.client.soap('CurrentTime', serviceInstance);
    await ours.client.rest('GET', '/rest/com/vmware/cis/tagging/tag/id:x');
    expect(ours.server.calls.toJSON()).toEqual({ CurrentTime: 2, 'GET /rest/com/vmware/cis/tagging/tag/id:{id}': 1 });
    expect(ours.server.calls.total).toBe(3);
  });

  it('ends long polls and running tasks when it stops', async () => {
    const clock = new ManualClock();
    const ours = await startOurs({ clock, delays: { clone: 1000 } });
    const own = await watch(ours.client, filterXml('spec', ours.world.source, 'name'));
    const { version = '' } = await poll(ours.client, own, '');
    const pending = poll(ours.client, own, version).catch((error: unknown) => error);
    await clock.sleeping();
    await ours[Symbol.asyncDispose]();
    expect(await pending).toBeInstanceOf(Error);
  });

  it('refuses guestinfo that no virtual machine can hold', async () => {
    await using ours = await startOurs();
    const vm = await clone(ours.world, 'vm');
    await reconfigure(ours.world, vm, optionXml('guestinfo.userdata', 'x'.repeat(65_536)));
    expect(await faultOf(reconfigure(ours.world, vm, optionXml('guestinfo.userdata', 'x'.repeat(65_537))))).toBe('InvalidArgument');
  });
});

describe('fault rules', () => {
  it('answer with a fault as often as they say', async () => {
    await using ours = await startOurs();
    ours.server.addFaultRule({ method: 'CurrentTime', times: 1, fault: { type: 'HostNotConnected', message: 'away' } });
    expect(await faultOf(ours.client.soap('CurrentTime', serviceInstance))).toBe('HostNotConnected');
    expect(await faultOf(ours.client.soap('CurrentTime', serviceInstance))).toBe('no fault');
  });

  it('let a task fail, with the message that they say', async () => {
    await using ours = await startOurs();
    const taskFault = { type: 'NoDiskSpace', message: 'Insufficient disk space on datastore LocalDS_0.', properties: { file: '', datastore: 'LocalDS_0' } };
    ours.server.addFaultRule({ method: 'CloneVM_Task', times: 1, taskFault });
    await expect(clone(ours.world, 'vm')).rejects.toThrow('NoDiskSpace: Insufficient disk space on datastore LocalDS_0.');
    expect(ours.server.vms()).toEqual([]);
    await clone(ours.world, 'vm');
  });

  it('answer with a bare status until they are taken back', async () => {
    await using ours = await startOurs();
    const remove = ours.server.addFaultRule({ method: 'POST /rest/com/vmware/cis/session', httpStatus: 503 });
    const login = () => ours.client.rest('POST', '/rest/com/vmware/cis/session', undefined, basic('user', 'pass'));
    expect((await login()).status).toBe(503);
    remove();
    expect((await login()).status).toBe(200);
  });

  it('lose the reply of a call that was carried out', async () => {
    await using ours = await startOurs();
    const name = { type: 'Folder', id: ours.world.vmFolder.id };
    ours.server.addFaultRule({ method: 'CreateFolder', times: 1, dropReply: true });
    await expect(ours.client.soap('CreateFolder', name, '<name>lost</name>')).rejects.toThrow();
    expect(await faultOf(ours.client.soap('CreateFolder', name, '<name>lost</name>'))).toBe('DuplicateName');
  });

  it('delay a call by the clock', async () => {
    const clock = new ManualClock();
    await using ours = await startOurs({ clock });
    ours.server.addFaultRule({ method: 'CurrentTime', times: 1, delayMs: 500 });
    const before = clock.now();
    const call = ours.client.soap('CurrentTime', serviceInstance);
    await clock.sleeping();
    clock.advance(500);
    expect(Date.parse(dig(await call, 'returnval')?.text ?? '')).toBe(before + 500);
  });
});

describe('logins', () => {
  it('are counted, and can be ended all at once', async () => {
    await using ours = await startOurs();
    await ours.client.rest('POST', '/rest/com/vmware/cis/session', undefined, basic('user', 'pass'));
    expect(ours.server.sessions).toEqual({ soap: 1, rest: 1 });
    ours.server.endSessions();
    expect(ours.server.sessions).toEqual({ soap: 0, rest: 0 });
    expect(await faultOf(ours.client.soap('CurrentTime', serviceInstance))).toBe('NotAuthenticated');
  });

  it('take the name with its domain', async () => {
    await using ours = await startOurs();
    await using other = new RawClient(ours.client.base);
    expect(await faultOf(other.login('user@vsphere.local'))).toBe('no fault');
  });

  it('end after idling, but not while waiting for updates', async () => {
    const clock = new ManualClock();
    await using ours = await startOurs({ clock, sessionIdleTimeoutMs: 60_000 });
    const own = await watch(ours.client, filterXml('spec', ours.world.source, 'name'));
    const { version = '' } = await poll(ours.client, own, '');
    const pending = poll(ours.client, own, version, '<maxWaitSeconds>100</maxWaitSeconds>');
    await clock.sleeping();
    clock.advance(100_000);
    expect((await pending).updates).toEqual([]);
    expect(await faultOf(ours.client.soap('CurrentTime', serviceInstance))).toBe('no fault');
    clock.advance(60_001);
    expect(await faultOf(ours.client.soap('CurrentTime', serviceInstance))).toBe('NotAuthenticated');
  });

  it('with a list of privileges are held to it, and told which one is missing', async () => {
    const users = [
      { name: 'user', password: 'pass' },
      { name: 'limited', password: 'pass', privileges: ['VirtualMachine.Interact.PowerOff'] },
    ];
    await using ours = await startOurs({ users });
    const vm = await clone(ours.world, 'vm');
    await using limited = new RawClient(ours.client.base);
    await limited.login('limited');
    const refused = await limited.soap('PowerOnVM_Task', vm).catch((error: unknown) => error);
    expect(refused).toMatchObject({ type: 'NoPermission' });
    expect(refused instanceof RawFault && dig(refused.detail, 'privilegeId')?.text).toBe('VirtualMachine.Interact.PowerOn');
    expect((await readProperty(limited, vm, 'name'))?.text).toBe('vm');
    const manager: Ref = { type: 'AuthorizationManager', id: 'AuthorizationManager' };
    const asked = `${refXml('entity', vm)}<sessionId>${limited.cookie ?? ''}</sessionId><privId>VirtualMachine.Interact.PowerOn</privId>`;
    const answer = await limited.soap('HasPrivilegeOnEntities', manager, asked);
    expect(dig(answer, 'returnval', 'privAvailability', 'isGranted')?.text).toBe('false');
  });
});

describe('templates', () => {
  it('come and go through the API of this package', async () => {
    await using ours = await startOurs();
    ours.server.addTemplate('another', { snapshot: false, diskGiB: 30 });
    const names = () => ours.server.vms({ templates: true }).map((vm) => vm.name);
    expect(names()).toEqual(['image', 'another']);
    expect(() => ours.server.addTemplate('another')).toThrow('already exists');
    expect(ours.server.removeTemplate('another')).toBe(true);
    expect(ours.server.removeTemplate('another')).toBe(false);
    expect(names()).toEqual(['image']);
  });

  it('come from another process over HTTPS, with a password', async () => {
    await using ours = await startOurs();
    const path = '/handoff/templates';
    expect((await ours.client.rest('POST', path, { name: 'posted' })).status).toBe(401);
    expect((await ours.client.rest('POST', path, { name: 'posted' }, basic('user', 'wrong'))).status).toBe(401);
    expect((await ours.client.rest('POST', path, {}, basic('user', 'pass'))).status).toBe(400);
    expect((await ours.client.rest('POST', path, { name: 'posted' }, basic('user', 'pass'))).status).toBe(201);
    expect((await ours.client.rest('POST', path, { name: 'posted' }, basic('user', 'pass'))).status).toBe(409);
    expect((await ours.client.rest('GET', path, undefined, basic('user', 'pass'))).body).toEqual({ templates: ['image', 'posted'] });
  });

  it('that are gone cannot be cloned', async () => {
    await using ours = await startOurs();
    ours.server.removeTemplate('image');
    expect(await faultOf(clone(ours.world, 'vm'))).toBe('ManagedObjectNotFound');
  });

  it('are those of the releases in use unless told otherwise', async () => {
    await using server = await startVCenter();
    expect(server.vms({ templates: true }).map((vm) => vm.name)).toContain('ubuntu-2204-kube-v1.33.1');
    expect(server.vms()).toEqual([]);
  });
});

describe('customization', () => {
  const nic =
    '<nicSettingMap><adapter><ip xsi:type="CustomizationFixedIp"><ipAddress>198.51.100.9</ipAddress></ip><subnetMask>255.255.255.0</subnetMask></adapter></nicSettingMap>';
  const identity =
    '<identity xsi:type="CustomizationLinuxPrep"><hostName xsi:type="CustomizationFixedName"><name>node</name></hostName><domain>example.org</domain></identity>';

  it('gives each card its address at the next power on', async () => {
    await using ours = await startOurs();
    const vm = await clone(ours.world, 'vm');
    await runTask(ours.client, 'CustomizeVM_Task', vm, `<spec>${identity}<globalIPSettings/>${nic}</spec>`);
    expect(await readProperty(ours.client, vm, 'guest.ipAddress')).toBeUndefined();
    await runTask(ours.client, 'PowerOnVM_Task', vm);
    expect((await readProperty(ours.client, vm, 'guest.ipAddress'))?.text).toBe('198.51.100.9');
    expect((await readProperty(ours.client, vm, 'guest.hostName'))?.text).toBe('node');
    const [report] = (await readProperty(ours.client, vm, 'guest.net'))?.children ?? [];
    expect(dig(report, 'ipConfig', 'ipAddress', 'prefixLength')?.text).toBe('24');
  });

  it('must have as many cards as the virtual machine', async () => {
    await using ours = await startOurs();
    const vm = await clone(ours.world, 'vm');
    const spec = `<spec>${identity}<globalIPSettings/>${nic}${nic}</spec>`;
    expect(await faultOf(runTask(ours.client, 'CustomizeVM_Task', vm, spec))).toBe('NicSettingMismatch');
  });
});
