export { asError, rfc3339, rfc3339Micro, sleepWith } from './clock.js';
export type { Clock, Timer } from './clock.js';
export { systemClock } from './clock.system.js';
export { jitter, randomSuffix, seededRandom } from './random.js';
export type { Random } from './random.js';
export { systemRandom } from './random.system.js';
export { settle, VirtualClock } from './virtual-clock.js';
