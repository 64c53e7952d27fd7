import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressRange, bitsOf, cidrRange, contains, familyOf, networkOf } from './addresses.js';

const SEED = 20_260_101;
const ipv4 = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.'));
const address = fc.oneof(ipv4, fc.ipV6());

describe('an address', () => {
  it.each([['192.0.2.1', 'IPv4'], ['2001:db8::1', 'IPv6'], ['192.0.2', undefined], ['192.0.2.256', undefined], ['host', undefined]])(
    '%s is of family %p', (text, family) => expect(familyOf(text)).toBe(family));

  it('lies in every network that it names', () => {
    fc.assert(
      fc.property(address, fc.nat(128), (text, bits) => {
        const range = addressRange(text);
        if (range === undefined) throw new Error(`${text} was not read`);
        const prefix = Math.min(bits, bitsOf(range.family));
        const network = networkOf(range, prefix);
        expect(contains(network, range)).toBe(true);
        expect(network.last - network.first + 1n).toBe(1n << BigInt(bitsOf(range.family) - prefix));
        expect(cidrRange(`${text}/${prefix}`)).toEqual(network);
      }),
      { seed: SEED },
    );
  });
});

describe('a range', () => {
  it('reads what pools list', () => {
    expect(addressRange('192.0.2.10')).toEqual({ family: 'IPv4', first: 3221225994n, last: 3221225994n });
    expect(addressRange('192.0.2.10-192.0.2.12')).toEqual({ family: 'IPv4', first: 3221225994n, last: 3221225996n });
    expect(addressRange('192.0.2.8/30')).toEqual({ family: 'IPv4', first: 3221225992n, last: 3221225995n });
    expect(addressRange('2001:db8::1-2001:db8::ff')).toMatchObject({ family: 'IPv6' });
  });

  it.each(['', '192.0.2.12-192.0.2.10', '192.0.2.1-2001:db8::1', '192.0.2.0/33', '192.0.2.0/', '192.0.2.0/24/8', '1-2-3', '10.0.0.0/-1'])(
    'does not read %p', (text) => expect(addressRange(text)).toBeUndefined());
});
