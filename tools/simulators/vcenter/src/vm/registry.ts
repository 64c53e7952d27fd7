import { HostSystem, ResourcePool } from '../model/compute.js';
import { Datastore, Folder, Network, Placeholder } from '../model/entities.js';

import type { MoRef } from '../model/moref.js';
import type { VCenter } from '../vcenter.js';
import { syncNetworks } from './networks.js';
import type { VirtualMachineConfig } from './types.js';
import { VirtualMachine, VirtualMachineSnapshot } from './virtual-machine.js';

export interface Home {
  readonly folder: Folder;
  /** Absent for a template. */
  readonly resourcePool: MoRef | undefined;
  readonly host: MoRef;
  readonly datastore: MoRef;
}

/** Adds a virtual machine to the inventory and to everything that lists it. */
export function registerVirtualMachine(vcenter: VCenter, config: VirtualMachineConfig, home: Home): VirtualMachine {
  const { inventory } = vcenter;
  const environmentBrowser = inventory.add(new Placeholder(inventory.newRef('EnvironmentBrowser', 'envbrowser-'))).ref;
  const vm = new VirtualMachine(inventory.newRef('VirtualMachine', 'vm-'), config, { ...home, environmentBrowser });
  home.folder.insert(vm);
  inventory.add(vm);
  syncNetworks(vcenter, vm);
  for (const list of listsOf(vcenter, vm)) list.vm = [...list.vm, vm.ref];
  touchAround(vcenter, vm);
  return vm;
}

/** Takes a virtual machine, with its snapshots, out of the inventory. */
export function unregisterVirtualMachine(vcenter: VCenter, vm: VirtualMachine): void {
  const { inventory } = vcenter;
  for (const list of [...listsOf(vcenter, vm), ...inventory.all(Network)]) list.vm = list.vm.filter((ref) => !ref.equals(vm.ref));
  const parent = inventory.parentOf(vm);
  if (parent instanceof Folder) parent.removeChild(vm.ref);
  for (const snapshot of inventory.all(VirtualMachineSnapshot)) if (snapshot.vm.equals(vm.ref)) inventory.remove(snapshot.ref);
  vcenter.tagging.forget(vm.ref);
  vcenter.modules.forget(vm.ref.id);
  inventory.remove(vm.environmentBrowser);
  inventory.remove(vm.ref);
  touchAround(vcenter, vm);
}

/** Moves a virtual machine between having a resource pool and, as a template, having none. */
export function setResourcePool(vcenter: VCenter, vm: VirtualMachine, pool: MoRef | undefined): void {
  const { inventory } = vcenter;
  for (const candidate of inventory.all(ResourcePool)) candidate.vm = candidate.vm.filter((ref) => !ref.equals(vm.ref));
  vm.resourcePool = pool;
  if (pool) {
    const owner = inventory.get(ResourcePool, pool);
    owner.vm = [...owner.vm, vm.ref];
  }
  touchAround(vcenter, vm);
}

function listsOf(vcenter: VCenter, vm: VirtualMachine): { vm: readonly MoRef[] }[] {
  const { inventory } = vcenter;
  const pool = vm.resourcePool ? [inventory.get(ResourcePool, vm.resourcePool)] : [];
  return [inventory.get(HostSystem, vm.host), ...pool, ...vm.datastore.map((ref) => inventory.get(Datastore, ref))];
}

function touchAround(vcenter: VCenter, vm: VirtualMachine): void {
  const pool = vm.resourcePool ? [vm.resourcePool] : [];
  const parent = vm.parent ? [vm.parent] : [];
  vcenter.inventory.touch(vm.ref, vm.host, ...pool, ...vm.datastore, ...vm.network, ...parent);
}
