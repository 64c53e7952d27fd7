import { describe, expect } from '@jest/globals';
import type { Subject } from './testing/backends.js';
import { all, dig, faultOf, RawClient, RawFault, refOf, refXml } from './testing/raw-client.js';
import type { Ref } from './testing/raw-client.js';
import { clone, cloneXml, collector, destroy, filterXml, optionXml, poll, readProperty, reconfigure, runTask, searchIndex, viewXml, virtualMachineView, watch } from './testing/world.js';

const serviceInstance: Ref = { type: 'ServiceInstance', id: 'ServiceInstance' };
const sessionManager: Ref = { type: 'SessionManager', id: 'SessionManager' };

/** The vSphere API. */
export function apiChecks(vc: Subject): void {
  describe('sessions', () => {
    vc.check('show the service content to anybody', async () => {
      await using anybody = new RawClient(vc.base);
      const content = dig(await anybody.soap('RetrieveServiceContent', serviceInstance), 'returnval');
      expect(refOf(dig(content, 'rootFolder'))).toEqual({ type: 'Folder', id: 'group-d1' });
      expect(dig(content, 'about', 'apiType')?.text).toBe('VirtualCenter');
      expect(refOf(dig(content, 'searchIndex'))).toEqual(searchIndex);
    });

    vc.check('refuse everything else without a login', async () => {
      await using anybody = new RawClient(vc.base);
      expect(await faultOf(anybody.soap('CurrentTime', serviceInstance))).toBe('NotAuthenticated');
      expect(await faultOf(anybody.soap('PowerOnVM_Task', vc.world.source))).toBe('NotAuthenticated');
    });

    vc.check(
      'refuse to show properties without a login',
      async () => {
        await using anybody = new RawClient(vc.base);
        expect(await faultOf(readProperty(anybody, vc.world.vmFolder, 'name'))).toBe('NotAuthenticated');
      },
      { vcsim: 'it shows them to anybody' },
    );

    vc.check('send faults with status 500 and a detail named after the fault', async () => {
      await using anybody = new RawClient(vc.base);
      const fault = await anybody.login('user', 'wrong').catch((error: unknown) => error);
      expect(fault).toMatchObject({ type: 'InvalidLogin', status: 500 });
      expect(fault instanceof RawFault && fault.detail.name).toBe('InvalidLoginFault');
    });

    vc.check('begin with a cookie and end with logout', async () => {
      await using somebody = new RawClient(vc.base);
      const session = dig(await somebody.login(), 'returnval');
      expect(somebody.cookie).toBe(dig(session, 'key')?.text);
      expect((await readProperty(somebody, sessionManager, 'currentSession'))?.children[0]?.text).toBe(somebody.cookie);
      expect(await faultOf(somebody.login())).toBe('InvalidLogin');
      const cookie = somebody.cookie;
      await somebody.soap('Logout', sessionManager);
      somebody.cookie = cookie;
      expect(await faultOf(somebody.soap('CurrentTime', serviceInstance))).toBe('NotAuthenticated');
    });

    vc.check('can be asked whether another is alive', async () => {
      await using somebody = new RawClient(vc.base);
      await somebody.login();
      const asked = `<sessionID>${somebody.cookie ?? ''}</sessionID><userName>user</userName>`;
      expect(dig(await vc.client.soap('SessionIsActive', sessionManager, asked), 'returnval')?.text).toBe('true');
      await somebody.soap('Logout', sessionManager);
      expect(dig(await vc.client.soap('SessionIsActive', sessionManager, asked), 'returnval')?.text).toBe('false');
    });
  });

  describe('retrieval', () => {
    vc.check('says the type of every value', async () => {
      const name = await readProperty(vc.client, vc.world.vmFolder, 'name');
      expect(name?.resolve(name.attributes.get('xsi:type') ?? '')).toEqual({ name: 'string', namespace: 'http://www.w3.org/2001/XMLSchema' });
      const parent = await readProperty(vc.client, vc.world.vmFolder, 'parent');
      expect(parent?.attributes.get('xsi:type')).toBe('ManagedObjectReference');
      expect(parent?.attributes.get('type')).toBe('Datacenter');
      const types = await readProperty(vc.client, vc.world.vmFolder, 'childType');
      expect(types?.attributes.get('xsi:type')).toBe('ArrayOfString');
      expect(all(types, 'string').length).toBeGreaterThan(0);
    });

    vc.check('reads nested paths and leaves out what is unset', async () => {
      const devices = await readProperty(vc.client, vc.world.source, 'config.hardware.device');
      expect(devices?.attributes.get('xsi:type')).toBe('ArrayOfVirtualDevice');
      expect(devices?.children.map((device) => device.attributes.get('xsi:type'))).toContain('VirtualDisk');
      expect(await readProperty(vc.client, vc.world.source, 'parentVApp')).toBeUndefined();
    });

    vc.check('follows traversals that name each other', async () => {
      const traversal = (name: string, type: string, path: string, next: string) =>
        `<selectSet xsi:type="TraversalSpec"><name>${name}</name><type>${type}</type><path>${path}</path><selectSet><name>${next}</name></selectSet></selectSet>`;
      const select = traversal('folder', 'Folder', 'childEntity', 'datacenter') + traversal('datacenter', 'Datacenter', 'vmFolder', 'folder');
      const spec =
        '<specSet><propSet><type>VirtualMachine</type><pathSet>name</pathSet></propSet>' +
        `<objectSet><obj type="Folder">group-d1</obj><skip>true</skip>${select}</objectSet></specSet><options/>`;
      const reply = await vc.client.soap('RetrievePropertiesEx', collector, spec);
      const found = all(dig(reply, 'returnval'), 'objects').map((object) => refOf(dig(object, 'obj')));
      expect(found).toContainEqual(vc.world.source);
      expect(new Set(found.map((ref) => ref.type))).toEqual(new Set(['VirtualMachine']));
    });

    vc.check('comes in pages', async () => {
      const spec = `${viewXml('specSet', await virtualMachineView(vc.client))}<options><maxObjects>1</maxObjects></options>`;
      const first = dig(await vc.client.soap('RetrievePropertiesEx', collector, spec), 'returnval');
      const token = dig(first, 'token')?.text;
      expect(all(first, 'objects')).toHaveLength(1);
      expect(token).toBeDefined();
      const next = dig(await vc.client.soap('ContinueRetrievePropertiesEx', collector, `<token>${token ?? ''}</token>`), 'returnval');
      expect(all(next, 'objects').length).toBeGreaterThanOrEqual(1);
      expect(await faultOf(vc.client.soap('ContinueRetrievePropertiesEx', collector, '<token>no such</token>'))).not.toBe('no fault');
    });

    vc.check('fails on an object that is not there', async () => {
      expect(await faultOf(readProperty(vc.client, { type: 'VirtualMachine', id: 'vm-999999' }, 'name'))).toBe('ManagedObjectNotFound');
    });

    vc.check(
      'fails on a property that does not exist',
      async () => expect(await faultOf(readProperty(vc.client, vc.world.source, 'config.nonsense'))).toBe('InvalidProperty'),
      { vcsim: 'it answers with a missingSet' },
    );
  });

  describe('updates', () => {
    vc.check('begin with everything, then bring only what changed, at the path that was asked for', async () => {
      const vm = await clone(vc.world, 'updates-1');
      const own = await watch(vc.client, filterXml('spec', vm, 'runtime.powerState', 'config.extraConfig["guestinfo.a"]', 'name'));
      const first = await poll(vc.client, own, '');
      expect(first.updates).toMatchObject([{ kind: 'enter', obj: vm }]);
      expect(first.updates[0]?.changes.get('name')?.text).toBe('updates-1');
      expect((await poll(vc.client, own, first.version ?? '', '<maxWaitSeconds>0</maxWaitSeconds>')).updates).toEqual([]);
      const pending = poll(vc.client, own, first.version ?? '');
      await reconfigure(vc.world, vm, optionXml('guestinfo.a', 'b'));
      const [update] = (await pending).updates;
      expect(update?.kind).toBe('modify');
      expect([...(update?.changes.keys() ?? [])]).toEqual(['config.extraConfig["guestinfo.a"]']);
      const option = update?.changes.get('config.extraConfig["guestinfo.a"]');
      expect(option?.attributes.get('xsi:type')).toBe('OptionValue');
      expect(dig(option, 'value')?.text).toBe('b');
      await destroy(vc.world, vm);
    });

    vc.check('come again for a client that lost the reply and asks with the version before', async () => {
      const vm = await clone(vc.world, 'updates-2');
      const own = await watch(vc.client, filterXml('spec', vm, 'runtime.powerState'));
      const { version = '' } = await poll(vc.client, own, '');
      await runTask(vc.client, 'PowerOnVM_Task', vm);
      const once = await poll(vc.client, own, version);
      const again = await poll(vc.client, own, version, '<maxWaitSeconds>0</maxWaitSeconds>');
      const told = ({ updates }: typeof once) => updates.map(({ kind, obj, changes }) => [kind, obj, changes.get('runtime.powerState')?.text]);
      expect(told(again)).toEqual([['modify', vm, 'poweredOn']]);
      expect(told(again)).toEqual(told(once));
      await destroy(vc.world, vm);
    }, { vcsim: 'its versions do not differ' });

    vc.check('say that a destroyed object left', async () => {
      const vm = await clone(vc.world, 'updates-3');
      const own = await watch(vc.client, filterXml('spec', vm, 'runtime.powerState'));
      const { version = '' } = await poll(vc.client, own, '');
      await destroy(vc.world, vm);
      expect((await poll(vc.client, own, version)).updates).toMatchObject([{ kind: 'leave', obj: vm }]);
    }, { vcsim: 'it faults with ManagedObjectNotFound' });

    vc.check('follow a container view as virtual machines come and go', async () => {
      const own = await watch(vc.client, viewXml('spec', await virtualMachineView(vc.client)));
      const first = await poll(vc.client, own, '');
      expect(first.updates.map((update) => update.obj)).toContainEqual(vc.world.source);
      const pending = poll(vc.client, own, first.version ?? '');
      const vm = await clone(vc.world, 'updates-4');
      const entered = await pending;
      expect(entered.updates.filter((update) => update.kind === 'enter').map((update) => update.obj)).toEqual([vm]);
      await destroy(vc.world, vm);
      expect((await poll(vc.client, own, entered.version ?? '')).updates).toContainEqual(expect.objectContaining({ kind: 'leave', obj: vm }));
    }, { vcsim: 'everything in the view enters again with every change' });

    vc.check('show the virtual machines of a cluster in a view of it', async () => {
      const vm = await clone(vc.world, 'view-1');
      const parameters = `${refXml('container', vc.world.cluster)}<type>VirtualMachine</type><recursive>true</recursive>`;
      const manager = { type: 'ViewManager', id: 'ViewManager' };
      const view = refOf(dig(await vc.client.soap('CreateContainerView', manager, parameters), 'returnval'));
      const shown = (await readProperty(vc.client, view, 'view'))?.children.map((ref) => refOf(ref)) ?? [];
      expect(shown.filter((ref) => ref.id === vm.id)).toEqual([vm]);
      await vc.client.soap('DestroyView', view);
      expect(await faultOf(readProperty(vc.client, view, 'view'))).toBe('ManagedObjectNotFound');
      await destroy(vc.world, vm);
    });

    vc.check('follow a list view as it is edited', async () => {
      const manager = { type: 'ViewManager', id: 'ViewManager' };
      const view = refOf(dig(await vc.client.soap('CreateListView', manager), 'returnval'));
      const select = '<selectSet xsi:type="TraversalSpec"><type>ListView</type><path>view</path></selectSet>';
      const propSet = '<propSet><type>VirtualMachine</type><pathSet>name</pathSet></propSet>';
      const own = await watch(vc.client, `<spec>${propSet}<objectSet>${refXml('obj', view)}<skip>true</skip>${select}</objectSet></spec>`);
      await poll(vc.client, own, '', '<maxWaitSeconds>0</maxWaitSeconds>');
      const nowhere: Ref = { type: 'VirtualMachine', id: 'vm-999999' };
      const added = await vc.client.soap('ModifyListView', view, refXml('add', vc.world.source) + refXml('add', nowhere));
      expect(all(added, 'returnval').map((ref) => refOf(ref))).toEqual([nowhere]);
      expect((await poll(vc.client, own, '')).updates.map(({ kind, obj }) => [kind, obj])).toEqual([['enter', vc.world.source]]);
      await vc.client.soap('DestroyPropertyCollector', own);
      await vc.client.soap('DestroyView', view);
    });

    vc.check('are cut off at maxObjectUpdates and continued from there', async () => {
      const own = await watch(vc.client, viewXml('spec', await virtualMachineView(vc.client)));
      const first = await poll(vc.client, own, '', '<maxWaitSeconds>1</maxWaitSeconds><maxObjectUpdates>1</maxObjectUpdates>');
      expect(first).toMatchObject({ truncated: true, updates: [{ kind: 'enter' }] });
      const rest = await poll(vc.client, own, first.version ?? '', '<maxWaitSeconds>1</maxWaitSeconds><maxObjectUpdates>100</maxObjectUpdates>');
      expect(rest.truncated).toBe(false);
      expect(rest.updates.map((update) => update.obj.id)).not.toContain(first.updates[0]?.obj.id);
    });

    vc.check('end when they are cancelled', async () => {
      const own = await watch(vc.client, filterXml('spec', vc.world.source, 'name'));
      const { version = '' } = await poll(vc.client, own, '');
      const pending = faultOf(poll(vc.client, own, version, '<maxWaitSeconds>20</maxWaitSeconds>'));
      await vc.client.soap('CurrentTime', serviceInstance);
      await vc.client.soap('CancelWaitForUpdates', own);
      expect(await pending).toBe('RequestCanceled');
    });

    vc.check('refuse a version that the collector never gave', async () => {
      const own = await watch(vc.client, filterXml('spec', vc.world.source, 'name'));
      await poll(vc.client, own, '');
      expect(await faultOf(poll(vc.client, own, 'nonsense', '<maxWaitSeconds>0</maxWaitSeconds>'))).toBe('InvalidCollectorVersion');
    }, { vcsim: 'it takes any version' });
  });

  describe('requests', () => {
    const lax = { vcsim: 'its decoder takes elements in any order and ignores what it does not know' };
    const parameters = (spec: string) => `<spec>${spec}</spec>`;

    vc.check('with an unknown element are refused', async () => {
      expect(await faultOf(vc.client.soap('ReconfigVM_Task', vc.world.source, parameters('<nonsense>1</nonsense>')))).toBe('InvalidRequest');
    }, lax);

    vc.check('with elements out of order are refused', async () => {
      const swapped = parameters('<memoryMB>2048</memoryMB><numCPUs>2</numCPUs>');
      expect(await faultOf(vc.client.soap('ReconfigVM_Task', vc.world.source, swapped))).toBe('InvalidRequest');
    }, lax);

    vc.check('without something required are refused', async () => {
      const incomplete = `${refXml('folder', vc.world.vmFolder)}<name>x</name><spec><location/><powerOn>false</powerOn></spec>`;
      expect(await faultOf(vc.client.soap('CloneVM_Task', vc.world.source, incomplete))).toBe('InvalidRequest');
    }, lax);

    vc.check('with a reference of the wrong type are refused', async () => {
      const wrong = cloneXml(vc.world, 'x').replace(refXml('folder', vc.world.vmFolder), refXml('folder', vc.world.pool));
      expect(await faultOf(vc.client.soap('CloneVM_Task', vc.world.source, wrong))).toBe('InvalidRequest');
    }, { vcsim: 'it faults with a bare RuntimeFault' });

    vc.check('with a value of the wrong kind are refused', async () => {
      expect(await faultOf(vc.client.soap('ReconfigVM_Task', vc.world.source, parameters('<numCPUs>many</numCPUs>')))).toBe('InvalidRequest');
    });

    vc.check('for a method that does not exist are refused', async () => {
      expect(await faultOf(vc.client.soap('NoSuchMethod', serviceInstance))).toBe('InvalidRequest');
    });

    vc.check('to an object that does not exist are refused', async () => {
      expect(await faultOf(vc.client.soap('PowerOnVM_Task', { type: 'VirtualMachine', id: 'vm-999999' }))).toBe('ManagedObjectNotFound');
    });
  });
}
