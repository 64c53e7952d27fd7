import { invalidPowerState, VimFault } from '../soap/faults.js';
import type { VCenter } from '../vcenter.js';
import { isEthernetCard } from './devices.js';
import type { GuestNic } from './types.js';
import type { VirtualMachine } from './virtual-machine.js';

interface AdapterMapping {
  readonly macAddress?: string;
  readonly adapter: {
    readonly ip: { readonly $type?: string; readonly ipAddress?: string };
    readonly subnetMask?: string;
    readonly dnsServerList?: readonly string[];
    readonly dnsDomain?: string;
  };
}

interface HostName {
  readonly $type?: string;
  readonly name?: string;
  readonly base?: string;
}

export interface CustomizationSpec {
  readonly identity: { readonly $type?: string; readonly hostName?: HostName };
  readonly globalIPSettings: { readonly dnsSuffixList?: readonly string[]; readonly dnsServerList?: readonly string[] };
  readonly nicSettingMap?: readonly AdapterMapping[];
}

/**
 * Keeps a customization for the next power on.
 *
 * @throws VimFault InvalidPowerState, CustomizationPending, NicSettingMismatch
 */
export function scheduleCustomization(vm: VirtualMachine, spec: CustomizationSpec, token: string): void {
  if (vm.powerState !== 'poweredOff') throw invalidPowerState('poweredOff', vm.powerState);
  if (vm.pendingCustomization) throw new VimFault('CustomizationPending', 'A customization is pending already.');
  const numberOfNicsInVM = vm.config.hardware.device.filter(isEthernetCard).length;
  const numberOfNicsInSpec = spec.nicSettingMap?.length ?? 0;
  if (numberOfNicsInVM !== numberOfNicsInSpec) {
    const message = `The specification is for ${numberOfNicsInSpec} network cards, the virtual machine has ${numberOfNicsInVM}.`;
    throw new VimFault('NicSettingMismatch', message, { numberOfNicsInSpec, numberOfNicsInVM });
  }
  vm.pendingCustomization = spec;
  vm.config = { ...vm.config, tools: { ...vm.config.tools, pendingCustomization: token } };
}

/** Does what a pending customization says, as the guest would during its first boot: addresses and names appear in its report. */
export function customizeGuest(vcenter: VCenter, vm: VirtualMachine): void {
  const spec = vm.pendingCustomization;
  if (!spec) return;
  vm.pendingCustomization = undefined;
  vm.config = { ...vm.config, tools: { ...vm.config.tools, pendingCustomization: '' } };
  const hostName = hostNameOf(vm, spec);
  const net = vm.guest.net.map((nic, index) => customizedNic(nic, spec, index, hostName));
  const ipAddress = net.find((nic) => nic.ipAddress?.length)?.ipAddress?.[0];
  vm.guest = { ...vm.guest, net, ...(hostName ? { hostName } : {}), ...(ipAddress ? { ipAddress } : {}) };
  vcenter.inventory.touch(vm.ref);
}

function hostNameOf(vm: VirtualMachine, spec: CustomizationSpec): string | undefined {
  const name = spec.identity.hostName;
  if (name?.$type === 'CustomizationFixedName') return name.name;
  if (name?.$type === 'CustomizationVirtualMachineName') return vm.name;
  if (name?.$type === 'CustomizationPrefixName') return `${name.base ?? ''}-0`;
  return undefined;
}

function customizedNic(nic: GuestNic, spec: CustomizationSpec, index: number, hostName: string | undefined): GuestNic {
  const mapping = spec.nicSettingMap?.[index];
  if (!mapping) return nic;
  const { ip, subnetMask, dnsServerList, dnsDomain } = mapping.adapter;
  const dnsConfig = {
    dhcp: ip.$type === 'CustomizationDhcpIpGenerator',
    hostName: hostName ?? '',
    domainName: dnsDomain ?? '',
    ipAddress: dnsServerList ?? spec.globalIPSettings.dnsServerList ?? [],
    searchDomain: spec.globalIPSettings.dnsSuffixList ?? [],
  };
  if (ip.$type !== 'CustomizationFixedIp' || ip.ipAddress === undefined) return { ...nic, dnsConfig };
  const ipConfig = { ipAddress: [{ ipAddress: ip.ipAddress, prefixLength: prefixLength(subnetMask), state: 'preferred' }] };
  return { ...nic, dnsConfig, ipConfig, ipAddress: [ip.ipAddress] };
}

function prefixLength(mask: string | undefined): number {
  const bits = (mask ?? '').split('.').map((part) => Number(part).toString(2)).join('');
  return [...bits].filter((bit) => bit === '1').length;
}
