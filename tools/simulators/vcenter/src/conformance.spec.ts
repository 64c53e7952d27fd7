import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { backends, checksFor } from './testing/backends.js';
import type { Backend } from './testing/backends.js';
import { all, dig, RawClient, RawFault, refOf, refXml } from './testing/raw-client.js';
import type { Ref } from './testing/raw-client.js';
import {
  clone, cloneXml, collector, destroy, discover, filterXml, optionXml, poll, readProperty, reconfigure, runTask, searchIndex, watch,
} from './testing/world.js';
import type { World } from './testing/world.js';

const serviceInstance: Ref = { type: 'ServiceInstance', id: 'ServiceInstance' };
const sessionManager: Ref = { type: 'SessionManager', id: 'SessionManager' };

/** The type of the fault that a call ends in. */
async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof RawFault) return error.type;
    throw error;
  }
  return 'no fault';
}

describe.each(backends)('the vSphere API of $name', ({ name: backendName, start }) => {
  const check = checksFor(backendName);
  let backend: Backend;
  let world: World;
  let client: RawClient;

  beforeAll(async () => {
    backend = await start();
    client = new RawClient(backend.base);
    world = await discover(client);
  });

  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await backend[Symbol.asyncDispose]();
  });

  describe('sessions', () => {
    check('show the service content to anybody', async () => {
      await using anybody = new RawClient(backend.base);
      const content = dig(await anybody.soap('RetrieveServiceContent', serviceInstance), 'returnval');
      expect(refOf(dig(content, 'rootFolder'))).toEqual({ type: 'Folder', id: 'group-d1' });
      expect(dig(content, 'about', 'apiType')?.text).toBe('VirtualCenter');
      expect(refOf(dig(content, 'searchIndex'))).toEqual(searchIndex);
    });

    check('refuse everything else without a login', async () => {
      await using anybody = new RawClient(backend.base);
      expect(await faultOf(anybody.soap('CurrentTime', serviceInstance))).toBe('NotAuthenticated');
      expect(await faultOf(anybody.soap('PowerOnVM_Task', world.source))).toBe('NotAuthenticated');
    });

    check(
      'refuse to show properties without a login',
      async () => {
        await using anybody = new RawClient(backend.base);
        expect(await faultOf(readProperty(anybody, world.vmFolder, 'name'))).toBe('NotAuthenticated');
      },
      { vcsim: 'it shows them to anybody' },
    );

    check('send faults with status 500 and a detail named after the fault', async () => {
      await using anybody = new RawClient(backend.base);
      const fault = await anybody.login('user', 'wrong').catch((error: unknown) => error);
      expect(fault).toMatchObject({ type: 'InvalidLogin', status: 500 });
      expect(fault instanceof RawFault && fault.detail.name).toBe('InvalidLoginFault');
    });

    check('begin with a cookie and end with logout', async () => {
      await using somebody = new RawClient(backend.base);
      const session = dig(await somebody.login(), 'returnval');
      expect(somebody.cookie).toBe(dig(session, 'key')?.text);
      expect((await readProperty(somebody, sessionManager, 'currentSession'))?.children[0]?.text).toBe(somebody.cookie);
      expect(await faultOf(somebody.login())).toBe('InvalidLogin');
      const cookie = somebody.cookie;
      await somebody.soap('Logout', sessionManager);
      somebody.cookie = cookie;
      expect(await faultOf(somebody.soap('CurrentTime', serviceInstance))).toBe('NotAuthenticated');
    });

    check('can be asked whether another is alive', async () => {
      await using somebody = new RawClient(backend.base);
      await somebody.login();
      const asked = `<sessionID>${somebody.cookie ?? ''}</sessionID><userName>user</userName>`;
      expect(dig(await client.soap('SessionIsActive', sessionManager, asked), 'returnval')?.text).toBe('true');
      await somebody.soap('Logout', sessionManager);
      expect(dig(await client.soap('SessionIsActive', sessionManager, asked), 'returnval')?.text).toBe('false');
    });
  });

  describe('retrieval', () => {
    check('says the type of every value', async () => {
      const name = await readProperty(client, world.vmFolder, 'name');
      expect(name?.resolve(name.attributes.get('xsi:type') ?? '')).toEqual({ name: 'string', namespace: 'http://www.w3.org/2001/XMLSchema' });
      const parent = await readProperty(client, world.vmFolder, 'parent');
      expect(parent?.attributes.get('xsi:type')).toBe('ManagedObjectReference');
      expect(parent?.attributes.get('type')).toBe('Datacenter');
      const types = await readProperty(client, world.vmFolder, 'childType');
      expect(types?.attributes.get('xsi:type')).toBe('ArrayOfString');
      expect(all(types, 'string').length).toBeGreaterThan(0);
    });

    check('reads nested paths and leaves out what is unset', async () => {
      const devices = await readProperty(client, world.source, 'config.hardware.device');
      expect(devices?.attributes.get('xsi:type')).toBe('ArrayOfVirtualDevice');
      expect(devices?.children.map((device) => device.attributes.get('xsi:type'))).toContain('VirtualDisk');
      expect(await readProperty(client, world.source, 'parentVApp')).toBeUndefined();
    });

    check('follows traversals that name each other', async () => {
      const traversal = (name: string, type: string, path: string, next: string) =>
        `<selectSet xsi:type="TraversalSpec"><name>${name}</name><type>${type}</type><path>${path}</path><selectSet><name>${next}</name></selectSet></selectSet>`;
      const select = traversal('folder', 'Folder', 'childEntity', 'datacenter') + traversal('datacenter', 'Datacenter', 'vmFolder', 'folder');
      const spec =
        '<specSet><propSet><type>VirtualMachine</type><pathSet>name</pathSet></propSet>' +
        `<objectSet><obj type="Folder">group-d1</obj><skip>true</skip>${select}</objectSet></specSet><options/>`;
      const reply = await client.soap('RetrievePropertiesEx', collector, spec);
      const found = all(dig(reply, 'returnval'), 'objects').map((object) => refOf(dig(object, 'obj')));
      expect(found).toContainEqual(world.source);
      expect(new Set(found.map((ref) => ref.type))).toEqual(new Set(['VirtualMachine']));
    });

    check('comes in pages', async () => {
      const spec = `${viewSpec(await vmView())}<options><maxObjects>1</maxObjects></options>`;
      const first = dig(await client.soap('RetrievePropertiesEx', collector, spec), 'returnval');
      const token = dig(first, 'token')?.text;
      expect(all(first, 'objects')).toHaveLength(1);
      expect(token).toBeDefined();
      const next = dig(await client.soap('ContinueRetrievePropertiesEx', collector, `<token>${token ?? ''}</token>`), 'returnval');
      expect(all(next, 'objects').length).toBeGreaterThanOrEqual(1);
      expect(await faultOf(client.soap('ContinueRetrievePropertiesEx', collector, '<token>no such</token>'))).not.toBe('no fault');
    });

    check('fails on an object that is not there', async () => {
      expect(await faultOf(readProperty(client, { type: 'VirtualMachine', id: 'vm-999999' }, 'name'))).toBe('ManagedObjectNotFound');
    });

    check(
      'fails on a property that does not exist',
      async () => expect(await faultOf(readProperty(client, world.source, 'config.nonsense'))).toBe('InvalidProperty'),
      { vcsim: 'it answers with a missingSet' },
    );
  });

  describe('updates', () => {
    check('begin with everything, then bring only what changed, at the path that was asked for', async () => {
      const vm = await clone(world, 'updates-1');
      const own = await watch(client, filterXml('spec', vm, 'runtime.powerState', 'config.extraConfig["guestinfo.a"]', 'name'));
      const first = await poll(client, own, '');
      expect(first.updates).toMatchObject([{ kind: 'enter', obj: vm }]);
      expect(first.updates[0]?.changes.get('name')?.text).toBe('updates-1');
      expect((await poll(client, own, first.version ?? '', '<maxWaitSeconds>0</maxWaitSeconds>')).updates).toEqual([]);
      const pending = poll(client, own, first.version ?? '');
      await reconfigure(world, vm, optionXml('guestinfo.a', 'b'));
      const [update] = (await pending).updates;
      expect(update?.kind).toBe('modify');
      expect([...(update?.changes.keys() ?? [])]).toEqual(['config.extraConfig["guestinfo.a"]']);
      const option = update?.changes.get('config.extraConfig["guestinfo.a"]');
      expect(option?.attributes.get('xsi:type')).toBe('OptionValue');
      expect(dig(option, 'value')?.text).toBe('b');
      await destroy(world, vm);
    });

    check('come again for a client that lost the reply and asks with the version before', async () => {
      const vm = await clone(world, 'updates-2');
      const own = await watch(client, filterXml('spec', vm, 'runtime.powerState'));
      const { version = '' } = await poll(client, own, '');
      await runTask(client, 'PowerOnVM_Task', vm);
      const once = await poll(client, own, version);
      const again = await poll(client, own, version, '<maxWaitSeconds>0</maxWaitSeconds>');
      const told = ({ updates }: typeof once) => updates.map(({ kind, obj, changes }) => [kind, obj, changes.get('runtime.powerState')?.text]);
      expect(told(again)).toEqual([['modify', vm, 'poweredOn']]);
      expect(told(again)).toEqual(told(once));
      await destroy(world, vm);
    }, { vcsim: 'its versions do not differ' });

    check('say that a destroyed object left', async () => {
      const vm = await clone(world, 'updates-3');
      const own = await watch(client, filterXml('spec', vm, 'runtime.powerState'));
      const { version = '' } = await poll(client, own, '');
      await destroy(world, vm);
      expect((await poll(client, own, version)).updates).toMatchObject([{ kind: 'leave', obj: vm }]);
    }, { vcsim: 'it faults with ManagedObjectNotFound' });

    check('follow a container view as virtual machines come and go', async () => {
      const own = await watch(client, viewSpec(await vmView()).replaceAll('specSet', 'spec'));
      const first = await poll(client, own, '');
      expect(first.updates.map((update) => update.obj)).toContainEqual(world.source);
      const pending = poll(client, own, first.version ?? '');
      const vm = await clone(world, 'updates-4');
      const entered = await pending;
      expect(entered.updates.filter((update) => update.kind === 'enter').map((update) => update.obj)).toEqual([vm]);
      await destroy(world, vm);
      expect((await poll(client, own, entered.version ?? '')).updates).toContainEqual(expect.objectContaining({ kind: 'leave', obj: vm }));
    }, { vcsim: 'everything in the view enters again with every change' });

    check('are cut off at maxObjectUpdates and continued from there', async () => {
      const own = await watch(client, viewSpec(await vmView()).replaceAll('specSet', 'spec'));
      const first = await poll(client, own, '', '<maxWaitSeconds>1</maxWaitSeconds><maxObjectUpdates>1</maxObjectUpdates>');
      expect(first).toMatchObject({ truncated: true, updates: [{ kind: 'enter' }] });
      const rest = await poll(client, own, first.version ?? '', '<maxWaitSeconds>1</maxWaitSeconds><maxObjectUpdates>100</maxObjectUpdates>');
      expect(rest.truncated).toBe(false);
      expect(rest.updates.map((update) => update.obj.id)).not.toContain(first.updates[0]?.obj.id);
    });

    check('end when they are cancelled', async () => {
      const own = await watch(client, filterXml('spec', world.source, 'name'));
      const { version = '' } = await poll(client, own, '');
      const pending = faultOf(poll(client, own, version, '<maxWaitSeconds>20</maxWaitSeconds>'));
      await client.soap('CurrentTime', serviceInstance);
      await client.soap('CancelWaitForUpdates', own);
      expect(await pending).toBe('RequestCanceled');
    });

    check('refuse a version that the collector never gave', async () => {
      const own = await watch(client, filterXml('spec', world.source, 'name'));
      await poll(client, own, '');
      expect(await faultOf(poll(client, own, 'nonsense', '<maxWaitSeconds>0</maxWaitSeconds>'))).toBe('InvalidCollectorVersion');
    }, { vcsim: 'it takes any version' });
  });

  describe('the search index', () => {
    check('finds by BIOS uuid and by instance uuid', async () => {
      const uuid = (await readProperty(client, world.source, 'config.uuid'))?.text ?? '';
      const instance = (await readProperty(client, world.source, 'config.instanceUuid'))?.text ?? '';
      const find = async (value: string, instanceUuid: boolean) => {
        const parameters = `<uuid>${value}</uuid><vmSearch>true</vmSearch><instanceUuid>${String(instanceUuid)}</instanceUuid>`;
        return dig(await client.soap('FindByUuid', searchIndex, parameters), 'returnval');
      };
      expect(refOf(await find(uuid, false))).toEqual(world.source);
      expect(refOf(await find(instance, true))).toEqual(world.source);
      expect(await find(uuid, true)).toBeUndefined();
      const everywhere = `<uuid>${uuid}</uuid><vmSearch>true</vmSearch>`;
      expect(refOf(dig(await client.soap('FindAllByUuid', searchIndex, everywhere), 'returnval'))).toEqual(world.source);
    });

    check('finds by path and by name, and answers with nothing when there is nothing', async () => {
      const byName = `${refXml('entity', world.vmFolder)}<name>no such</name>`;
      expect(dig(await client.soap('FindChild', searchIndex, byName), 'returnval')).toBeUndefined();
      const absent = await client.soap('FindByInventoryPath', searchIndex, '<inventoryPath>DC0/vm/no such</inventoryPath>');
      expect(dig(absent, 'returnval')).toBeUndefined();
      const root = `${refXml('entity', { type: 'Folder', id: 'group-d1' })}<name>DC0</name>`;
      expect(refOf(dig(await client.soap('FindChild', searchIndex, root), 'returnval')).type).toBe('Datacenter');
    });
  });

  describe('virtual machines', () => {
    check('are cloned with the identity and size that is asked for', async () => {
      const instanceUuid = '11111111-2222-4333-8444-555555555555';
      const config = `<instanceUuid>${instanceUuid}</instanceUuid><numCPUs>4</numCPUs><memoryMB>4096</memoryMB>${optionXml('guestinfo.x', 'y')}`;
      const vm = await clone(world, 'clone-1', { config });
      expect((await readProperty(client, vm, 'config.instanceUuid'))?.text).toBe(instanceUuid);
      expect((await readProperty(client, vm, 'config.hardware.numCPU'))?.text).toBe('4');
      expect((await readProperty(client, vm, 'config.hardware.memoryMB'))?.text).toBe('4096');
      expect((await readProperty(client, vm, 'runtime.powerState'))?.text).toBe('poweredOff');
      expect(dig((await readProperty(client, vm, 'config.extraConfig["guestinfo.x"]')), 'value')?.text).toBe('y');
      await destroy(world, vm);
    });

    check('cannot share a name in a folder', async () => {
      const vm = await clone(world, 'clone-2');
      expect(await faultOf(clone(world, 'clone-2'))).toBe('DuplicateName');
      await destroy(world, vm);
    });

    check('are cloned without the cards of the source and with new ones', async () => {
      const vm = await clone(world, 'clone-3', { config: await replaceCards() });
      const cards = (await readProperty(client, vm, 'config.hardware.device'))?.children.filter((device) => dig(device, 'macAddress')) ?? [];
      expect(cards.map((device) => device.attributes.get('xsi:type'))).toEqual(['VirtualVmxnet3']);
      expect(Number(dig(cards[0], 'key')?.text)).toBeGreaterThan(0);
      expect(dig(cards[0], 'macAddress')?.text).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
      await destroy(world, vm);
    });

    check('list the networks of the cards that they have', async () => {
      const vm = await clone(world, 'clone-4', { config: await replaceCards() });
      expect((await readProperty(client, vm, 'network'))?.children.map((ref) => refOf(ref))).toEqual([world.network]);
      await destroy(world, vm);
    }, { vcsim: 'the network of a removed card stays' });

    check('are switched on by the clone itself when it is asked to', async () => {
      const vm = await clone(world, 'clone-5', { powerOn: true });
      expect((await readProperty(client, vm, 'runtime.powerState'))?.text).toBe('poweredOn');
      await destroy(world, vm);
    }, { vcsim: 'it ignores powerOn' });

    check('merge extraConfig: a value replaces, an empty one removes', async () => {
      const vm = await clone(world, 'config-1', { config: optionXml('a', '1') + optionXml('b', '2') });
      await reconfigure(world, vm, optionXml('a', '') + optionXml('b', '3') + optionXml('c', '&lt;4&gt;'));
      const options = new Map(
        (await readProperty(client, vm, 'config.extraConfig'))?.children.map((option) => [dig(option, 'key')?.text, dig(option, 'value')?.text]),
      );
      expect(options.has('a')).toBe(false);
      expect(options.get('b')).toBe('3');
      expect(options.get('c')).toBe('<4>');
      await destroy(world, vm);
    });

    check('take the address that a simulated guest reports', async () => {
      const vm = await clone(world, 'guest-1');
      await reconfigure(world, vm, optionXml('SET.guest.ipAddress', '198.51.100.7') + optionXml('SET.guest.toolsRunningStatus', 'guestToolsRunning'));
      expect((await readProperty(client, vm, 'guest.ipAddress'))?.text).toBe('198.51.100.7');
      expect((await readProperty(client, vm, 'guest.toolsRunningStatus'))?.text).toBe('guestToolsRunning');
      expect((await readProperty(client, vm, 'summary.guest.ipAddress'))?.text).toBe('198.51.100.7');
      const [nic] = (await readProperty(client, vm, 'guest.net'))?.children ?? [];
      expect(dig(nic, 'ipAddress')?.text).toBe('198.51.100.7');
      expect(await readProperty(client, vm, 'config.extraConfig["SET.guest.ipAddress"]')).toBeUndefined();
      await destroy(world, vm);
    });

    check('are on or off, and refuse what they are already', async () => {
      const vm = await clone(world, 'power-1');
      await runTask(client, 'PowerOnVM_Task', vm);
      expect((await readProperty(client, vm, 'runtime.powerState'))?.text).toBe('poweredOn');
      expect(await faultOf(runTask(client, 'PowerOnVM_Task', vm))).toBe('InvalidPowerState');
      expect(await faultOf(runTask(client, 'Destroy_Task', vm))).toBe('InvalidPowerState');
      await runTask(client, 'PowerOffVM_Task', vm);
      expect(await faultOf(runTask(client, 'PowerOffVM_Task', vm))).toBe('InvalidPowerState');
      await runTask(client, 'Destroy_Task', vm);
      expect(await faultOf(client.soap('PowerOnVM_Task', vm))).toBe('ManagedObjectNotFound');
    });

    check('are not shut down by a guest without tools', async () => {
      const vm = await clone(world, 'power-2', { powerOn: true });
      expect(await faultOf(client.soap('ShutdownGuest', vm))).toBe('ToolsUnavailable');
      await destroy(world, vm);
    }, { vcsim: 'it has no tools to ask' });

    check('keep their CPUs while they are on', async () => {
      const vm = await clone(world, 'power-3', { powerOn: true });
      expect(await faultOf(reconfigure(world, vm, '<numCPUs>8</numCPUs>'))).toBe('CpuHotPlugNotSupported');
      await destroy(world, vm);
    }, { vcsim: 'it changes them' });

    check('are linked only to a snapshot', async () => {
      const location = '<diskMoveType>createNewChildDiskBacking</diskMoveType>';
      expect(await faultOf(clone(world, 'linked-1', { location }))).toBe('InvalidArgument');
    }, { vcsim: 'it ignores diskMoveType' });

    check('have snapshots to be cloned from', async () => {
      const vm = await clone(world, 'snapshot-1');
      const parameters = '<name>s</name><description>d</description><memory>false</memory><quiesce>false</quiesce>';
      const snapshot = refOf(await runTask(client, 'CreateSnapshot_Task', vm, parameters));
      expect(refOf(await readProperty(client, vm, 'snapshot.currentSnapshot'))).toEqual(snapshot);
      const location = '<diskMoveType>createNewChildDiskBacking</diskMoveType>';
      const rest = refXml('snapshot', snapshot);
      const child = refOf(await runTask(client, 'CloneVM_Task', vm, cloneXml(world, 'snapshot-2', { location, rest })));
      await destroy(world, child);
      await destroy(world, vm);
    });

    check('become templates, which need a pool to be cloned and do not start', async () => {
      const vm = await clone(world, 'template-1');
      await client.soap('MarkAsTemplate', vm);
      expect((await readProperty(client, vm, 'config.template'))?.text).toBe('true');
      expect(await faultOf(client.soap('PowerOnVM_Task', vm))).toBe('InvalidState');
      const poolless = cloneXml(world, 'template-2').replace(refXml('pool', world.pool), '');
      expect(await faultOf(runTask(client, 'CloneVM_Task', vm, poolless))).toBe('InvalidArgument');
      await destroy(world, vm);
    });

    check('are upgraded once', async () => {
      const vm = await clone(world, 'upgrade-1');
      await runTask(client, 'UpgradeVM_Task', vm, '<version>vmx-19</version>');
      expect(await faultOf(runTask(client, 'UpgradeVM_Task', vm, '<version>vmx-19</version>'))).toBe('AlreadyUpgraded');
      await destroy(world, vm);
    }, { vcsim: 'it calls the fault AlreadyUpgradedFault' });

    check('are renamed and upgraded', async () => {
      const vm = await clone(world, 'rename-1');
      await runTask(client, 'Rename_Task', vm, '<newName>rename-2</newName>');
      expect((await readProperty(client, vm, 'name'))?.text).toBe('rename-2');
      await runTask(client, 'UpgradeVM_Task', vm, '<version>vmx-19</version>');
      expect((await readProperty(client, vm, 'config.version'))?.text).toBe('vmx-19');
      await destroy(world, vm);
    });
  });

  describe('folders', () => {
    check('are made once per name', async () => {
      const folder = refOf(dig(await client.soap('CreateFolder', world.vmFolder, '<name>made</name>'), 'returnval'));
      expect((await readProperty(client, folder, 'childType'))?.children.map((type) => type.text)).toContain('VirtualMachine');
      expect(await faultOf(client.soap('CreateFolder', world.vmFolder, '<name>made</name>'))).toBe('DuplicateName');
      await runTask(client, 'Destroy_Task', folder);
    });
  });

  describe('requests', () => {
    const lax = { vcsim: 'its decoder takes elements in any order and ignores what it does not know' };
    const parameters = (spec: string) => `<spec>${spec}</spec>`;

    check('with an unknown element are refused', async () => {
      expect(await faultOf(client.soap('ReconfigVM_Task', world.source, parameters('<nonsense>1</nonsense>')))).toBe('InvalidRequest');
    }, lax);

    check('with elements out of order are refused', async () => {
      const swapped = parameters('<memoryMB>2048</memoryMB><numCPUs>2</numCPUs>');
      expect(await faultOf(client.soap('ReconfigVM_Task', world.source, swapped))).toBe('InvalidRequest');
    }, lax);

    check('without something required are refused', async () => {
      const incomplete = `${refXml('folder', world.vmFolder)}<name>x</name><spec><location/><powerOn>false</powerOn></spec>`;
      expect(await faultOf(client.soap('CloneVM_Task', world.source, incomplete))).toBe('InvalidRequest');
    }, lax);

    check('with a reference of the wrong type are refused', async () => {
      const wrong = cloneXml(world, 'x').replace(refXml('folder', world.vmFolder), refXml('folder', world.pool));
      expect(await faultOf(client.soap('CloneVM_Task', world.source, wrong))).toBe('InvalidRequest');
    }, { vcsim: 'it faults with a bare RuntimeFault' });

    check('with a value of the wrong kind are refused', async () => {
      expect(await faultOf(client.soap('ReconfigVM_Task', world.source, parameters('<numCPUs>many</numCPUs>')))).toBe('InvalidRequest');
    });

    check('for a method that does not exist are refused', async () => {
      expect(await faultOf(client.soap('NoSuchMethod', serviceInstance))).toBe('InvalidRequest');
    });

    check('to an object that does not exist are refused', async () => {
      expect(await faultOf(client.soap('PowerOnVM_Task', { type: 'VirtualMachine', id: 'vm-999999' }))).toBe('ManagedObjectNotFound');
    });
  });

  describe('privileges', () => {
    check('are told per entity', async () => {
      const manager: Ref = { type: 'AuthorizationManager', id: 'AuthorizationManager' };
      const asked = `${refXml('entity', world.vmFolder)}<sessionId>${client.cookie ?? ''}</sessionId><privId>VirtualMachine.Interact.PowerOn</privId>`;
      const reply = dig(await client.soap('HasPrivilegeOnEntities', manager, asked), 'returnval');
      expect(refOf(dig(reply, 'entity'))).toEqual(world.vmFolder);
      expect(dig(reply, 'privAvailability', 'isGranted')?.text).toBe('true');
      const fetched = `${refXml('entities', world.vmFolder)}<userName>user</userName>`;
      const privileges = all(dig(await client.soap('FetchUserPrivilegeOnEntities', manager, fetched), 'returnval'), 'privileges');
      expect(privileges.map((privilege) => privilege.text)).toContain('VirtualMachine.Interact.PowerOn');
    });
  });

  describe('storage policies', () => {
    const pbm = { path: '/pbm', namespace: 'urn:pbm' };
    const manager: Ref = { type: 'PbmProfileProfileManager', id: 'ProfileManager' };

    check('are found by name and fit the datastore', async () => {
      const content = dig(await client.soap('PbmRetrieveServiceContent', { type: 'PbmServiceInstance', id: 'ServiceInstance' }, '', pbm), 'returnval');
      expect(refOf(dig(content, 'profileManager'))).toEqual(manager);
      const query = '<resourceType><resourceType>STORAGE</resourceType></resourceType><profileCategory>REQUIREMENT</profileCategory>';
      const ids = all(await client.soap('PbmQueryProfile', manager, query, pbm), 'returnval').map((id) => dig(id, 'uniqueId')?.text ?? '');
      const asked = ids.map((id) => `<profileIds><uniqueId>${id}</uniqueId></profileIds>`).join('');
      const profiles = all(await client.soap('PbmRetrieveContent', manager, asked, pbm), 'returnval');
      const profile = profiles.find((candidate) => dig(candidate, 'name')?.text === 'vSAN Default Storage Policy');
      const id = dig(profile, 'profileId', 'uniqueId')?.text ?? '';
      const hub = `<hubsToSearch><hubType>Datastore</hubType><hubId>${world.datastore.id}</hubId></hubsToSearch>`;
      const requirement = `<placementSubjectRequirement xsi:type="PbmPlacementCapabilityProfileRequirement"><profileId><uniqueId>${id}</uniqueId></profileId></placementSubjectRequirement>`;
      const fits = await client.soap('PbmCheckRequirements', { type: 'PbmPlacementSolver', id: 'placementSolver' }, hub + requirement, pbm);
      expect(dig(fits, 'returnval', 'hub', 'hubId')?.text).toBe(world.datastore.id);
    });
  });

  describe('REST', () => {
    const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`user:${password}`).toString('base64')}` });
    const tagging = '/rest/com/vmware/cis/tagging';

    check('wants a login of its own', async () => {
      await using somebody = new RawClient(backend.base);
      expect((await somebody.rest('GET', `${tagging}/tag`)).status).toBe(401);
      expect((await somebody.rest('POST', '/rest/com/vmware/cis/session', undefined, basic('wrong'))).status).toBe(401);
      const login = await somebody.rest('POST', '/rest/com/vmware/cis/session', undefined, basic('pass'));
      somebody.restSession = String(login.body.value);
      expect((await somebody.rest('POST', '/rest/com/vmware/cis/session?~action=get')).status).toBe(200);
      expect((await somebody.rest('DELETE', '/rest/com/vmware/cis/session')).status).toBe(200);
      expect((await somebody.rest('GET', `${tagging}/tag`)).status).toBe(401);
    });

    check('attaches tags', async () => {
      await using somebody = await restLogin();
      const category = { name: 'k8s-zone', description: '', cardinality: 'SINGLE', associable_types: ['VirtualMachine'] };
      const categoryId = (await somebody.rest('POST', `${tagging}/category`, { create_spec: category })).body.value;
      expect(categoryId).toMatch(/^urn:vmomi:InventoryServiceCategory:/);
      const again = await somebody.rest('POST', `${tagging}/category`, { create_spec: category });
      expect([again.status, again.body.type ?? JSON.parse(String(again.body)).type]).toEqual([400, 'com.vmware.vapi.std.errors.already_exists']);
      const tag = { name: 'zone-1', description: '', category_id: categoryId };
      const tagId = String((await somebody.rest('POST', `${tagging}/tag`, { create_spec: tag })).body.value);
      const object = { type: world.source.type, id: world.source.id };
      const attach = `${tagging}/tag-association?~action=attach-multiple-tags-to-object`;
      const attached = await somebody.rest('POST', attach, { object_id: object, tag_ids: [tagId] });
      expect(attached.body.value).toEqual({ success: true });
      const missing = await somebody.rest('POST', attach, { object_id: object, tag_ids: ['urn:none'] });
      expect(missing.body.value).toMatchObject({ success: false, error_messages: [{ id: 'cis.tagging.objectNotFound.error' }] });
      const listed = await somebody.rest('POST', `${tagging}/tag-association?~action=list-attached-tags`, { object_id: object });
      expect(listed.body.value).toEqual([tagId]);
      expect((await somebody.rest('DELETE', `${tagging}/category/id:${String(categoryId)}`)).status).toBe(200);
    });

    check('keeps cluster modules', async () => {
      await using somebody = await restLogin();
      const modules = '/rest/vcenter/cluster/modules';
      const id = String((await somebody.rest('POST', modules, { spec: { cluster: world.cluster.id } })).body.value);
      const listed = await somebody.rest('GET', modules);
      expect(listed.body.value).toEqual({ summaries: [{ cluster: world.cluster.id, module: id }] });
      expect((await somebody.rest('POST', modules, { spec: { cluster: 'no such' } })).status).toBe(400);
      expect((await somebody.rest('DELETE', `${modules}/${id}`)).status).toBe(200);
      expect((await somebody.rest('DELETE', `${modules}/${id}`)).status).toBe(404);
    });

    async function restLogin(): Promise<RawClient> {
      const somebody = new RawClient(backend.base);
      somebody.restSession = String((await somebody.rest('POST', '/rest/com/vmware/cis/session', undefined, basic('pass'))).body.value);
      return somebody;
    }
  });

  /** Device changes that take the source's card away and add one on the plain network. */
  async function replaceCards(): Promise<string> {
    const devices = await readProperty(client, world.source, 'config.hardware.device');
    const card = devices?.children.find((device) => dig(device, 'macAddress'));
    const type = card?.attributes.get('xsi:type') ?? '';
    const remove =
      `<deviceChange><operation>remove</operation><device xsi:type="${type}"><key>${dig(card, 'key')?.text ?? ''}</key></device></deviceChange>`;
    const backing = '<backing xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>VM Network</deviceName></backing>';
    const add = `<deviceChange><operation>add</operation><device xsi:type="VirtualVmxnet3"><key>-100</key>${backing}</device></deviceChange>`;
    return remove + add;
  }

  async function vmView(): Promise<Ref> {
    const parameters = `${refXml('container', { type: 'Folder', id: 'group-d1' })}<type>VirtualMachine</type><recursive>true</recursive>`;
    return refOf(dig(await client.soap('CreateContainerView', { type: 'ViewManager', id: 'ViewManager' }, parameters), 'returnval'));
  }

  function viewSpec(view: Ref): string {
    const select = '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet>';
    return (
      '<specSet><propSet><type>VirtualMachine</type><pathSet>name</pathSet></propSet>' +
      `<objectSet>${refXml('obj', view)}<skip>true</skip>${select}</objectSet></specSet>`
    );
  }
});
