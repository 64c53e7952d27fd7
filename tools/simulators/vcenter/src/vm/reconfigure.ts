import { VimFault, invalidArgument } from '../soap/faults.js';
import type { VCenter } from '../vcenter.js';
import { applyDeviceChanges } from './device-changes.js';
import type { DeviceContext } from './device-changes.js';
import { applyExtraConfig } from './extra-config.js';
import { placeDisk } from './disks.js';
import { resolveNetwork, syncNetworks } from './networks.js';
import type { ConfigSpec, VirtualMachineConfig } from './types.js';
import { VirtualMachine } from './virtual-machine.js';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Applies a configuration spec, all or nothing.
 *
 * @throws VimFault InvalidArgument, InvalidDeviceSpec and kin, Cpu- or MemoryHotPlugNotSupported, ConcurrentAccess
 */
export function reconfigure(vcenter: VCenter, vm: VirtualMachine, spec: ConfigSpec): void {
  if (spec.changeVersion !== undefined && spec.changeVersion !== '' && spec.changeVersion !== vm.config.changeVersion) {
    throw new VimFault('ConcurrentAccess', 'The virtual machine has changed since this configuration was read.');
  }
  if (spec.version !== undefined && spec.version !== vm.config.version) throw invalidArgument('configSpec.version');
  const hardware = newHardware(vcenter, vm, spec);
  const identity = newIdentity(vcenter, vm, spec);
  const guest = vm.guest;
  const extraConfig = vm.config.extraConfig;
  try {
    applyExtraConfig(vm, spec.extraConfig ?? []);
  } catch (error) {
    vm.guest = guest;
    vm.config.extraConfig = extraConfig;
    throw error;
  }
  vm.config = { ...vm.config, ...identity, ...plainFields(spec), ...mergedFields(vm.config, spec), hardware };
  vm.name = vm.config.name;
  const profile = spec.vmProfile?.find((candidate) => candidate.profileId !== undefined);
  if (profile) vm.storageProfileId = profile.profileId;
  stampChange(vcenter, vm);
  syncNetworks(vcenter, vm);
  vcenter.inventory.touch(vm.ref);
}

/** Gives the configuration a new version and time of change. */
export function stampChange(vcenter: VCenter, vm: VirtualMachine): void {
  const modified = vcenter.now();
  vm.config = { ...vm.config, modified, changeVersion: `${modified.toISOString()}-${vcenter.newUuid().slice(0, 8)}` };
}

/** The fields that a spec replaces as a whole. */
function plainFields(spec: ConfigSpec): Partial<VirtualMachineConfig> {
  const { annotation, guestId, firmware, managedBy } = spec;
  const { memoryReservationLockedToMax, nestedHVEnabled, memoryHotAddEnabled, cpuHotAddEnabled } = spec;
  const switches = { memoryReservationLockedToMax, nestedHVEnabled, memoryHotAddEnabled, cpuHotAddEnabled };
  const fields = { annotation, guestId, firmware, managedBy, ...switches };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The fields of which a spec replaces what it names. */
function mergedFields(config: VirtualMachineConfig, spec: ConfigSpec): Partial<VirtualMachineConfig> {
  return {
    flags: { ...config.flags, ...spec.flags },
    tools: { ...config.tools, ...spec.tools },
    bootOptions: { ...config.bootOptions, ...spec.bootOptions },
    cpuAllocation: { ...config.cpuAllocation, ...spec.cpuAllocation },
    memoryAllocation: { ...config.memoryAllocation, ...spec.memoryAllocation },
  };
}

type Identity = Pick<VirtualMachineConfig, 'name' | 'uuid' | 'instanceUuid'>;

function newIdentity(vcenter: VCenter, vm: VirtualMachine, spec: ConfigSpec): Identity {
  for (const [name, uuid] of [['uuid', spec.uuid], ['instanceUuid', spec.instanceUuid]] as const) {
    if (uuid && !uuidPattern.test(uuid)) throw invalidArgument(`configSpec.${name}`);
  }
  return {
    name: spec.name || vm.config.name,
    uuid: spec.uuid?.toLowerCase() || vm.config.uuid,
    instanceUuid: spec.instanceUuid === undefined ? vm.config.instanceUuid : freeInstanceUuid(vcenter, vm, spec.instanceUuid),
  };
}

/** An empty instance uuid asks for a new one, and one that is taken is replaced, as vCenter keeps them unique. */
function freeInstanceUuid(vcenter: VCenter, vm: VirtualMachine, wanted: string): string {
  const uuid = wanted.toLowerCase();
  const taken = vcenter.inventory.all(VirtualMachine).some((other) => other !== vm && other.config.instanceUuid === uuid);
  return uuid === '' || taken ? vcenter.newUuid() : uuid;
}

function newHardware(vcenter: VCenter, vm: VirtualMachine, spec: ConfigSpec): VirtualMachineConfig['hardware'] {
  const { hardware } = vm.config;
  const numCPU = positive(spec.numCPUs) ?? hardware.numCPU;
  const memoryMB = positive(spec.memoryMB) ?? hardware.memoryMB;
  const keepsCores = numCPU % hardware.numCoresPerSocket === 0;
  const numCoresPerSocket = positive(spec.numCoresPerSocket) ?? (keepsCores ? hardware.numCoresPerSocket : 1);
  if (numCPU < 1 || numCPU > 768) throw invalidArgument('configSpec.numCPUs');
  if (numCoresPerSocket < 1 || numCPU % numCoresPerSocket !== 0) throw invalidArgument('configSpec.numCoresPerSocket');
  if (memoryMB < 4 || memoryMB % 4 !== 0) throw invalidArgument('configSpec.memoryMB');
  if (vm.powerState === 'poweredOn') checkHotPlug(vm, { numCPU, numCoresPerSocket, memoryMB });
  const device = applyDeviceChanges(hardware.device, spec.deviceChange ?? [], deviceContext(vcenter, vm));
  return { numCPU, numCoresPerSocket, memoryMB, device };
}

/** Zero stands for no change, or for letting vCenter choose. */
function positive(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}

function checkHotPlug(vm: VirtualMachine, wanted: { numCPU: number; numCoresPerSocket: number; memoryMB: number }): void {
  const { hardware, cpuHotAddEnabled, memoryHotAddEnabled } = vm.config;
  const cpuChanges = wanted.numCPU !== hardware.numCPU || wanted.numCoresPerSocket !== hardware.numCoresPerSocket;
  if (cpuChanges && (!cpuHotAddEnabled || wanted.numCPU < hardware.numCPU)) {
    throw new VimFault('CpuHotPlugNotSupported', 'The number of virtual CPUs cannot be changed while the virtual machine is powered on.');
  }
  if (wanted.memoryMB !== hardware.memoryMB && (!memoryHotAddEnabled || wanted.memoryMB < hardware.memoryMB)) {
    throw new VimFault('MemoryHotPlugNotSupported', 'The memory cannot be changed while the virtual machine is powered on.');
  }
}

function deviceContext(vcenter: VCenter, vm: VirtualMachine): DeviceContext {
  return {
    poweredOn: vm.powerState === 'poweredOn',
    hasParent: (disk) => disk.backing?.['parent'] !== undefined,
    newMacAddress: () => vcenter.newMacAddress(),
    resolveNetwork: (card) => resolveNetwork(vcenter, vm.host, card),
    placeDisk: (disk, number) => placeDisk(vcenter, vm, disk, number),
  };
}
