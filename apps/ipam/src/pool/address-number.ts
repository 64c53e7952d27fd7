import ipaddr from 'ipaddr.js';

export type Family = 4 | 6;

/** An address as a number, so that ranges can be walked and counted; 128 bits need a bigint. */
export interface AddressNumber {
  readonly family: Family;
  readonly value: bigint;
}

/** Four decimal parts, or IPv6: the shorter and octal forms that some resolvers take mean another address to each of them. */
const isAddress = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);

/** @throws RangeError when the text is no address */
export function parseAddress(text: string): AddressNumber {
  if (!isAddress(text)) throw new RangeError(`"${text}" is not an IP address`);
  const bytes = ipaddr.parse(text).toByteArray();
  return { family: bytes.length === 4 ? 4 : 6, value: bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) };
}

/** The usual form: dotted, or compressed as RFC 5952 has it. */
export function formatAddress({ family, value }: AddressNumber): string {
  const length = family === 4 ? 4 : 16;
  const bytes = Array.from({ length }, (_, index) => Number((value >> BigInt(8 * (length - 1 - index))) & 0xffn));
  return ipaddr.fromByteArray(bytes).toString();
}

export const bitsOf = (family: Family): number => (family === 4 ? 32 : 128);

/** One spelling per address, so that equal ones compare equal; text that is no address stays as it is. */
export const canonicalAddress = (text: string): string => (isAddress(text) ? formatAddress(parseAddress(text)) : text);
