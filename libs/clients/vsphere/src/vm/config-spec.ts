import { vim, verbatim, xsdString, type VimObject, type VimValue } from '../xml/encode.js';
import { freeUnits, kibOf } from './clone-spec.js';
import type { CloneNetwork, ClonePlan, CloneSpec, DataDisk, ResourceAllocation } from './clone-spec.js';
import type { Hardware } from './devices.js';

/** The argument of CloneVM_Task. `backings` are those of `spec.networks`, in order. */
export function cloneSpec(spec: CloneSpec, plan: ClonePlan, backings: readonly VimObject[]): VimObject {
  return vim('VirtualMachineCloneSpec', {
    location: location(spec, plan),
    template: false,
    config: configSpec(spec, plan, backings),
    powerOn: spec.powerOn ?? false,
    snapshot: plan.snapshot,
  });
}

function location(spec: CloneSpec, { cloneMode }: ClonePlan): VimObject {
  const full = cloneMode === 'fullClone';
  const { folder, datastore, resourcePool: pool, host } = spec;
  return vim('VirtualMachineRelocateSpec', {
    folder,
    datastore,
    diskMoveType: full ? 'moveAllDiskBackingsAndConsolidate' : 'createNewChildDiskBacking',
    pool,
    host,
    disk:
      full && datastore !== undefined
        ? spec.template.disks.map(({ key }) =>
            vim('VirtualMachineRelocateSpecDiskLocator', { diskId: key, datastore, diskMoveType: 'moveAllDiskBackingsAndDisallowSharing' }),
          )
        : undefined,
    profile: profile(spec.storageProfileId),
  });
}

function configSpec(spec: CloneSpec, plan: ClonePlan, backings: readonly VimObject[]): VimObject {
  return vim('VirtualMachineConfigSpec', {
    instanceUuid: spec.instanceUuid,
    annotation: spec.annotation,
    // Disks get stable ids in the guest, by which a CSI driver finds them.
    flags: vim('VirtualMachineFlagInfo', { diskUuidEnabled: true }),
    numCPUs: spec.numCPUs,
    numCoresPerSocket: spec.numCoresPerSocket,
    memoryMB: spec.memoryMiB,
    deviceChange: [...replacedNics(spec.template, spec.networks, backings), ...grownDisks(spec.template, plan.grow), ...dataDisks(spec)],
    cpuAllocation: allocation(spec.cpu),
    memoryAllocation: allocation(spec.memory),
    extraConfig: spec.extraConfig && optionValues(spec.extraConfig),
    // Properties of the OVA that the template came from would compete with guestinfo as a data source of cloud-init.
    vAppConfigRemoved: true,
    nestedHVEnabled: spec.nestedHV,
    vmProfile: profile(spec.storageProfileId),
  });
}

/** Keys with their values; an empty value removes a key. */
export function optionValues(options: ReadonlyMap<string, string>): readonly VimObject[] {
  return [...options].map(([key, value]) => vim('OptionValue', { key, value: xsdString(value) }));
}

/**
 * Takes the present network cards away and adds one per network. A card that goes is sent as it was read: by its key alone it would be no
 * network card to some. New devices have negative keys, which vCenter replaces.
 */
export function replacedNics({ nics }: Hardware, networks: readonly CloneNetwork[], backings: readonly VimObject[]): readonly VimObject[] {
  const removed = nics.map(({ device }) => change('remove', verbatim(device)));
  const added = networks.map(({ mac }, index) =>
    change(
      'add',
      vim('VirtualVmxnet3', {
        key: -100 - index,
        backing: backings[index],
        connectable: vim('VirtualDeviceConnectInfo', { startConnected: true, allowGuestControl: true, connected: true }),
        addressType: mac === undefined ? 'generated' : 'manual',
        macAddress: mac,
        wakeOnLanEnabled: true,
      }),
    ),
  );
  return [...removed, ...added];
}

/** `grow` is by device key, in KiB. */
export function grownDisks({ disks }: Hardware, grow: ReadonlyMap<number, number>): readonly VimObject[] {
  return disks.flatMap(({ key, device }) => {
    const kib = grow.get(key);
    if (kib === undefined) return [];
    // Where vCenter gives the size in both units, both must say the same.
    return [change('edit', verbatim(device, { capacityInKB: String(kib), capacityInBytes: String(kib * 1024) }))];
  });
}

function dataDisks({ template, dataDisks: disks = [] }: CloneSpec): readonly VimObject[] {
  const units = freeUnits(template, disks.length);
  return disks.map((disk, index) =>
    change(
      'add',
      vim('VirtualDisk', {
        key: -200 - index,
        backing: diskBacking(disk),
        controllerKey: template.disks[0]?.controllerKey,
        unitNumber: units[index],
        capacityInKB: kibOf(disk.sizeGiB),
      }),
      'create',
    ),
  );
}

function diskBacking({ provisioningMode: mode }: DataDisk): VimObject {
  return vim('VirtualDiskFlatVer2BackingInfo', {
    fileName: '',
    diskMode: 'persistent',
    thinProvisioned: mode === undefined ? undefined : mode === 'Thin',
    eagerlyScrub: mode === 'EagerlyZeroed' ? true : undefined,
  });
}

function change(operation: 'add' | 'edit' | 'remove', device: VimValue, fileOperation?: 'create'): VimObject {
  return vim('VirtualDeviceConfigSpec', { operation, fileOperation, device });
}

function profile(profileId: string | undefined): readonly VimObject[] | undefined {
  return profileId === undefined ? undefined : [vim('VirtualMachineDefinedProfileSpec', { profileId })];
}

function allocation(value: ResourceAllocation | undefined): VimObject | undefined {
  if (value === undefined) return undefined;
  const { reservation, limit, shares } = value;
  return vim('ResourceAllocationInfo', {
    reservation,
    limit,
    shares: shares === undefined ? undefined : vim('SharesInfo', { shares, level: 'custom' }),
  });
}
