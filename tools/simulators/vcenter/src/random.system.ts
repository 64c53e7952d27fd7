import { randomInt } from 'node:crypto';
import type { Random } from './random.js';

/** Randomness of the machine, for when no seed is asked for. */
export const systemRandom: Random = () => randomInt(2 ** 47) / 2 ** 47;
