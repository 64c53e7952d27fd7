import type { DHCPOverrides, NetworkDevice, NetworkRoute } from '@handoff/api';
import { fields, section } from './documents/fields.js';
import type { Fields } from './documents/fields.js';
import { yamlText } from './yaml.js';

/** A network adapter whose MAC and addresses are known by now: fixed ones and those from pools together in `ipAddrs`. */
export type AttachedDevice = Pick<
  NetworkDevice,
  | 'deviceName' | 'dhcp4' | 'dhcp6' | 'dhcp4Overrides' | 'dhcp6Overrides' | 'gateway4' | 'gateway6' | 'ipAddrs' | 'mtu' | 'nameservers' | 'routes' | 'searchDomains'
> & { readonly macAddr: string };

export interface MetadataRequest {
  /** Changing it makes cloud-init run as on a new host. */
  readonly instanceId: string;
  readonly hostname: string;
  readonly devices: readonly AttachedDevice[];
  /** Of the VM; netplan has no place for routes but a device, so each device carries them. */
  readonly routes?: readonly NetworkRoute[];
}

/** The document for `guestinfo.metadata`: who the host is, and its network (version 2, as netplan). */
export function metadataDocument({ instanceId, hostname, devices, routes = [] }: MetadataRequest): string {
  return yamlText({
    'instance-id': instanceId,
    'local-hostname': hostname,
    // cloud-init waits until any adapter has an address of the family. Fixed addresses count as DHCP does: kubeadm must not start without
    // one.
    'wait-on-network': {
      ipv4: devices.some((device) => device.dhcp4 === true || hasAddress(device, 4)),
      ipv6: devices.some((device) => device.dhcp6 === true || hasAddress(device, 6)),
    },
    network: { version: 2, ethernets: Object.fromEntries(devices.map((device, index) => [`id${index}`, ethernet(device, index, routes)])) },
  });
}

const hasAddress = (device: AttachedDevice, family: 4 | 6): boolean => device.ipAddrs?.some((address) => address.includes(':') === (family === 6)) === true;

function ethernet(device: AttachedDevice, index: number, vmRoutes: readonly NetworkRoute[]): Fields {
  const routes = [...(device.routes ?? []), ...vmRoutes];
  return fields({
    match: { macaddress: device.macAddr.toLowerCase() },
    'set-name': device.deviceName ?? `eth${index}`,
    wakeonlan: true,
    dhcp4: device.dhcp4 ?? false,
    dhcp6: device.dhcp6 ?? false,
    'accept-ra': device.dhcp6 ?? false,
    'dhcp4-overrides': overrides(device.dhcp4Overrides),
    'dhcp6-overrides': overrides(device.dhcp6Overrides),
    addresses: some(device.ipAddrs),
    gateway4: device.gateway4,
    gateway6: device.gateway6,
    mtu: device.mtu === undefined || device.mtu === 0 ? undefined : device.mtu,
    routes: some(routes.map(({ to, via, metric }) => ({ to, via, metric }))),
    nameservers: section({ addresses: some(device.nameservers), search: some(device.searchDomains) }),
  });
}

const overrides = (given: DHCPOverrides | undefined): Fields | undefined =>
  given &&
  section({
    hostname: given.hostname,
    'route-metric': given.routeMetric,
    'send-hostname': given.sendHostname,
    'use-dns': given.useDNS,
    'use-domains': boolOr(given.useDomains),
    'use-hostname': given.useHostname,
    'use-mtu': given.useMTU,
    'use-ntp': given.useNTP,
    'use-routes': boolOr(given.useRoutes),
  });

/** The API has text where netplan has a boolean (or, for domains, `route`). */
const boolOr = (text: string | undefined): string | boolean | undefined => (text === 'true' || text === 'false' ? text === 'true' : text);

const some = <T>(values: readonly T[] | undefined): readonly T[] | undefined =>
  (values === undefined || values.length === 0 ? undefined : values);
