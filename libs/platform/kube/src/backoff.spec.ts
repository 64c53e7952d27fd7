import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@handoff/time';
import fc from 'fast-check';
import { DecorrelatedJitter } from './backoff.js';

describe('DecorrelatedJitter', () => {
  it('waits between the base and three times the last wait, and never longer than the cap', () => {
    fc.assert(fc.property(fc.integer(), fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1_000, max: 60_000 }), (seed, base, cap) => {
      const backoff = new DecorrelatedJitter(seededRandom(seed), base, cap);
      let last = 0;
      for (let turn = 0; turn < 30; turn += 1) {
        const wait = backoff.next();
        expect(wait).toBeGreaterThanOrEqual(base);
        expect(wait).toBeLessThanOrEqual(Math.min(cap, Math.max(base, last * 3) + 2)); // two roundings
        last = wait;
      }
    }));
  });

  it('scatters: two clients that fail together do not come back together', () => {
    const [a, b] = [1, 2].map((seed) => new DecorrelatedJitter(seededRandom(seed)));
    const waits = (backoff: DecorrelatedJitter | undefined): number[] => Array.from({ length: 10 }, () => backoff?.next() ?? 0);
    expect(waits(a).filter((wait, index) => wait === waits(b)[index]).length).toBeLessThan(3);
  });

  it('begins at the base again after a success', () => {
    const backoff = new DecorrelatedJitter(seededRandom(1), 100, 10_000);
    for (let turn = 0; turn < 20; turn += 1) backoff.next();
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });
});
