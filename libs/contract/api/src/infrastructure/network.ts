import { z } from 'zod';
import { allOptional, atomicList, int32, int64, text } from '../schema/fields.js';
import { ContractReference } from '../shared/references.js';

/** What a host takes over from DHCP. */
export const DHCPOverrides = allOptional({
  hostname: z.string().max(1024),
  routeMetric: int32().min(0),
  sendHostname: z.boolean(),
  useDNS: z.boolean(),
  useDomains: z.string().max(128),
  useHostname: z.boolean(),
  useMTU: z.boolean(),
  useNTP: z.boolean(),
  useRoutes: z.string().max(128),
});
export type DHCPOverrides = z.infer<typeof DHCPOverrides>;

/** A static route. */
export const NetworkRoute = z.object({
  metric: int32().min(0),
  to: text(1, 39),
  via: text(1, 39),
});
export type NetworkRoute = z.infer<typeof NetworkRoute>;

/** A network adapter and its addresses: DHCP, fixed, or from pools. */
export const NetworkDevice = z.object({
  networkName: text(1, 2048),
  addressesFromPools: atomicList(ContractReference).max(128).optional(),
  deviceName: text(1, 1024).optional(),
  dhcp4: z.boolean().optional(),
  dhcp4Overrides: DHCPOverrides.optional(),
  dhcp6: z.boolean().optional(),
  dhcp6Overrides: DHCPOverrides.optional(),
  gateway4: text(1, 64).optional(),
  gateway6: text(1, 64).optional(),
  ipAddrs: atomicList(text(1, 39)).max(128).optional(),
  macAddr: text(1, 23).optional(),
  mtu: int64().optional(),
  nameservers: atomicList(text(1, 64)).max(128).optional(),
  routes: atomicList(NetworkRoute).max(512).optional(),
  searchDomains: atomicList(text(1, 1024)).max(128).optional(),
  skipIPAllocation: z.boolean().optional(),
});
export type NetworkDevice = z.infer<typeof NetworkDevice>;

/** The network adapters of a VM. */
export const Network = z.object({
  devices: atomicList(NetworkDevice).max(128),
  routes: atomicList(NetworkRoute).max(512).optional(),
});
export type Network = z.infer<typeof Network>;

/** A network adapter as vCenter reports it. */
export const NetworkStatus = z.object({
  macAddr: text(1, 17),
  connected: z.boolean().optional(),
  ipAddrs: atomicList(text(1, 39)).max(128).optional(),
  networkName: text(1, 1024).optional(),
});
export type NetworkStatus = z.infer<typeof NetworkStatus>;
