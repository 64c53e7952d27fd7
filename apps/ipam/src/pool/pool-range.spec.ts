import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalAddress, formatAddress, parseAddress } from './address-number.js';
import type { Family } from './address-number.js';
import { PoolRange } from './pool-range.js';

type Spec = Parameters<typeof PoolRange.of>[0];

const drain = (range: PoolRange, used = new Set<string>()): string[] => {
  const given: string[] = [];
  for (let next = range.firstFree(used); next !== undefined; next = range.firstFree(used)) {
    given.push(next);
    used.add(next);
  }
  return given;
};

/** A pool in a small network, so that a plain set can check it: entries are offsets from its first address. */
const base = { 4: parseAddress('192.0.2.0').value, 6: parseAddress('2001:db8::').value } as const;
const at = (family: Family, offset: number): string => formatAddress({ family, value: base[family] + BigInt(offset) });
const entry = fc.oneof(
  fc.nat(63).map((first) => ({ text: (family: Family) => at(family, first), offsets: [first] })),
  fc.tuple(fc.nat(63), fc.nat(20)).map(([first, length]) => ({
    text: (family: Family) => `${at(family, first)}-${at(family, first + length)}`, offsets: Array.from({ length: length + 1 }, (_, index) => first + index),
  })),
  fc.tuple(fc.nat(63), fc.integer({ min: 2, max: 5 })).map(([inside, bits]) => ({
    text: (family: Family) => `${at(family, inside)}/${String((family === 4 ? 32 : 128) - bits)}`,
    offsets: Array.from({ length: 2 ** bits }, (_, index) => inside - (inside % 2 ** bits) + index),
  })),
);
const pools = fc.record({
  family: fc.constantFrom<Family>(4, 6),
  included: fc.array(entry, { minLength: 1, maxLength: 4 }),
  excluded: fc.array(entry, { maxLength: 3 }),
  gateway: fc.option(fc.nat(63)),
  reserved: fc.boolean(),
});

describe('PoolRange', () => {
  it('hands out exactly what is included and not withheld, each once, ascending', () => {
    fc.assert(fc.property(pools, ({ family, included, excluded, gateway, reserved }) => {
      const spec: Spec = {
        addresses: included.map(({ text }) => text(family)), prefix: family === 4 ? 24 : 120,
        excludedAddresses: excluded.map(({ text }) => text(family)), allocateReservedIPAddresses: reserved,
        ...(gateway === null ? {} : { gateway: at(family, gateway) }),
      };
      const ends = reserved ? [] : [0, ...(family === 4 ? [255] : [])];
      const withheld = new Set([...excluded.flatMap(({ offsets }) => offsets), gateway, ...ends]);
      const expected = [...new Set(included.flatMap(({ offsets }) => offsets))]
        .filter((offset) => !withheld.has(offset)).sort((a, b) => a - b);
      const range = PoolRange.of(spec);
      expect(drain(range)).toEqual(expected.map((offset) => at(family, offset)));
      expect(range.total).toBe(expected.length);
      for (let offset = 0; offset < 90; offset += 1) expect(range.contains(at(family, offset))).toBe(expected.includes(offset));
    }));
  });

  it('skips as many free addresses as it is told', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.nat(15)), fc.nat(20), (used, skip) => {
      const range = PoolRange.of({ addresses: ['192.0.2.16-192.0.2.31'], prefix: 24 });
      const free = Array.from({ length: 16 }, (_, index) => index).filter((index) => !used.includes(index));
      const found = range.firstFree(new Set(used.map((offset) => at(4, 16 + offset))), skip);
      expect(found).toBe(free[skip] === undefined ? undefined : at(4, 16 + free[skip]));
    }));
  });

  it.each<[string, Spec, number]>([
    ['a /31 has no network and broadcast address', { addresses: ['192.0.2.0/31'], prefix: 31 }, 2],
    ['a single address', { addresses: ['192.0.2.7/32'], prefix: 32 }, 1],
    ['entries that overlap count once', { addresses: ['192.0.2.10-192.0.2.20', '192.0.2.15-192.0.2.25', '192.0.2.26'], prefix: 24 }, 17],
    ['an empty gateway is none', { addresses: ['192.0.2.1-192.0.2.2'], prefix: 24, gateway: '' }, 2],
    ['an IPv6 network of more addresses than a number can say', { addresses: ['2001:db8::/64'], prefix: 64 }, Number.MAX_SAFE_INTEGER],
    ['nothing', { addresses: [], prefix: 24 }, 0],
  ])('%s', (_case, spec, total) => {
    expect(PoolRange.of(spec).total).toBe(total);
  });

  it.each<[string, Spec]>([
    ['"192.0.2.9-192.0.2.1" is not a range', { addresses: ['192.0.2.9-192.0.2.1'], prefix: 24 }],
    ['"192.0.2.0/40" is not a network', { addresses: ['192.0.2.0/40'], prefix: 24 }],
    ['"192.0.2" is not an IP address', { addresses: ['192.0.2'], prefix: 24 }],
    ['spec.addresses[1] "2001:db8::1" is IPv6, the pool is IPv4', { addresses: ['192.0.2.1', '2001:db8::1'], prefix: 24 }],
  ])('names what it cannot read: %s', (message, spec) => {
    expect(() => PoolRange.of(spec)).toThrow(message);
  });

  it('knows an address however it is spelt', () => {
    expect(['2001:DB8:0:0::1', '2001:db8::1', '::ffff:192.0.2.1', 'no address'].map(canonicalAddress))
      .toEqual(['2001:db8::1', '2001:db8::1', '::ffff:c000:201', 'no address']);
  });
});
