import { z } from 'zod';
import { allOptional, atomicList, int32, int64, text } from '../schema/fields.js';
import { ContractReference } from '../shared/references.js';

export const DHCPOverrides = allOptional({
  hostname: z.string().max(1024).describe('Host name to send.'),
  routeMetric: int32().min(0).describe('Metric of the routes.'),
  sendHostname: z.boolean().describe('Whether the host name is sent.'),
  useDNS: z.boolean().describe('Whether name servers are taken over.'),
  useDomains: z.string().max(128).describe('true, false or route: whether domains are taken over.'),
  useHostname: z.boolean().describe('Whether the host name is taken over.'),
  useMTU: z.boolean().describe('Whether the MTU is taken over.'),
  useNTP: z.boolean().describe('Whether time servers are taken over.'),
  useRoutes: z.string().max(128).describe('Whether routes are taken over.'),
}).describe('What a host takes over from DHCP.');
export type DHCPOverrides = z.infer<typeof DHCPOverrides>;

export const NetworkRoute = z.object({
  metric: int32().min(0).describe('Metric; the lower wins.'),
  to: text(1, 39).describe('Destination.'),
  via: text(1, 39).describe('Gateway.'),
}).describe('A static route.');
export type NetworkRoute = z.infer<typeof NetworkRoute>;

export const NetworkDevice = z.object({
  networkName: text(1, 2048).describe('Name, path or id of the network in vCenter.'),
  addressesFromPools: atomicList(ContractReference).max(128).describe('Pools that give one address each.').optional(),
  deviceName: text(1, 1024).describe('Name in the guest; absent: eth0, eth1, …').optional(),
  dhcp4: z.boolean().describe('Whether IPv4 comes from DHCP.').optional(),
  dhcp4Overrides: DHCPOverrides.describe('What is taken over from DHCP for IPv4.').optional(),
  dhcp6: z.boolean().describe('Whether IPv6 comes from DHCP.').optional(),
  dhcp6Overrides: DHCPOverrides.describe('What is taken over from DHCP for IPv6.').optional(),
  gateway4: text(1, 64).describe('Default gateway for IPv4.').optional(),
  gateway6: text(1, 64).describe('Default gateway for IPv6.').optional(),
  ipAddrs: atomicList(text(1, 39)).max(128).describe('Fixed addresses, with prefix.').optional(),
  macAddr: text(1, 23).describe('MAC address.').optional(),
  mtu: int64().describe('Largest packet.').optional(),
  nameservers: atomicList(text(1, 64)).max(128).describe('Name servers.').optional(),
  routes: atomicList(NetworkRoute).max(512).describe('Static routes.').optional(),
  searchDomains: atomicList(text(1, 1024)).max(128).describe('Domains that short names are looked up in.').optional(),
  skipIPAllocation: z.boolean().describe('Neither waits for an address nor asks for one.').optional(),
}).describe('A network adapter and its addresses: DHCP, fixed, or from pools.');
export type NetworkDevice = z.infer<typeof NetworkDevice>;

export const Network = z.object({
  devices: atomicList(NetworkDevice).max(128).describe('Network adapters, in order.'),
  routes: atomicList(NetworkRoute).max(512).describe('Static routes.').optional(),
}).describe('The network adapters of a VM.');
export type Network = z.infer<typeof Network>;

export const NetworkStatus = z.object({
  macAddr: text(1, 17).describe('MAC address.'),
  connected: z.boolean().describe('Whether the adapter is connected.').optional(),
  ipAddrs: atomicList(text(1, 39)).max(128).describe('Addresses that the guest reports.').optional(),
  networkName: text(1, 1024).describe('Name, path or id of the network in vCenter.').optional(),
}).describe('A network adapter as vCenter reports it.');
export type NetworkStatus = z.infer<typeof NetworkStatus>;
