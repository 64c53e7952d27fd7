import { describe, expect, it } from '@jest/globals';
import { InProcessCoordination } from '@handoff/coordination';
import type { Key } from '@handoff/kube';
import { settle, VirtualClock } from '@handoff/time';
import { TaskPlaces } from './task-places.js';

const SERVER = 'vcenter.test';
const [A, B, C]: readonly [Key, Key, Key] = ['default/a', 'default/b', 'default/c'];

/** Places of a vCenter for one task at once, under a clock that the test moves. */
function onePlace(): { places: TaskPlaces; woken: Key[]; enter: (key: Key) => Promise<boolean>; clock: VirtualClock } {
  const clock = new VirtualClock();
  const woken: Key[] = [];
  const places = new TaskPlaces({ clock, coordination: new InProcessCoordination(), limit: 1, wake: (key) => { woken.push(key); } });
  const enter = async (key: Key): Promise<boolean> => {
    const entered = places.enter(key, SERVER);
    await settle();
    await clock.advance(100); // the patience of a reconcile
    return (await entered) !== undefined;
  };
  return { places, woken, enter, clock };
}

describe('TaskPlaces', () => {
  it('gives the place to who asks first, and wakes the next one when it is given back', async () => {
    const { places, woken, enter } = onePlace();
    expect([await enter(A), await enter(B), await enter(C)]).toEqual([true, false, false]);
    places.release(A);
    await settle();
    expect(woken).toEqual([B]);
    expect([await enter(B), await enter(C)]).toEqual([true, false]);
  });

  it('keeps one place for a machine however often it asks', async () => {
    const { places, enter } = onePlace();
    expect([await enter(A), await enter(A)]).toEqual([true, true]);
    places.release(A);
    places.release(A);
    expect([await enter(B), await enter(C)]).toEqual([true, false]);
  });

  it('gives back a place that a woken machine does not come for, such as one that is paused', async () => {
    const { places, woken, enter, clock } = onePlace();
    expect([await enter(A), await enter(B), await enter(C)]).toEqual([true, false, false]);
    places.release(A);
    await settle();
    await clock.advance(5_000);
    await settle();
    expect(woken).toEqual([B, C]);
    expect([await enter(C), await enter(B)]).toEqual([true, false]);
  });

  it('lets a machine leave the line', async () => {
    const { places, woken, enter } = onePlace();
    expect([await enter(A), await enter(B), await enter(C)]).toEqual([true, false, false]);
    places.release(B);
    places.release(A);
    await settle();
    expect(woken).toEqual([C]);
  });

  it('keeps vCenters apart', async () => {
    const { places, enter } = onePlace();
    expect(await enter(A)).toBe(true);
    expect(await places.enter(B, 'other.test')).toBeDefined();
  });
});
