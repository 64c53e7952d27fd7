import { describe, expect, it } from '@jest/globals';
import { POOL_REF, vmWith } from '../testing/objects.js';
import { claimRequests } from './claims.js';
import { unsupportedFields } from './unsupported.js';

describe('the claims of a machine', () => {
  it('are none for a device that wants no address', () => {
    expect(claimRequests(vmWith([{ networkName: 'a', skipIPAllocation: true, addressesFromPools: [POOL_REF] }]))).toEqual([]);
  });

  it('are named by the places of device and pool in the spec', () => {
    const other = { ...POOL_REF, name: 'other' };
    const vm = vmWith([{ networkName: 'a', dhcp4: true }, { networkName: 'b', addressesFromPools: [POOL_REF, other] }]);
    expect(claimRequests(vm)).toEqual([
      { name: 'prod-a-1-0', device: 1, poolRef: POOL_REF }, { name: 'prod-a-1-1', device: 1, poolRef: other },
    ]);
  });
});

describe('fields that nothing is done about', () => {
  it('are named when they ask for something', () => {
    expect(unsupportedFields(vmWith([], { pciDevices: [{ vGPUProfile: 'grid' }], cryptoKeyID: 'k' }).spec)).toEqual(['spec.pciDevices', 'spec.cryptoKeyID']);
    expect(unsupportedFields(vmWith([], { pciDevices: [] }).spec)).toEqual([]);
  });
});
