import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metadataDocument } from '@handoff/kubeadm';
import type { AttachedDevice, MetadataRequest } from '@handoff/kubeadm';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec, which nothing that ships depends on
import { whereParts } from '@handoff/real-parts';
import { parseMetadata } from '../cloudinit/instance-data.js';
import { configureNetwork } from '../cloudinit/network-config.js';
import { RealCloudInit } from './real-cloud-init.js';

const [MAC0, MAC1] = ['00:50:56:01:02:03', '00:50:56:AA:BB:CC'];
const overrides = {
  hostname: 'x', routeMetric: 7, sendHostname: false, useDNS: false, useDomains: 'route', useHostname: false, useMTU: false, useNTP: false, useRoutes: 'false',
};

interface Shape {
  readonly name: string;
  readonly devices: readonly AttachedDevice[];
  readonly routes?: MetadataRequest['routes'];
  /** Lines that systemd-networkd is to be given, by device. */
  readonly units: Readonly<Record<string, readonly string[]>>;
}

const shapes: readonly Shape[] = [
  { name: 'DHCP for IPv4', devices: [{ macAddr: MAC0, dhcp4: true }], units: { eth0: ['DHCP=ipv4'] } },
  { name: 'DHCP for IPv6', devices: [{ macAddr: MAC0, dhcp6: true }], units: { eth0: ['DHCP=ipv6'] } },
  { name: 'DHCP for both', devices: [{ macAddr: MAC0, dhcp4: true, dhcp6: true }], units: { eth0: ['DHCP=yes'] } },
  {
    name: 'DHCP with overrides', devices: [{ macAddr: MAC0, dhcp4: true, dhcp4Overrides: overrides }],
    units: { eth0: ['[DHCPv4]', 'RouteMetric=7', 'SendHostname=False', 'UseDNS=False', 'UseDomains=route', 'UseMTU=False', 'UseNTP=False', 'UseRoutes=False'] },
  },
  {
    name: 'a fixed IPv4 address', devices: [{ macAddr: MAC0, ipAddrs: ['192.0.2.10/24'], gateway4: '192.0.2.1' }],
    units: { eth0: ['Address=192.0.2.10/24', 'Gateway=192.0.2.1', 'DHCP=no'] },
  },
  {
    name: 'a fixed IPv6 address', devices: [{ macAddr: MAC0, ipAddrs: ['2001:db8::10/64'], gateway6: '2001:db8::1' }],
    units: { eth0: ['Address=2001:db8::10/64', 'Gateway=2001:db8::1'] },
  },
  {
    name: 'both families', devices: [{ macAddr: MAC0, ipAddrs: ['192.0.2.10/24', '2001:db8::10/64'], gateway4: '192.0.2.1', gateway6: '2001:db8::1' }],
    units: { eth0: ['Address=192.0.2.10/24', 'Address=2001:db8::10/64', 'Gateway=192.0.2.1', 'Gateway=2001:db8::1'] },
  },
  {
    name: 'name servers and search domains', devices: [{ macAddr: MAC0, ipAddrs: ['192.0.2.10/24'], nameservers: ['192.0.2.53', '2001:db8::53'], searchDomains: ['a.example.test', 'b.example.test'] }],
    units: { eth0: ['DNS=192.0.2.53 2001:db8::53', 'Domains=a.example.test b.example.test'] },
  },
  {
    name: 'routes of the device and of the VM', routes: [{ to: '172.16.0.0/12', via: '192.0.2.253', metric: 0 }],
    devices: [{ macAddr: MAC0, ipAddrs: ['192.0.2.10/24'], routes: [{ to: '10.0.0.0/8', via: '192.0.2.254', metric: 5 }] }],
    // No metric: cloud-init 22.4 loses it on the way to networkd, though not to netplan, which gets our text as it is.
    units: { eth0: ['Destination=10.0.0.0/8', 'Gateway=192.0.2.254', 'Destination=172.16.0.0/12', 'Gateway=192.0.2.253'] },
  },
  {
    name: 'jumbo frames and a name', devices: [{ macAddr: MAC0, deviceName: 'storage0', ipAddrs: ['192.0.2.10/24'], mtu: 9000 }],
    units: { storage0: ['MTUBytes=9000'] },
  },
  {
    name: 'several devices', devices: [{ macAddr: MAC0, dhcp4: true }, { macAddr: MAC1, ipAddrs: ['198.51.100.7/24'] }, { macAddr: '00:50:56:00:00:09' }],
    units: { eth0: ['DHCP=ipv4'], eth1: ['Address=198.51.100.7/24'], eth2: ['DHCP=no'] },
  },
];

whereParts(describe, 'cloud-init')('the network of our metadata, by the real cloud-init', () => {
  let folder: string;
  let cloudInit: RealCloudInit;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'network-'));
    cloudInit = await RealCloudInit.in(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(shapes)('with $name', async ({ devices, routes = [], units }) => {
    const metadata = metadataDocument({ instanceId: 'i', hostname: 'h', devices, routes });
    const { network } = await cloudInit.readGuestinfo(metadata, { hostname: 'h', addresses: ['192.0.2.10', '2001:db8::10'] });
    const written = await cloudInit.networkUnits(network);
    expect([...written.keys()]).toEqual(Object.keys(units).map((device) => `10-cloud-init-${device}.network`));
    Object.entries(units).forEach(([device, lines], index) => {
      const unit = (written.get(`10-cloud-init-${device}.network`) ?? '').split('\n');
      expect(unit).toEqual(expect.arrayContaining([...lines, `MACAddress=${devices[index]?.macAddr.toLowerCase() ?? ''}`]));
    });
    const cards = devices.map(({ macAddr }) => ({ macAddress: macAddr }));
    expect(configureNetwork(parseMetadata(metadata), cards).map(({ deviceName }) => deviceName)).toEqual(Object.keys(units));
  });
});
