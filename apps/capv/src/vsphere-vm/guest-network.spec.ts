import { describe, expect, it } from '@jest/globals';
import { machineWith, POOL_REF, vmWith } from '../testing/objects.js';
import { addressesOf, attachedDevices, expectsNoAddress, isReachable, networkStatus } from './guest-network.js';
import { lacksStaticAddress } from './static-addresses.js';

const [MAC0, MAC1] = ['00:50:56:00:00:01', '00:50:56:00:00:02'];

describe('the devices of a guest', () => {
  it('have their MAC address, and what pools gave beside what the spec says', () => {
    const vm = vmWith([{ networkName: 'a', ipAddrs: ['192.0.2.9/24'], addressesFromPools: [POOL_REF, POOL_REF] }, { networkName: 'b', dhcp4: true }]);
    const given = [
      { device: 0, cidr: '198.51.100.20/24', gateway: '198.51.100.1' },
      { device: 0, cidr: '2001:db8::20/64', gateway: '2001:db8::1' },
    ];
    const [first, second] = attachedDevices(vm, machineWith({ [MAC0]: [], [MAC1]: [] }), given);
    expect(first).toMatchObject({
      macAddr: MAC0, ipAddrs: ['192.0.2.9/24', '198.51.100.20/24', '2001:db8::20/64'], gateway4: '198.51.100.1', gateway6: '2001:db8::1',
    });
    expect(second).toEqual({ networkName: 'b', dhcp4: true, macAddr: MAC1 });
  });

  it('keep a gateway that the spec gives', () => {
    const vm = vmWith([{ networkName: 'a', gateway4: '198.51.100.254', addressesFromPools: [POOL_REF] }]);
    const [device] = attachedDevices(vm, machineWith({ [MAC0]: [] }), [{ device: 0, cidr: '198.51.100.20/24', gateway: '198.51.100.1' }]);
    expect(device?.gateway4).toBe('198.51.100.254');
  });
});

describe('the addresses of a guest', () => {
  it.each([
    ['198.51.100.20', true], ['2001:db8::20', true], ['127.0.0.1', false], ['169.254.3.4', false], ['fe80::1', false], ['::1', false], ['x', false],
  ])('%s can be reached by others: %s', (address, reachable) => {
    expect(isReachable(address)).toBe(reachable);
  });

  it('are those of its adapters that others can reach, in the order of the devices', () => {
    const vm = vmWith([{ networkName: 'a', dhcp4: true }, { networkName: 'b', dhcp4: true }]);
    const live = machineWith({ [MAC0]: ['fe80::1', '198.51.100.20'], [MAC1]: ['192.0.2.7'], });
    expect(addressesOf(vm, live)).toEqual(['198.51.100.20', '192.0.2.7']);
    expect(networkStatus(vm, live)).toEqual([
      { macAddr: MAC0, ipAddrs: ['198.51.100.20'], networkName: 'a' }, { macAddr: MAC1, ipAddrs: ['192.0.2.7'], networkName: 'b' },
    ]);
  });

  it.each([
    ['none to come', [{ networkName: 'a' }], 'spec.network.devices[0]', false],
    ['DHCP', [{ networkName: 'a', dhcp4: true }], undefined, false],
    ['an address', [{ networkName: 'a', ipAddrs: ['192.0.2.9/24'] }], undefined, false],
    ['a pool', [{ networkName: 'a', addressesFromPools: [POOL_REF] }], undefined, false],
    ['no wish for one', [{ networkName: 'a', skipIPAllocation: true }], undefined, true],
    ['DHCP on the second only', [{ networkName: 'a', dhcp6: true }, { networkName: 'b' }], 'spec.network.devices[1]', false],
  ])('with %s', (_, devices, lacking, silent) => {
    expect(lacksStaticAddress(vmWith(devices))).toBe(lacking);
    expect(expectsNoAddress(vmWith(devices))).toBe(silent);
  });
});
