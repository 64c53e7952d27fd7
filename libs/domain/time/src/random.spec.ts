import { describe, expect, it } from '@jest/globals';
import { jitter, randomSuffix, seededRandom } from './random.js';
import { systemRandom } from './random.system.js';

describe('seededRandom', () => {
  it('repeats itself for the same seed, and not for another', () => {
    const history = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(history(7)).toEqual(history(7));
    expect(history(7)).not.toEqual(history(8));
  });

  it('spreads evenly over [0, 1)', () => {
    const random = seededRandom(1);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 10_000; draw += 1) {
      const tenth = Math.floor(random.next() * 10);
      tenths[tenth] = (tenths[tenth] ?? NaN) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

describe.each([['seeded', seededRandom(3)], ['system', systemRandom]])('%s randomness', (_name, random) => {
  it('gives numbers from 0 to below 1 and as many bytes as asked for', () => {
    for (let draw = 0; draw < 200; draw += 1) {
      const number = random.next();
      expect(number >= 0 && number < 1).toBe(true);
    }
    expect(random.bytes(32)).toHaveLength(32);
    expect(new Set(random.bytes(256)).size).toBeGreaterThan(100);
  });
});

describe('jitter', () => {
  it('moves a value by no more than the fraction, in both directions', () => {
    const random = seededRandom(1);
    const values = Array.from({ length: 500 }, () => jitter(random, 1_000, 0.1));
    expect([Math.min(...values) >= 900, Math.max(...values) <= 1_100]).toEqual([true, true]);
    expect([Math.min(...values) < 920, Math.max(...values) > 1_080]).toEqual([true, true]);
  });
});

describe('randomSuffix', () => {
  it('is of Kubernetes\' alphabet, in which no word can be written', () => {
    expect(randomSuffix(seededRandom(1))).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(randomSuffix(seededRandom(1), 10)).toHaveLength(10);
  });
});
