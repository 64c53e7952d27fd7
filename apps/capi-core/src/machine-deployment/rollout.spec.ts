import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limits, nextStep } from './rollout.js';
import type { Bounds, Revision, Step } from './rollout.js';

const SEED = 20_260_201;
const revision = (desired: number, available = desired): Revision => ({ desired, available });
const bounds = (replicas: number, maxSurge: number | string = 1, maxUnavailable: number | string = 0): Bounds =>
  ({ replicas, maxSurge, maxUnavailable });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const counted = ({ desired, available }: Revision): number => Math.min(desired, available);
const totalOf = ({ current, old }: Step): number => current + sum(old);

interface State {
  readonly current: Revision;
  readonly old: readonly Revision[];
}

/** The sets have done as they were told: what is not available went first, what is new is not available yet. */
const after = ({ current, old }: State, step: Step): State => ({
  current: revision(step.current, Math.min(step.current, counted(current))),
  old: old.map((set, index) => revision(step.old[index] ?? 0, Math.min(step.old[index] ?? 0, counted(set)))),
});

const availableOf = ({ current, old }: State): number => counted(current) + sum(old.map(counted));

const someRevision = fc.record({ desired: fc.nat(12), available: fc.nat(14) });
const someBound = fc.oneof(fc.nat(5), fc.nat(100).map((percent) => `${String(percent)}%`));
const someBounds = fc.record({ replicas: fc.nat(12), maxSurge: someBound, maxUnavailable: someBound });
const someState = fc.record({ current: someRevision, old: fc.array(someRevision, { maxLength: 4 }) });

const always = (holds: (state: State, within: Bounds) => void): void => {
  fc.assert(fc.property(someState, someBounds, holds), { seed: SEED, numRuns: 1000 });
};

describe('the next step of a rollout', () => {
  it.each<[string, Revision, Revision[], Bounds, Step]>([
    ['makes all at once when nothing is old', revision(0), [], bounds(3), { current: 3, old: [] }],
    ['scales down at once when nothing is old', revision(5), [], bounds(2), { current: 2, old: [] }],
    ['adds the surge first', revision(0), [revision(3)], bounds(3), { current: 1, old: [3] }],
    ['waits until what it added is available', revision(1, 0), [revision(3)], bounds(3), { current: 1, old: [3] }],
    ['then takes one old away', revision(1), [revision(3)], bounds(3), { current: 1, old: [2] }],
    ['removes before it adds when no surge is allowed', revision(0), [revision(3)], bounds(3, 0, 1), { current: 0, old: [2] }],
    ['fills the room that this made', revision(0), [revision(2)], bounds(3, 0, 1), { current: 1, old: [2] }],
    ['replaces an old one that is not available first', revision(0), [revision(3, 2)], bounds(3, 0, 1), { current: 0, old: [2] }],
    ['takes the oldest set first', revision(2), [revision(1), revision(1)], bounds(3), { current: 2, old: [0, 1] }],
    ['clears an unavailable younger set before an available older one', revision(2), [revision(2), revision(2, 0)], bounds(3),
      { current: 2, old: [1, 0] }],
    ['does not count on Machines that a set is about to delete', revision(2, 5), [revision(3)], bounds(5), { current: 3, old: [3] }],
    ['ends with none', revision(2), [revision(2)], bounds(0), { current: 0, old: [0] }],
  ])('%s', (_, current, old, within, step) => {
    expect(nextStep(current, old, within)).toEqual(step);
  });

  it('never asks for more Machines than replicas and surge, nor for more than there were where these were more', () => {
    always((state, within) => {
      const before = totalOf({ current: state.current.desired, old: state.old.map(({ desired }) => desired) });
      expect(totalOf(nextStep(state.current, state.old, within))).toBeLessThanOrEqual(Math.max(limits(within).most, before));
    });
  });

  it('never leaves fewer available than it must because of what it takes away', () => {
    always((state, within) => {
      const left = availableOf(after(state, nextStep(state.current, state.old, within)));
      expect(left).toBeGreaterThanOrEqual(Math.min(availableOf(state), limits(within).least));
    });
  });

  it('never makes an old set larger, nor the present one larger than replicas', () => {
    always((state, within) => {
      const step = nextStep(state.current, state.old, within);
      expect(step.current).toBeLessThanOrEqual(within.replicas);
      for (const [index, { desired }] of state.old.entries()) {
        expect(step.old[index]).toBeGreaterThanOrEqual(0);
        expect(step.old[index]).toBeLessThanOrEqual(desired);
      }
    });
  });

  it('takes no available old Machine away while one that is not available is left', () => {
    always((state, within) => {
      const step = nextStep(state.current, state.old, within);
      const tookAvailable = state.old.some((set, index) => (step.old[index] ?? 0) < counted(set));
      const leftIdle = state.old.some((set, index) => (step.old[index] ?? 0) > counted(set));
      expect(tookAvailable && leftIdle).toBe(false);
    });
  });

  it('comes to its end when new Machines become available, whatever the old ones are', () => {
    always((state, within) => {
      const most = 4 * (within.replicas + sum(state.old.map(({ desired }) => desired)) + 2);
      let now = state;
      for (let step = 0; step < most; step += 1) {
        now = after(now, nextStep(now.current, now.old, within));
        now = { ...now, current: revision(now.current.desired) };
      }
      expect(now.current.desired).toBe(within.replicas);
      expect(now.old.every(({ desired }) => desired === 0)).toBe(true);
    });
  });
});

describe('the limits of a rollout', () => {
  it.each<[string, Bounds, { most: number; least: number }]>([
    ['numbers are taken as they are', bounds(10, 2, 3), { most: 12, least: 7 }],
    ['a percentage of surge is rounded up', bounds(10, '25%', 0), { most: 13, least: 10 }],
    ['a percentage of unavailable is rounded down', bounds(10, 0, '25%'), { most: 10, least: 8 }],
    ['a whole percentage needs no rounding', bounds(50, '14%', '14%'), { most: 57, least: 43 }],
    ['all may be unavailable', bounds(3, 0, '100%'), { most: 3, least: 0 }],
    ['more than all is all', bounds(3, 0, 7), { most: 3, least: 0 }],
    ['where both come to nothing, one may be missing', bounds(3, '0%', '30%'), { most: 3, least: 2 }],
    ['of nothing nothing is missing', bounds(0, 0, 0), { most: 0, least: 0 }],
  ])('%s', (_, within, expected) => {
    expect(limits(within)).toEqual(expected);
  });
});
