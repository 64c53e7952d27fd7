import type { IPAddressClaim, NetworkDevice, NetworkStatus, VSphereVM } from '@handoff/api';
import type { AttachedDevice } from '@handoff/kubeadm';
import type { VmInfo } from '@handoff/vsphere';
import ipaddr from 'ipaddr.js';
import type { PoolAddress } from './claims.js';

/** The devices of the spec as they are in the guest: with their MAC addresses, and what the pools gave. */
export function attachedDevices(vm: VSphereVM, { nics }: VmInfo, given: readonly PoolAddress[]): readonly AttachedDevice[] {
  return vm.spec.network.devices.flatMap((device, index) => {
    const nic = nics[index];
    return nic === undefined ? [] : [attached(device, nic.mac, given.filter((address) => address.device === index))];
  });
}

function attached(device: NetworkDevice, mac: string, given: readonly PoolAddress[]): AttachedDevice {
  const ipAddrs = [...(device.ipAddrs ?? []), ...given.map(({ cidr }) => cidr)];
  const gateway4 = device.gateway4 ?? gatewayOf(given, 'ipv4');
  const gateway6 = device.gateway6 ?? gatewayOf(given, 'ipv6');
  return {
    ...device,
    macAddr: mac,
    ...(ipAddrs.length === 0 ? {} : { ipAddrs }),
    ...(gateway4 === undefined ? {} : { gateway4 }),
    ...(gateway6 === undefined ? {} : { gateway6 }),
  };
}

const gatewayOf = (given: readonly PoolAddress[], family: 'ipv4' | 'ipv6'): string | undefined =>
  given.flatMap(({ gateway }) => gateway ?? []).find((gateway) => ipaddr.isValid(gateway) && ipaddr.parse(gateway).kind() === family);

/** Addresses that others can reach: neither loopback nor link-local, which every guest has. */
export function isReachable(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return !['loopback', 'linkLocal', 'unspecified', 'multicast', 'broadcast'].includes(ipaddr.parse(address).range());
}

/** The network adapters as vCenter reports them, in the order of the spec's devices. */
export const networkStatus = (vm: VSphereVM, { nics, guest }: VmInfo): readonly NetworkStatus[] =>
  nics.map(({ mac }, index) => {
    const ipAddrs = (guest.ips.get(mac) ?? []).filter(isReachable);
    const networkName = vm.spec.network.devices[index]?.networkName;
    return { macAddr: mac, ...(ipAddrs.length === 0 ? {} : { ipAddrs }), ...(networkName === undefined ? {} : { networkName }) };
  });

export const addressesOf = (vm: VSphereVM, live: VmInfo): readonly string[] =>
  networkStatus(vm, live).flatMap(({ ipAddrs = [] }) => ipAddrs);

/** True when no address will ever be reported, by the user's own wish. */
export const expectsNoAddress = ({ spec }: VSphereVM): boolean =>
  spec.network.devices.every(({ skipIPAllocation, dhcp4, dhcp6 }) => skipIPAllocation === true && dhcp4 !== true && dhcp6 !== true);

/** What a claim that waits says itself, for whoever asks why a machine has no address. */
export function claimMessage(name: string, claim: IPAddressClaim | undefined): string {
  const ready = claim?.status?.conditions?.find(({ type }) => type === 'Ready');
  const pool = claim === undefined ? '' : ` of ${claim.spec.poolRef.kind} ${claim.spec.poolRef.name}`;
  return `IPAddressClaim ${name}${pool} has no address yet${ready === undefined || ready.message === '' ? '' : `: ${ready.message}`}`;
}
