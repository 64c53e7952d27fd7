import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { metadataDocument } from './index.js';
import type { AttachedDevice } from './index.js';

interface Metadata {
  readonly 'wait-on-network': unknown;
  readonly network: { readonly version: number; readonly ethernets: Readonly<Record<string, unknown>> };
}

const metadata = (...devices: AttachedDevice[]): Metadata => parse(metadataDocument({ instanceId: 'i', hostname: 'h', devices }), { version: '1.1' }) as Metadata;

describe('the metadata document', () => {
  it('says who the host is, and finds its adapters by MAC', () => {
    const document = metadata({ macAddr: '00:50:56:01:02:03', dhcp4: true }, { macAddr: '00:50:56:AA:BB:CC', deviceName: 'data0', dhcp6: true });
    expect(document).toMatchObject({ 'instance-id': 'i', 'local-hostname': 'h', network: { version: 2 } });
    expect(document.network.ethernets).toEqual({
      id0: { match: { macaddress: '00:50:56:01:02:03' }, 'set-name': 'eth0', wakeonlan: true, dhcp4: true, dhcp6: false, 'accept-ra': false },
      id1: { match: { macaddress: '00:50:56:aa:bb:cc' }, 'set-name': 'data0', wakeonlan: true, dhcp4: false, dhcp6: true, 'accept-ra': true },
    });
  });

  it.each([
    [{ dhcp4: true }, { ipv4: true, ipv6: false }],
    [{ dhcp6: true }, { ipv4: false, ipv6: true }],
    [{ ipAddrs: ['192.0.2.10/24'] }, { ipv4: true, ipv6: false }],
    [{ ipAddrs: ['192.0.2.10/24', '2001:db8::1/64'] }, { ipv4: true, ipv6: true }],
    [{}, { ipv4: false, ipv6: false }],
  ])('waits for the addresses that the host will have, fixed ones too (%#)', (device, expected) => {
    expect(metadata({ macAddr: '00:50:56:01:02:03', ...device })['wait-on-network']).toEqual(expected);
  });

  it('writes addresses, gateways, routes, name servers and DHCP overrides', () => {
    const route = { to: '10.0.0.0/8', via: '192.0.2.254', metric: 5 };
    const text = metadataDocument({
      instanceId: 'i',
      hostname: 'h',
      routes: [{ to: '172.16.0.0/12', via: '192.0.2.253', metric: 0 }],
      devices: [
        {
          macAddr: '00:50:56:01:02:03', ipAddrs: ['192.0.2.10/24'], gateway4: '192.0.2.1', gateway6: '2001:db8::ff', mtu: 9000, routes: [route], nameservers: ['192.0.2.53'], searchDomains: ['example.test'],
          dhcp4Overrides: { hostname: 'x', routeMetric: 7, sendHostname: false, useDNS: true, useDomains: 'route', useHostname: true, useMTU: true, useNTP: false, useRoutes: 'false' },
        },
        { macAddr: '00:50:56:01:02:04', mtu: 0, nameservers: [], dhcp6Overrides: {} },
      ],
    });
    const { ethernets } = (parse(text, { version: '1.1' }) as Metadata).network;
    const ofTheVm = { to: '172.16.0.0/12', via: '192.0.2.253', metric: 0 };
    expect(ethernets['id0']).toMatchObject({
      addresses: ['192.0.2.10/24'], gateway4: '192.0.2.1', gateway6: '2001:db8::ff', mtu: 9000, routes: [route, ofTheVm], nameservers: { addresses: ['192.0.2.53'], search: ['example.test'] },
      'dhcp4-overrides': {
        hostname: 'x', 'route-metric': 7, 'send-hostname': false, 'use-dns': true, 'use-domains': 'route', 'use-hostname': true, 'use-mtu': true, 'use-ntp': false, 'use-routes': false,
      },
    });
    expect(ethernets['id1']).toEqual({ match: { macaddress: '00:50:56:01:02:04' }, 'set-name': 'eth1', wakeonlan: true, dhcp4: false, dhcp6: false, 'accept-ra': false, routes: [ofTheVm] });
  });
});
