/** The only source of randomness. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
}

/** Kubernetes' alphabet for generated names: no vowels and no look-alikes, so that no word can appear. */
const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** A suffix as `generateName` makes it. */
export function randomSuffix(random: Random, length = 5): string {
  return Array.from(random.bytes(length), (byte) => NAME_ALPHABET.charAt(byte % NAME_ALPHABET.length)).join('');
}

/** `value` moved by up to `fraction` in either direction, so that many waiters do not wake at once. */
export const jitter = (random: Random, value: number, fraction = 0.2): number =>
  Math.round(value * (1 - fraction + 2 * fraction * random.next()));

/** Repeatable randomness (mulberry32) for tests and for deterministic runs: a seed is a history. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, bytes: (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256)) };
}
