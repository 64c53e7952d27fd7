import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@handoff/time';
import { MIRROR_DELAY_MS, MirrorWakes } from './mirror-wakes.js';

describe('MirrorWakes', () => {
  it('wakes a key two seconds after a mirror saw a change that no doorbell told of', async () => {
    const clock = new VirtualClock(0);
    const woken: string[] = [];
    const wakes = new MirrorWakes(clock, (key) => { woken.push(key); });
    wakes.saw('a/1');
    await clock.advance(MIRROR_DELAY_MS - 1);
    expect(woken).toEqual([]);
    await clock.advance(1);
    expect(woken).toEqual(['a/1']);
  });

  it('stays quiet when a reconcile that began after the change has seen it', async () => {
    const clock = new VirtualClock(0);
    const woken: string[] = [];
    const wakes = new MirrorWakes(clock, (key) => { woken.push(key); });
    wakes.saw('a/1');
    wakes.begins('a/1');
    await clock.advance(MIRROR_DELAY_MS);
    expect(woken).toEqual([]);
  });

  it('wakes when something changed again after the reconcile began', async () => {
    const clock = new VirtualClock(0);
    const woken: string[] = [];
    const wakes = new MirrorWakes(clock, (key) => { woken.push(key); });
    wakes.saw('a/1');
    wakes.begins('a/1');
    wakes.saw('a/1');
    await clock.advance(MIRROR_DELAY_MS);
    expect(woken).toEqual(['a/1']);
  });
});
