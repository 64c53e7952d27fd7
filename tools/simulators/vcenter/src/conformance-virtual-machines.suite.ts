import { describe, expect } from '@jest/globals';
import type { Subject } from './testing/backends.js';
import { dig, faultOf, refOf, refXml } from './testing/raw-client.js';
import { clone, cloneXml, destroy, optionXml, readProperty, reconfigure, runTask } from './testing/world.js';

/** Virtual machines over the vSphere API. */
export function virtualMachineChecks(vc: Subject): void {
  describe('virtual machines', () => {
    vc.check('are cloned with the identity and size that is asked for', async () => {
      const instanceUuid = '11111111-2222-4333-8444-555555555555';
      const config = `<instanceUuid>${instanceUuid}</instanceUuid><numCPUs>4</numCPUs><memoryMB>4096</memoryMB>${optionXml('guestinfo.x', 'y')}`;
      const vm = await clone(vc.world, 'clone-1', { config });
      expect((await readProperty(vc.client, vm, 'config.instanceUuid'))?.text).toBe(instanceUuid);
      expect((await readProperty(vc.client, vm, 'config.hardware.numCPU'))?.text).toBe('4');
      expect((await readProperty(vc.client, vm, 'config.hardware.memoryMB'))?.text).toBe('4096');
      expect((await readProperty(vc.client, vm, 'runtime.powerState'))?.text).toBe('poweredOff');
      expect(dig((await readProperty(vc.client, vm, 'config.extraConfig["guestinfo.x"]')), 'value')?.text).toBe('y');
      await destroy(vc.world, vm);
    });

    vc.check('cannot share a name in a folder', async () => {
      const vm = await clone(vc.world, 'clone-2');
      expect(await faultOf(clone(vc.world, 'clone-2'))).toBe('DuplicateName');
      await destroy(vc.world, vm);
    });

    vc.check('are cloned without the cards of the source and with new ones', async () => {
      const vm = await clone(vc.world, 'clone-3', { config: await replaceCards() });
      const cards = (await readProperty(vc.client, vm, 'config.hardware.device'))?.children.filter((device) => dig(device, 'macAddress')) ?? [];
      expect(cards.map((device) => device.attributes.get('xsi:type'))).toEqual(['VirtualVmxnet3']);
      expect(Number(dig(cards[0], 'key')?.text)).toBeGreaterThan(0);
      expect(dig(cards[0], 'macAddress')?.text).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
      await destroy(vc.world, vm);
    });

    vc.check('list the networks of the cards that they have', async () => {
      const vm = await clone(vc.world, 'clone-4', { config: await replaceCards() });
      expect((await readProperty(vc.client, vm, 'network'))?.children.map((ref) => refOf(ref))).toEqual([vc.world.network]);
      await destroy(vc.world, vm);
    }, { vcsim: 'the network of a removed card stays' });

    vc.check('are switched on by the clone itself when it is asked to', async () => {
      const vm = await clone(vc.world, 'clone-5', { powerOn: true });
      expect((await readProperty(vc.client, vm, 'runtime.powerState'))?.text).toBe('poweredOn');
      await destroy(vc.world, vm);
    }, { vcsim: 'it ignores powerOn' });

    vc.check('merge extraConfig: a value replaces, an empty one removes', async () => {
      const vm = await clone(vc.world, 'config-1', { config: optionXml('a', '1') + optionXml('b', '2') });
      await reconfigure(vc.world, vm, optionXml('a', '') + optionXml('b', '3') + optionXml('c', '&lt;4&gt;'));
      const options = new Map(
        (await readProperty(vc.client, vm, 'config.extraConfig'))?.children.map((option) => [dig(option, 'key')?.text, dig(option, 'value')?.text]),
      );
      expect(options.has('a')).toBe(false);
      expect(options.get('b')).toBe('3');
      expect(options.get('c')).toBe('<4>');
      await destroy(vc.world, vm);
    });

    vc.check('take the address that a simulated guest reports', async () => {
      const vm = await clone(vc.world, 'guest-1');
      await reconfigure(vc.world, vm, optionXml('SET.guest.ipAddress', '198.51.100.7') + optionXml('SET.guest.toolsRunningStatus', 'guestToolsRunning'));
      expect((await readProperty(vc.client, vm, 'guest.ipAddress'))?.text).toBe('198.51.100.7');
      expect((await readProperty(vc.client, vm, 'guest.toolsRunningStatus'))?.text).toBe('guestToolsRunning');
      expect((await readProperty(vc.client, vm, 'summary.guest.ipAddress'))?.text).toBe('198.51.100.7');
      const [nic] = (await readProperty(vc.client, vm, 'guest.net'))?.children ?? [];
      expect(dig(nic, 'ipAddress')?.text).toBe('198.51.100.7');
      expect(await readProperty(vc.client, vm, 'config.extraConfig["SET.guest.ipAddress"]')).toBeUndefined();
      await destroy(vc.world, vm);
    });

    vc.check('are on or off, and refuse what they are already', async () => {
      const vm = await clone(vc.world, 'power-1');
      await runTask(vc.client, 'PowerOnVM_Task', vm);
      expect((await readProperty(vc.client, vm, 'runtime.powerState'))?.text).toBe('poweredOn');
      expect(await faultOf(runTask(vc.client, 'PowerOnVM_Task', vm))).toBe('InvalidPowerState');
      expect(await faultOf(runTask(vc.client, 'Destroy_Task', vm))).toBe('InvalidPowerState');
      await runTask(vc.client, 'PowerOffVM_Task', vm);
      expect(await faultOf(runTask(vc.client, 'PowerOffVM_Task', vm))).toBe('InvalidPowerState');
      await runTask(vc.client, 'Destroy_Task', vm);
      expect(await faultOf(vc.client.soap('PowerOnVM_Task', vm))).toBe('ManagedObjectNotFound');
    });

    vc.check('are not shut down by a guest without tools', async () => {
      const vm = await clone(vc.world, 'power-2', { powerOn: true });
      expect(await faultOf(vc.client.soap('ShutdownGuest', vm))).toBe('ToolsUnavailable');
      await destroy(vc.world, vm);
    }, { vcsim: 'it has no tools to ask' });

    vc.check('keep their CPUs while they are on', async () => {
      const vm = await clone(vc.world, 'power-3', { powerOn: true });
      expect(await faultOf(reconfigure(vc.world, vm, '<numCPUs>8</numCPUs>'))).toBe('CpuHotPlugNotSupported');
      await destroy(vc.world, vm);
    }, { vcsim: 'it changes them' });

    vc.check('are linked only to a snapshot', async () => {
      const location = '<diskMoveType>createNewChildDiskBacking</diskMoveType>';
      expect(await faultOf(clone(vc.world, 'linked-1', { location }))).toBe('InvalidArgument');
    }, { vcsim: 'it ignores diskMoveType' });

    vc.check('have snapshots to be cloned from', async () => {
      const vm = await clone(vc.world, 'snapshot-1');
      const parameters = '<name>s</name><description>d</description><memory>false</memory><quiesce>false</quiesce>';
      const snapshot = refOf(await runTask(vc.client, 'CreateSnapshot_Task', vm, parameters));
      expect(refOf(await readProperty(vc.client, vm, 'snapshot.currentSnapshot'))).toEqual(snapshot);
      const location = '<diskMoveType>createNewChildDiskBacking</diskMoveType>';
      const rest = refXml('snapshot', snapshot);
      const child = refOf(await runTask(vc.client, 'CloneVM_Task', vm, cloneXml(vc.world, 'snapshot-2', { location, rest })));
      await destroy(vc.world, child);
      await destroy(vc.world, vm);
    });

    vc.check('become templates, which need a pool to be cloned and do not start', async () => {
      const vm = await clone(vc.world, 'template-1');
      await vc.client.soap('MarkAsTemplate', vm);
      expect((await readProperty(vc.client, vm, 'config.template'))?.text).toBe('true');
      expect(await faultOf(vc.client.soap('PowerOnVM_Task', vm))).toBe('InvalidState');
      const poolless = cloneXml(vc.world, 'template-2').replace(refXml('pool', vc.world.pool), '');
      expect(await faultOf(runTask(vc.client, 'CloneVM_Task', vm, poolless))).toBe('InvalidArgument');
      await destroy(vc.world, vm);
    });

    vc.check('are upgraded once', async () => {
      const vm = await clone(vc.world, 'upgrade-1');
      await runTask(vc.client, 'UpgradeVM_Task', vm, '<version>vmx-19</version>');
      expect(await faultOf(runTask(vc.client, 'UpgradeVM_Task', vm, '<version>vmx-19</version>'))).toBe('AlreadyUpgraded');
      await destroy(vc.world, vm);
    }, { vcsim: 'it calls the fault AlreadyUpgradedFault' });

    vc.check('are renamed and upgraded', async () => {
      const vm = await clone(vc.world, 'rename-1');
      await runTask(vc.client, 'Rename_Task', vm, '<newName>rename-2</newName>');
      expect((await readProperty(vc.client, vm, 'name'))?.text).toBe('rename-2');
      await runTask(vc.client, 'UpgradeVM_Task', vm, '<version>vmx-19</version>');
      expect((await readProperty(vc.client, vm, 'config.version'))?.text).toBe('vmx-19');
      await destroy(vc.world, vm);
    });
  });

  describe('folders', () => {
    vc.check('are made once per name', async () => {
      const folder = refOf(dig(await vc.client.soap('CreateFolder', vc.world.vmFolder, '<name>made</name>'), 'returnval'));
      expect((await readProperty(vc.client, folder, 'childType'))?.children.map((type) => type.text)).toContain('VirtualMachine');
      expect(await faultOf(vc.client.soap('CreateFolder', vc.world.vmFolder, '<name>made</name>'))).toBe('DuplicateName');
      await runTask(vc.client, 'Destroy_Task', folder);
    });
  });

  /** Device changes that take the source's card away and add one on the plain network. */
  async function replaceCards(): Promise<string> {
    const devices = await readProperty(vc.client, vc.world.source, 'config.hardware.device');
    const card = devices?.children.find((device) => dig(device, 'macAddress'));
    const type = card?.attributes.get('xsi:type') ?? '';
    const remove =
      `<deviceChange><operation>remove</operation><device xsi:type="${type}"><key>${dig(card, 'key')?.text ?? ''}</key></device></deviceChange>`;
    const backing = '<backing xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>VM Network</deviceName></backing>';
    const add = `<deviceChange><operation>add</operation><device xsi:type="VirtualVmxnet3"><key>-100</key>${backing}</device></deviceChange>`;
    return remove + add;
  }
}
