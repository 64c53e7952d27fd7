import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FailureBackoff } from './failure-backoff.js';

describe('FailureBackoff', () => {
  it('never shrinks while a key fails, never exceeds half a minute, and begins anew after a success', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), (failures) => {
      const backoff = new FailureBackoff();
      const waits = Array.from({ length: failures }, () => backoff.next('a/1'));
      expect(waits).toEqual([...waits].sort((a, b) => a - b));
      expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
      backoff.forget('a/1');
      expect(backoff.next('a/1')).toBe(waits[0]);
    }));
  });
});
