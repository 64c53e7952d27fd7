import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rfc3339, rfc3339Micro } from './clock.js';
import { VirtualClock } from './virtual-clock.js';

describe('VirtualClock', () => {
  it('stands still until it is told to move', async () => {
    const clock = new VirtualClock(1_000);
    await clock.advance(0);
    expect(clock.now()).toBe(1_000);
    await clock.advance(500);
    expect(clock.now()).toBe(1_500);
  });

  it('runs what falls due in the order of time, first come first served, and at its time', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 20 }), async (delays) => {
      const clock = new VirtualClock(0);
      const ran: [number, number][] = [];
      delays.forEach((delay, index) => { clock.after(delay, () => { ran.push([clock.now(), index]); }); });
      await clock.advance(25);
      const due = delays.map((delay, index): [number, number] => [delay, index]).filter(([delay]) => delay <= 25);
      expect(ran).toEqual(due.sort(([a, i], [b, j]) => a - b || i - j));
    }), { seed: 1, numRuns: 30 });
  });

  it('also runs what is only set while it moves', async () => {
    const clock = new VirtualClock(0);
    const at: number[] = [];
    const tick = (): void => { at.push(clock.now()); clock.after(10, tick); };
    clock.after(10, tick);
    await clock.advance(35);
    expect(at).toEqual([10, 20, 30]);
  });

  it('lets promises settle between two timers', async () => {
    const clock = new VirtualClock(0);
    const told: string[] = [];
    void clock.sleep(10).then(() => Promise.resolve()).then(() => { told.push('after the first'); });
    clock.after(20, () => { told.push('second'); });
    await clock.advance(20);
    expect(told).toEqual(['after the first', 'second']);
  });

  it('forgets a timer that is disposed of, and a sleep that is aborted', async () => {
    const clock = new VirtualClock(0);
    let ran = 0;
    clock.after(10, () => { ran += 1; })[Symbol.dispose]();
    const abort = new AbortController();
    const sleep = clock.sleep(10, abort.signal);
    abort.abort(new Error('no longer'));
    await expect(sleep).rejects.toThrow('no longer');
    await expect(clock.sleep(10, abort.signal)).rejects.toThrow('no longer');
    await clock.advance(100);
    expect(ran).toBe(0);
  });
});

describe('RFC 3339', () => {
  it('has whole seconds for objects and microseconds for Leases', () => {
    const time = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    expect(rfc3339(time)).toBe('2026-01-02T03:04:05Z');
    expect(rfc3339Micro(time)).toBe('2026-01-02T03:04:05.678000Z');
  });
});
