import { addressRange, bitsOf, contains, familyOf, networkOf } from './addresses.js';
import { problemIf } from './problem.js';
import type { IPAddress } from '../ipam/ip-address.js';
import type { InClusterIPPoolSpec } from '../ipam/pool.js';
import type { AddressRange } from './addresses.js';
import type { FieldProblem } from './problem.js';

const unreadable = (field: string, texts: readonly string[]): readonly FieldProblem[] =>
  texts.flatMap((text, index) =>
    problemIf(
      addressRange(text) === undefined,
      `spec.${field}[${index}]`,
      `${text} is neither an address, nor a range, nor a network.`,
      'Write 192.0.2.10, 192.0.2.10-192.0.2.20 or 192.0.2.0/28, the smaller address first.',
    ),
  );

/** The first range tells the family and, with the prefix, the network that everything else must lie in. */
function againstFirst(spec: InClusterIPPoolSpec, first: AddressRange): readonly FieldProblem[] {
  const { family } = first;
  if (spec.prefix > bitsOf(family)) {
    return problemIf(true, 'spec.prefix', `${family} addresses have ${bitsOf(family)} bits.`, `Use at most ${bitsOf(family)}.`);
  }
  const network = networkOf(first, spec.prefix);
  const strangers = (field: 'addresses' | 'excludedAddresses') =>
    (spec[field] ?? []).flatMap((text, index) => {
      const range = addressRange(text);
      const path = `spec.${field}[${index}]`;
      if (range === undefined) return [];
      if (range.family !== family) {
        return problemIf(true, path, `${text} is not ${family} as the first address is.`, 'Make one pool for each family.');
      }
      return problemIf(
        field === 'addresses' && !contains(network, range),
        path,
        `${text} is outside of the network that the first address has with /${spec.prefix}.`,
        'Make the prefix smaller, or a pool for each network.',
      );
    });
  return [
    ...strangers('addresses'),
    ...strangers('excludedAddresses'),
    ...problemIf(
      spec.gateway !== undefined && spec.gateway !== '' && familyOf(spec.gateway) !== family,
      'spec.gateway',
      `${String(spec.gateway)} is no ${family} address.`,
      `Give the ${family} address of the router, or leave it out.`,
    ),
  ];
}

/** What upstream refuses about a pool, namespaced or global. */
export function validateIPPool({ spec }: { readonly spec: InClusterIPPoolSpec }): readonly FieldProblem[] {
  const first = spec.addresses.map(addressRange).find((range) => range !== undefined);
  return [
    ...problemIf(spec.addresses.length === 0, 'spec.addresses', 'The pool is empty.', 'List addresses, ranges or networks.'),
    ...unreadable('addresses', spec.addresses),
    ...unreadable('excludedAddresses', spec.excludedAddresses ?? []),
    ...(first === undefined ? [] : againstFirst(spec, first)),
  ];
}

/** What upstream refuses about an IPAddress. */
export function validateIPAddress({ spec }: IPAddress): readonly FieldProblem[] {
  const family = familyOf(spec.address);
  return [
    ...problemIf(family === undefined, 'spec.address', `${spec.address} is no address.`, 'Give an address without its prefix.'),
    ...problemIf(
      family !== undefined && spec.prefix > bitsOf(family),
      'spec.prefix',
      'The prefix is longer than the address.',
      'Use at most 32 for IPv4 and 128 for IPv6.',
    ),
    ...problemIf(
      spec.gateway !== undefined && familyOf(spec.gateway) !== family,
      'spec.gateway',
      'Gateway and address are of different families.',
      'Give a gateway of the family of the address.',
    ),
  ];
}
