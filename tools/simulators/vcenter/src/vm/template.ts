import { ClusterComputeResource } from '../model/compute.js';
import { Datacenter, Datastore, Folder, Network } from '../model/entities.js';
import type { LibraryItemType } from '../rest/content-library.js';
import type { VCenter } from '../vcenter.js';
import { templateDevices } from './devices.js';
import { checkFree, checkName } from './names.js';
import { registerVirtualMachine } from './registry.js';
import { createSnapshot } from './snapshots.js';
import type { VirtualMachineConfig } from './types.js';
import type { VirtualMachine } from './virtual-machine.js';

export interface TemplateOptions {
  /** Default 20. */
  readonly diskGiB?: number;
  /** Whether it has a snapshot, which linked clones need; default true. */
  readonly snapshot?: boolean;
  readonly numCPUs?: number;
  readonly memoryMiB?: number;
  /** Default `vmx-17`. */
  readonly hardwareVersion?: string;
  /** What the content library keeps it as; default `ovf`. */
  readonly libraryItemType?: LibraryItemType;
}

/** Adds a template to the vm folder of DC0, as an image builder would leave it there, and its image to the content library. */
export function addTemplate(vcenter: VCenter, name: string, options: TemplateOptions = {}): VirtualMachine {
  checkName(name);
  const vm = createTemplate(vcenter, name, options);
  const type = options.libraryItemType ?? 'ovf';
  vcenter.library.add({ id: vcenter.newUuid(), name, type, creationTime: vcenter.now(), image: { ...vm.config, template: false } });
  return vm;
}

function createTemplate(vcenter: VCenter, name: string, options: TemplateOptions): VirtualMachine {
  const { inventory } = vcenter;
  const [datacenter] = inventory.all(Datacenter);
  const [cluster] = inventory.all(ClusterComputeResource);
  const host = cluster?.host[0];
  const datastore = datacenter?.datastore[0];
  if (!datacenter || !host || !datastore) throw new Error('the inventory has no datacenter, host and datastore');
  const folder = inventory.get(Folder, datacenter.vmFolder);
  checkFree(inventory, folder, name);
  const config = templateConfig(vcenter, name, inventory.get(Datastore, datastore), options);
  const vm = registerVirtualMachine(vcenter, config, { folder, resourcePool: undefined, host, datastore });
  if (options.snapshot !== false) createSnapshot(vcenter, vm, { name: 'base', description: 'What linked clones start from.', quiesce: false });
  return vm;
}

function templateConfig(vcenter: VCenter, name: string, datastore: Datastore, options: TemplateOptions): VirtualMachineConfig {
  const network = vcenter.inventory.all(Network).find((candidate) => candidate.name === 'VM Network');
  const nicBacking = { $type: 'VirtualEthernetCardNetworkBackingInfo', deviceName: 'VM Network', network: network?.ref };
  const device = templateDevices({
    vmName: name,
    datastore: datastore.ref,
    datastoreName: datastore.name,
    diskGiB: options.diskGiB ?? 20,
    nicBacking,
    macAddress: vcenter.newMacAddress(),
    diskUuid: vcenter.newUuid(),
  });
  return {
    changeVersion: vcenter.now().toISOString(),
    modified: vcenter.now(),
    name,
    guestFullName: 'Ubuntu Linux (64-bit)',
    version: options.hardwareVersion ?? 'vmx-17',
    uuid: vcenter.newUuid(),
    createDate: vcenter.now(),
    instanceUuid: vcenter.newUuid(),
    template: true,
    guestId: 'ubuntu64Guest',
    alternateGuestName: '',
    files: vmFiles(datastore.name, name),
    tools: { toolsVersion: 12352 },
    flags: { diskUuidEnabled: false },
    defaultPowerOps: {},
    hardware: { numCPU: options.numCPUs ?? 2, numCoresPerSocket: 1, memoryMB: options.memoryMiB ?? 2048, device },
    cpuAllocation: { reservation: 0, expandableReservation: false, limit: -1, shares: { shares: 2000, level: 'normal' } },
    memoryAllocation: { reservation: 0, expandableReservation: false, limit: -1, shares: { shares: 20480, level: 'normal' } },
    memoryHotAddEnabled: false,
    cpuHotAddEnabled: false,
    extraConfig: [],
    bootOptions: {},
    firmware: 'efi',
  };
}

/** Where a virtual machine's files are, as VirtualMachineFileInfo says it. */
export function vmFiles(datastoreName: string, name: string): Readonly<Record<string, string>> {
  const directory = `[${datastoreName}] ${name}/`;
  const vmPathName = `${directory}${name}.vmx`;
  return { vmPathName, snapshotDirectory: directory, suspendDirectory: directory, logDirectory: directory };
}
