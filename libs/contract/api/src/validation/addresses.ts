import ipaddr from 'ipaddr.js';

export type Family = 'IPv4' | 'IPv6';

/** Addresses from `first` to `last`, both included. */
export interface AddressRange {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

const BITS: Readonly<Record<Family, number>> = { IPv4: 32, IPv6: 128 };

/** The family of an address. IPv4 has four decimal numbers here, not the short forms that some programs take. */
export function familyOf(address: string): Family | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return 'IPv4';
  return ipaddr.IPv6.isValid(address) ? 'IPv6' : undefined;
}

/** How many bits a prefix of the family may have. */
export const bitsOf = (family: Family): number => BITS[family];

const numberOf = (address: string): bigint =>
  ipaddr.parse(address).toByteArray().reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);

/** Reads `address/prefix`; undefined for anything else. */
export function cidrRange(text: string): AddressRange | undefined {
  const [address = '', bits = '', ...rest] = text.split('/');
  const family = familyOf(address);
  const prefix = Number(bits);
  if (family === undefined || rest.length > 0 || !/^\d+$/.test(bits) || prefix > BITS[family]) return undefined;
  const first = numberOf(address);
  return networkOf({ family, first, last: first }, prefix);
}

/** Reads what a pool lists: an address, `first-last`, or a network; undefined for anything else. */
export function addressRange(text: string): AddressRange | undefined {
  if (text.includes('/')) return cidrRange(text);
  const [first = '', last = first, ...rest] = text.split('-');
  const family = familyOf(first);
  if (family === undefined || familyOf(last) !== family || rest.length > 0 || numberOf(first) > numberOf(last)) return undefined;
  return { family, first: numberOf(first), last: numberOf(last) };
}

/** The network with `prefix` bits that a range begins in. */
export function networkOf({ family, first }: AddressRange, prefix: number): AddressRange {
  const hosts = 1n << BigInt(BITS[family] - prefix);
  const start = (first / hosts) * hosts;
  return { family, first: start, last: start + hosts - 1n };
}

export const contains = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
