import { describe, expect, it } from '@jest/globals';
import { allocations, quantityOf } from './allocations.js';

describe('quantities', () => {
  it.each([['2', 2], ['1500m', 1.5], ['2G', 2e9], ['2Gi', 2 * 2 ** 30], ['1e3', 1000], ['4.5Ki', 4608], [3, 3]])('%s is %d', (text, value) => {
    expect(quantityOf(text)).toBe(value);
  });
  it.each(['', 'x', '1X', '1.2.3', 'Gi'])('"%s" is none', (text) => {
    expect(() => quantityOf(text)).toThrow(RangeError);
  });
});

describe('what a machine is guaranteed and held to', () => {
  it('is told to vCenter in MHz and MiB', () => {
    expect(allocations({ requests: { cpu: '2G', memory: '4Gi' }, limits: { cpu: '3500M' }, shares: { memory: 100 } }))
      .toEqual({ cpu: { reservation: 2000, limit: 3500 }, memory: { reservation: 4096, shares: 100 } });
  });
  it('is left to vCenter where nothing is said', () => {
    expect(allocations(undefined)).toEqual({});
    expect(allocations({ requests: { cpu: '1G' } })).toEqual({ cpu: { reservation: 1000 } });
  });
});
