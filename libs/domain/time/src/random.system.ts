import { randomBytes } from 'node:crypto';
import type { Random } from './random.js';

/** The operating system's randomness. */
export const systemRandom: Random = {
  next: () => randomBytes(4).readUInt32BE() / 2 ** 32,
  bytes: (length) => new Uint8Array(randomBytes(length)),
};
