import { HostSystem } from '../model/compute.js';
import { DistributedVirtualPortgroup, Network } from '../model/entities.js';
import type { MoRef } from '../model/moref.js';
import type { VCenter } from '../vcenter.js';
import { isEthernetCard } from './devices.js';
import type { GuestNic, VirtualDevice } from './types.js';
import type { VirtualMachine } from './virtual-machine.js';

/** The network that a card's backing names, among those that the host reaches. */
function networkOf(vcenter: VCenter, host: MoRef, card: VirtualDevice): Network | undefined {
  const networks = vcenter.inventory.get(HostSystem, host).network.map((ref) => vcenter.inventory.get(Network, ref));
  const backing = card.backing;
  if (backing?.$type === 'VirtualEthernetCardDistributedVirtualPortBackingInfo') {
    return networks.find(
      (network) =>
        network instanceof DistributedVirtualPortgroup &&
        !network.uplink &&
        network.key === backing.port?.portgroupKey &&
        network.distributedVirtualSwitch.uuid === backing.port.switchUuid,
    );
  }
  if (backing?.$type !== 'VirtualEthernetCardNetworkBackingInfo') return undefined;
  const plain = networks.filter((network) => !(network instanceof DistributedVirtualPortgroup));
  return plain.find((network) => network.name === backing.deviceName && (backing.network?.equals(network.ref) ?? true));
}

/** The card with its backing completed as vCenter shows it, or undefined when its network is not there. */
export function resolveNetwork(vcenter: VCenter, host: MoRef, card: VirtualDevice): VirtualDevice | undefined {
  const network = networkOf(vcenter, host, card);
  if (!network) return undefined;
  // A port of a distributed switch names its portgroup by key already.
  return network instanceof DistributedVirtualPortgroup ? card : { ...card, backing: { ...card.backing, network: network.ref } };
}

/** Brings a virtual machine's list of networks, and what its guest reports per card, in line with its cards. */
export function syncNetworks(vcenter: VCenter, vm: VirtualMachine): void {
  const cards = vm.config.hardware.device.filter(isEthernetCard);
  const networks = cards.map((card) => networkOf(vcenter, vm.host, card));
  vm.network = [...new Set(networks.flatMap((network) => (network ? [network.ref] : [])))];
  const net = cards.map((card, index): GuestNic => {
    const known = vm.guest.net.find((nic) => nic.deviceConfigId === card.key);
    const name = networks[index]?.name;
    const identity = { macAddress: card.macAddress ?? '', connected: card.connectable?.connected ?? false, deviceConfigId: card.key };
    return { ...known, ...(name === undefined ? {} : { network: name }), ...identity };
  });
  vm.guest = { ...vm.guest, net };
  registerWithNetworks(vcenter, vm);
}

function registerWithNetworks(vcenter: VCenter, vm: VirtualMachine): void {
  for (const network of vcenter.inventory.all(Network)) {
    const belongs = vm.network.some((ref) => ref.equals(network.ref));
    const listed = network.vm.some((ref) => ref.equals(vm.ref));
    if (belongs === listed) continue;
    network.vm = belongs ? [...network.vm, vm.ref] : network.vm.filter((ref) => !ref.equals(vm.ref));
    vcenter.inventory.touch(network.ref);
  }
}
