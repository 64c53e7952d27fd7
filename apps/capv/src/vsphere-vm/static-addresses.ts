import type { NetworkDevice, VSphereVM } from '@handoff/api';
import { VSphereVMReasons as Reason } from '@handoff/api';
import { waitFor } from '@handoff/reconcile';
import type { Phase } from '@handoff/reconcile';
import type { VmScope } from './vsphere-vm.scope.js';

const isWithout = ({ dhcp4, dhcp6, ipAddrs = [], addressesFromPools = [], skipIPAllocation }: NetworkDevice): boolean =>
  dhcp4 !== true && dhcp6 !== true && skipIPAllocation !== true && ipAddrs.length === 0 && addressesFromPools.length === 0;

/** The first device that has no way to an address: somebody must still write one into the spec. */
export function lacksStaticAddress({ spec }: VSphereVM): string | undefined {
  const index = spec.network.devices.findIndex(isWithout);
  return index < 0 ? undefined : `spec.network.devices[${String(index)}]`;
}

export const awaitStaticAddresses: Phase<VmScope> = async ({ vm }) => {
  const field = lacksStaticAddress(vm);
  return Promise.resolve(field === undefined ? undefined
    : waitFor(Reason.WaitingForStaticIPAllocation, `${field} has neither DHCP nor an address: set ipAddrs, addressesFromPools, dhcp4 or dhcp6 there, or skipIPAllocation`));
};
