import { describe, expect, it } from '@jest/globals';
import type { TemplateInfo } from '../inventory/templates.js';
import { moRef } from '../moref.js';
import { parseXml } from '../xml/element.js';
import { encode, vim } from '../xml/encode.js';
import { planClone, type CloneSpec } from './clone-spec.js';
import { cloneSpec } from './config-spec.js';
import { hardwareOf } from './devices.js';

const GIB = 1024 * 1024;
const devices = parseXml(
  '<val xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="ArrayOfVirtualDevice">' +
    '<VirtualDevice xsi:type="ParaVirtualSCSIController"><key>1000</key></VirtualDevice>' +
    `<VirtualDevice xsi:type="VirtualDisk"><key>2001</key><controllerKey>1000</controllerKey><unitNumber>1</unitNumber><capacityInKB>${5 * GIB}</capacityInKB></VirtualDevice>` +
    '<VirtualDevice xsi:type="VirtualDisk"><key>2000</key><backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[ds] t.vmdk</fileName></backing>' +
    `<controllerKey>1000</controllerKey><unitNumber>0</unitNumber><capacityInKB>${20 * GIB}</capacityInKB><capacityInBytes>1</capacityInBytes></VirtualDevice>` +
    '<VirtualDevice xsi:type="VirtualE1000"><key>4000</key><macAddress>00:50:56:AA:BB:CC</macAddress></VirtualDevice>' +
    '</val>',
);

const template: TemplateInfo = {
  ref: moRef('VirtualMachine', 'vm-1'),
  name: 'ubuntu',
  path: '/DC0/vm/ubuntu',
  uuid: 'u',
  instanceUuid: 'i',
  isTemplate: true,
  hardwareVersion: 'vmx-19',
  snapshots: { current: moRef('VirtualMachineSnapshot', 'snapshot-2'), all: [{ ref: moRef('VirtualMachineSnapshot', 'snapshot-2'), name: 'base' }] },
  ...hardwareOf(devices),
};

const base: CloneSpec = {
  name: 'm',
  template,
  folder: moRef('Folder', 'group-v3'),
  resourcePool: moRef('ResourcePool', 'resgroup-1'),
  datastore: moRef('Datastore', 'datastore-1'),
  instanceUuid: 'key',
  networks: [{ networkRef: moRef('Network', 'network-1'), mac: '00:50:56:00:00:01' }, { networkRef: moRef('Network', 'network-1') }],
};
const withoutSnapshot: TemplateInfo = { ...template, snapshots: { current: undefined, all: [] } };

const xmlOf = (spec: CloneSpec): string =>
  encode('spec', cloneSpec(spec, planClone(spec), spec.networks.map(() => vim('VirtualEthernetCardNetworkBackingInfo', { deviceName: 'n' }))));

describe('planning a clone', () => {
  it('links to the current snapshot by default, or to the one that is named', () => {
    expect(planClone(base)).toMatchObject({ cloneMode: 'linkedClone', snapshot: template.snapshots.current, notes: [] });
    expect(planClone({ ...base, snapshot: 'base' }).snapshot?.value).toBe('snapshot-2');
    expect(() => planClone({ ...base, snapshot: 'other' })).toThrow(/no snapshot "other"; it has "base"/);
  });

  it('copies a template without snapshot, and says so only to who asked for a link', () => {
    expect(planClone({ ...base, template: withoutSnapshot })).toMatchObject({ cloneMode: 'fullClone', snapshot: undefined, notes: [] });
    expect(planClone({ ...base, template: withoutSnapshot, cloneMode: 'linkedClone' }).notes).toEqual([expect.stringContaining('has no snapshot')]);
  });

  it('grows disks in the order of their keys and never shrinks one', () => {
    const full: CloneSpec = { ...base, cloneMode: 'fullClone' };
    expect(planClone({ ...full, diskGiB: 40, additionalDisksGiB: [5] }).grow).toEqual(new Map([[2000, 40 * GIB]]));
    expect(() => planClone({ ...full, diskGiB: 10 })).toThrow(/has 20 GiB and cannot shrink to 10 GiB/);
    expect(() => planClone({ ...full, additionalDisksGiB: [10, 10] })).toThrow(/disk 3 of ubuntu, which has fewer disks/);
  });

  it('notes that the disk of a linked clone keeps its size', () => {
    expect(planClone({ ...base, diskGiB: 40 })).toMatchObject({ cloneMode: 'linkedClone', grow: new Map(), notes: [expect.stringContaining('linked clone')] });
  });
});

describe('the specification of a clone', () => {
  it('replaces the network cards of the template, with a fixed MAC address where one is given', () => {
    const xml = xmlOf(base);
    expect(xml).toContain('<operation>remove</operation><device xsi:type="VirtualE1000"><key>4000</key>');
    expect(xml).toMatch(/<key>-100<\/key>.*<addressType>manual<\/addressType><macAddress>00:50:56:00:00:01<\/macAddress>/);
    expect(xml).toMatch(/<key>-101<\/key>.*<addressType>generated<\/addressType>/);
    expect(xml.indexOf('remove')).toBeLessThan(xml.indexOf('add'));
  });

  it('moves every disk of a full clone to the datastore and none of a linked one', () => {
    const full = xmlOf({ ...base, cloneMode: 'fullClone' });
    expect(full).toContain('<diskMoveType>moveAllDiskBackingsAndConsolidate</diskMoveType>');
    expect(full.match(/moveAllDiskBackingsAndDisallowSharing/g)).toHaveLength(2);
    const linked = xmlOf(base);
    expect(linked).toContain('<diskMoveType>createNewChildDiskBacking</diskMoveType>');
    expect(linked).not.toContain('<disk ');
    expect(linked).toContain('<snapshot type="VirtualMachineSnapshot">snapshot-2</snapshot>');
  });

  it('edits a grown disk as vCenter described it, in both units of its size', () => {
    const xml = xmlOf({ ...base, cloneMode: 'fullClone', diskGiB: 40 });
    expect(xml).toContain('<operation>edit</operation><device xsi:type="VirtualDisk"><key>2000</key><backing xsi:type="VirtualDiskFlatVer2BackingInfo">');
    expect(xml).toContain(`<capacityInKB>${40 * GIB}</capacityInKB><capacityInBytes>${40 * GIB * 1024}</capacityInBytes></device>`);
  });

  it('adds data disks to free places of the first disk\'s controller', () => {
    const dataDisks = Array.from({ length: 7 }, (_, index) => ({ name: `d${index}`, sizeGiB: 1, provisioningMode: 'Thin' as const }));
    const units = [...xmlOf({ ...base, dataDisks }).matchAll(/<unitNumber>(\d+)<\/unitNumber>/g)].map(([, unit]) => Number(unit));
    expect(units).toEqual([2, 3, 4, 5, 6, 8, 9]);
    expect(xmlOf({ ...base, dataDisks })).toContain('<fileOperation>create</fileOperation>');
    const many = Array.from({ length: 62 }, () => ({ name: 'd', sizeGiB: 1 }));
    expect(() => xmlOf({ ...base, dataDisks: many })).toThrow(/places for 61 more disks/);
  });

  it('carries identity, disk ids for the guest, and no vApp', () => {
    const xml = xmlOf({ ...base, numCPUs: 4, numCoresPerSocket: 0, memoryMiB: 8192, annotation: 'a & b', extraConfig: new Map([['k', 'v']]) });
    expect(xml).toContain(
      '<config xsi:type="VirtualMachineConfigSpec"><instanceUuid>key</instanceUuid><annotation>a &amp; b</annotation>' +
        '<flags xsi:type="VirtualMachineFlagInfo"><diskUuidEnabled>true</diskUuidEnabled></flags>' +
        '<numCPUs>4</numCPUs><numCoresPerSocket>0</numCoresPerSocket><memoryMB>8192</memoryMB>',
    );
    expect(xml).toContain('<vAppConfigRemoved>true</vAppConfigRemoved>');
    expect(xml).toContain('<powerOn>false</powerOn>');
  });
});
