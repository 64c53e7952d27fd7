import type { InClusterIPPool } from '@handoff/api';
import { bitsOf, formatAddress, parseAddress } from './address-number.js';
import type { Family } from './address-number.js';

type PoolSpec = InClusterIPPool['spec'];

/** Addresses from first to last, both included. */
interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** What a pool hands out: ascending ranges that do not touch, exclusions and reserved addresses already taken out. */
export class PoolRange {
  private constructor(
    readonly family: Family,
    private readonly ranges: readonly Range[],
  ) {}

  /** @throws RangeError naming the entry that is wrong */
  static of(spec: PoolSpec): PoolRange {
    const entries = spec.addresses.map(parseEntry);
    const family = entries[0]?.family ?? 4;
    const mixed = entries.findIndex((entry) => entry.family !== family);
    if (mixed >= 0) throw new RangeError(`spec.addresses[${String(mixed)}] "${spec.addresses[mixed] ?? ''}" is IPv${String(entries[mixed]?.family)}, the pool is IPv${String(family)}: make a pool per family`);
    const withheld = [
      ...(spec.excludedAddresses ?? []).map(parseEntry),
      ...(spec.gateway === undefined || spec.gateway === '' ? [] : [parseEntry(spec.gateway)]),
      ...(spec.allocateReservedIPAddresses === true ? [] : reserved(entries, family, spec.prefix)),
    ].filter((entry) => entry.family === family);
    return new PoolRange(family, subtract(merge(entries), merge(withheld)));
  }

  /** How many addresses there are; more than a JSON number can say count as the largest that it can. */
  get total(): number {
    const total = this.ranges.reduce((sum, { first, last }) => sum + (last - first + 1n), 0n);
    return total > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(total);
  }

  contains(address: string): boolean {
    const { family, value } = parseAddress(address);
    return family === this.family && this.ranges.some(({ first, last }) => first <= value && value <= last);
  }

  /** The first free address after skipping `skip` free ones; undefined when there is none. Costs as much as there are used ones. */
  firstFree(used: ReadonlySet<string>, skip = 0): string | undefined {
    let left = skip;
    for (const { first, last } of this.ranges) {
      for (let value = first; value <= last; value += 1n) {
        const address = formatAddress({ family: this.family, value });
        if (used.has(address)) continue;
        if (left === 0) return address;
        left -= 1;
      }
    }
    return undefined;
  }
}

/** An address, a range `first-last`, or a network `address/bits`. */
function parseEntry(text: string): Range & { family: Family } {
  if (text.includes('-')) {
    const [from = '', to = ''] = text.split('-', 2).map((part) => part.trim());
    const first = parseAddress(from);
    const last = parseAddress(to);
    if (first.family !== last.family || first.value > last.value) throw new RangeError(`"${text}" is not a range: the first address must not be above the last`);
    return { family: first.family, first: first.value, last: last.value };
  }
  if (!text.includes('/')) {
    const { family, value } = parseAddress(text.trim());
    return { family, first: value, last: value };
  }
  const [address = '', bits = ''] = text.split('/', 2);
  const { family, value } = parseAddress(address.trim());
  const length = Number(bits);
  if (!/^\d+$/.test(bits) || length > bitsOf(family)) throw new RangeError(`"${text}" is not a network: the prefix is 0 to ${String(bitsOf(family))}`);
  return { family, ...network(value, family, length) };
}

function network(value: bigint, family: Family, prefix: number): Range {
  const size = 1n << BigInt(bitsOf(family) - prefix);
  const first = value - (value % size);
  return { first, last: first + size - 1n };
}

/** Network and broadcast address in IPv4, the subnet-router anycast address in IPv6; none where the network is too small to have them. */
function reserved(entries: readonly Range[], family: Family, prefix: number): (Range & { family: Family })[] {
  const smallest = bitsOf(family) - 1;
  if (prefix >= smallest) return [];
  return entries.flatMap((entry) => [entry.first, entry.last]).flatMap((value) => {
    const { first, last } = network(value, family, prefix);
    return [first, ...(family === 4 ? [last] : [])].map((address) => ({ family, first: address, last: address }));
  });
}

function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    const previous = merged.at(-1);
    if (previous !== undefined && range.first <= previous.last + 1n) {
      merged[merged.length - 1] = { first: previous.first, last: max(previous.last, range.last) };
    } else {
      merged.push({ first: range.first, last: range.last });
    }
  }
  return merged;
}

function subtract(ranges: readonly Range[], holes: readonly Range[]): Range[] {
  return holes.reduce<Range[]>((left, hole) => left.flatMap(({ first, last }) => {
    if (hole.last < first || hole.first > last) return [{ first, last }];
    return [{ first, last: hole.first - 1n }, { first: hole.last + 1n, last }].filter((part) => part.first <= part.last);
  }), [...ranges]);
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
