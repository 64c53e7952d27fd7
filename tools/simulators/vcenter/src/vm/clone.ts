import { ComputeResource, HostSystem, ResourcePool } from '../model/compute.js';
import { Datacenter, Datastore, Folder } from '../model/entities.js';
import type { MoRef } from '../model/moref.js';
import { invalidArgument, VimFault } from '../soap/faults.js';
import type { VCenter } from '../vcenter.js';
import { isDisk, isEthernetCard } from './devices.js';
import { copyDisks } from './disks.js';
import type { DiskCopy } from './disks.js';
import { reconfigure } from './reconfigure.js';
import { registerVirtualMachine, unregisterVirtualMachine } from './registry.js';
import { vmFiles } from './template.js';
import type { CloneSpec, VirtualDevice, VirtualMachineConfig } from './types.js';
import { VirtualMachineSnapshot } from './virtual-machine.js';
import type { VirtualMachine } from './virtual-machine.js';

const diskMoveTypes = new Set([
  'moveAllDiskBackingsAndAllowSharing',
  'moveAllDiskBackingsAndDisallowSharing',
  'moveChildMostDiskBacking',
  'createNewChildDiskBacking',
  'moveAllDiskBackingsAndConsolidate',
]);

/** Where a clone goes and what it starts from; resolved, checked. */
export interface ClonePlan {
  readonly name: string;
  readonly folder: Folder;
  readonly pool: ResourcePool | undefined;
  readonly host: MoRef;
  readonly datastore: Datastore;
  /** The configuration that is copied: the source's, or that of a snapshot. */
  readonly config: VirtualMachineConfig;
  readonly storageProfileId: string | undefined;
  readonly spec: CloneSpec;
}

/** What a clone can be made of: a virtual machine, or an image of a content library. */
export interface CloneSource {
  readonly config: VirtualMachineConfig;
  /** Absent for an image, which has no snapshots. */
  readonly vm?: VirtualMachine;
}

/**
 * Checks a clone's specification against the inventory.
 *
 * @throws VimFault InvalidArgument, naming the field, or ManagedObjectNotFound
 */
export function planClone(vcenter: VCenter, source: CloneSource, folderRef: MoRef, name: string, spec: CloneSpec): ClonePlan {
  const { inventory } = vcenter;
  const folder = inventory.get(Folder, spec.location.folder ?? folderRef);
  if (!folder.childType.includes('VirtualMachine')) throw invalidArgument('folder', `${folder.name} does not take virtual machines`);
  const datacenter = inventory.ancestry(folder).find((entity) => entity instanceof Datacenter);
  if (!datacenter) throw invalidArgument('folder');
  const { pool, host } = placeOn(vcenter, source, spec);
  const datastoreRef = spec.location.datastore ?? source.vm?.datastore[0];
  if (!datastoreRef) throw invalidArgument('spec.location.datastore');
  const datastore = inventory.get(Datastore, datastoreRef);
  if (!inventory.get(HostSystem, host).datastore.some((ref) => ref.equals(datastore.ref))) throw invalidArgument('spec.location.datastore');
  if (spec.template && spec.powerOn) throw invalidArgument('spec.powerOn', 'A template cannot be powered on');
  const config = sourceConfig(vcenter, source, spec);
  return { name, folder, pool, host, datastore, config, storageProfileId: source.vm?.storageProfileId, spec };
}

function placeOn(vcenter: VCenter, { vm }: CloneSource, spec: CloneSpec): { pool: ResourcePool | undefined; host: MoRef } {
  const { inventory } = vcenter;
  const poolRef = spec.location.pool ?? vm?.resourcePool;
  if (!poolRef) {
    if (!spec.template || !vm) throw invalidArgument('spec.location.pool', 'A clone of a template needs a resource pool');
    return { pool: undefined, host: spec.location.host ?? vm.host };
  }
  const pool = inventory.get(ResourcePool, poolRef);
  const owner = inventory.get(ComputeResource, pool.owner);
  const wanted = spec.location.host;
  if (wanted) inventory.get(HostSystem, wanted);
  if (wanted && !owner.host.some((ref) => ref.equals(wanted))) throw invalidArgument('spec.location.host');
  const host = wanted ?? leastLoaded(vcenter, owner.host);
  return { pool: spec.template ? undefined : pool, host };
}

function leastLoaded(vcenter: VCenter, hosts: readonly MoRef[]): MoRef {
  const [best] = hosts.map((ref) => vcenter.inventory.get(HostSystem, ref)).sort((a, b) => a.vm.length - b.vm.length);
  if (!best) throw new VimFault('InsufficientResourcesFault', 'There is no host to place the virtual machine on.');
  return best.ref;
}

function sourceConfig(vcenter: VCenter, source: CloneSource, spec: CloneSpec): VirtualMachineConfig {
  const moveTypes = [spec.location.diskMoveType, ...(spec.location.disk ?? []).map((disk) => disk.diskMoveType)];
  if (moveTypes.some((type) => type !== undefined && !diskMoveTypes.has(type))) throw invalidArgument('spec.location.diskMoveType');
  if (moveTypes.includes('createNewChildDiskBacking') && !spec.snapshot) {
    throw invalidArgument('spec.snapshot', 'A linked clone needs a snapshot');
  }
  if (!spec.snapshot) return checkedDisks(vcenter, source.config, spec);
  const snapshot = vcenter.inventory.get(VirtualMachineSnapshot, spec.snapshot);
  if (!snapshot.vm.equals(source.vm?.ref)) throw invalidArgument('spec.snapshot', 'The snapshot belongs to another virtual machine');
  return checkedDisks(vcenter, { ...source.config, hardware: snapshot.config.hardware }, spec);
}

function checkedDisks(vcenter: VCenter, config: VirtualMachineConfig, spec: CloneSpec): VirtualMachineConfig {
  for (const { diskId, datastore } of spec.location.disk ?? []) {
    const known = config.hardware.device.some((device) => device.key === diskId && isDisk(device));
    if (!known) throw invalidArgument('spec.location.disk.diskId');
    vcenter.inventory.get(Datastore, datastore);
  }
  return config;
}

/** Makes the clone. Nothing of it stays in the inventory when its configuration turns out to be impossible. */
export function carryOutClone(vcenter: VCenter, plan: ClonePlan): VirtualMachine {
  const { spec, folder, pool, host, datastore } = plan;
  const home = { folder, resourcePool: pool?.ref, host, datastore: datastore.ref };
  const vm = registerVirtualMachine(vcenter, clonedConfig(vcenter, plan), home);
  try {
    // Devices can be changed by both specs; the location's come first.
    if (spec.location.deviceChange) reconfigure(vcenter, vm, { deviceChange: spec.location.deviceChange });
    if (spec.config) reconfigure(vcenter, vm, { ...spec.config, name: plan.name });
  } catch (error) {
    unregisterVirtualMachine(vcenter, vm);
    throw error;
  }
  const profiles = [...(spec.location.profile ?? []), ...(spec.config?.vmProfile ?? [])];
  const profile = profiles.find((candidate) => candidate.profileId !== undefined);
  vm.storageProfileId = profile?.profileId ?? plan.storageProfileId;
  return vm;
}

function clonedConfig(vcenter: VCenter, plan: ClonePlan): VirtualMachineConfig {
  const { config, name, datastore, spec } = plan;
  const disks = copyDisks(vcenter, config.hardware.device, (disk) => diskCopy(vcenter, plan, disk));
  const device = disks.map((item): VirtualDevice => (isEthernetCard(item) ? { ...item, macAddress: vcenter.newMacAddress() } : item));
  return {
    ...config,
    name,
    template: spec.template,
    uuid: vcenter.newUuid(),
    instanceUuid: vcenter.newUuid(),
    createDate: vcenter.now(),
    modified: vcenter.now(),
    files: vmFiles(datastore.name, name),
    hardware: { ...config.hardware, device },
  };
}

function diskCopy(vcenter: VCenter, { name, spec, datastore }: ClonePlan, disk: VirtualDevice): DiskCopy {
  const locator = spec.location.disk?.find((candidate) => candidate.diskId === disk.key);
  const moveType = locator?.diskMoveType ?? spec.location.diskMoveType;
  const target = locator ? vcenter.inventory.get(Datastore, locator.datastore) : datastore;
  return { vmName: name, datastore: target, linked: moveType === 'createNewChildDiskBacking' };
}
