import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VirtualClock } from '@handoff/time';
import type { Key } from '@handoff/kube';
import { WorkQueue } from './work-queue.js';

const keys = fc.constantFrom<Key>('a/1', 'a/2', 'b/1', '/c');
const command = fc.oneof(
  fc.record({ type: fc.constant('add' as const), key: keys, after: fc.integer({ min: 0, max: 50 }), priority: fc.constantFrom(-100, 0, 5) }),
  fc.record({ type: fc.constant('take' as const) }),
  fc.record({ type: fc.constant('done' as const), key: keys }),
  fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 30 }) }),
);

describe('WorkQueue', () => {
  it('never hands out a key twice at once, and never before its time', async () => {
    await fc.assert(fc.asyncProperty(fc.array(command, { maxLength: 80 }), async (commands) => {
      const clock = new VirtualClock(0);
      const queue = new WorkQueue(clock, () => undefined);
      const working = new Set<Key>();
      const earliest = new Map<Key, number>();
      for (const step of commands) {
        if (step.type === 'add') {
          queue.add(step.key, step);
          earliest.set(step.key, Math.min(earliest.get(step.key) ?? Infinity, clock.now() + step.after));
        } else if (step.type === 'take') {
          const key = queue.take();
          if (key === undefined) continue;
          expect(working.has(key)).toBe(false);
          expect(earliest.get(key) ?? Infinity).toBeLessThanOrEqual(clock.now());
          working.add(key);
          earliest.delete(key);
        } else if (step.type === 'done') {
          queue.done(step.key);
          working.delete(step.key);
        } else {
          await clock.advance(step.ms);
        }
      }
    }), { numRuns: 60 });
  });

  it('loses nothing: what was added is handed out once its time has come and nobody works on it', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(keys, fc.integer({ min: 0, max: 100 })), { maxLength: 40 }), async (added) => {
      const clock = new VirtualClock(0);
      const queue = new WorkQueue(clock, () => undefined);
      for (const [key, after] of added) queue.add(key, { after });
      await clock.advance(100);
      const taken = new Set<Key>();
      for (let key = queue.take(); key !== undefined; key = queue.take()) taken.add(key);
      expect(taken).toEqual(new Set(added.map(([key]) => key)));
      expect(queue.size).toBe(0);
    }));
  });

  it('offers a key when its time comes, also after another one was taken that does not come back', async () => {
    const clock = new VirtualClock(0);
    const taken: [Key, number][] = [];
    const queue: WorkQueue = new WorkQueue(clock, () => {
      for (let key = queue.take(); key !== undefined; key = queue.take()) taken.push([key, clock.now()]);
    });
    queue.add('a/1', { after: 10 });
    queue.add('a/2', { after: 20 });
    queue.add('b/1', { after: 30 });
    await clock.advance(25);
    queue.done('a/1');
    queue.done('a/2');
    await clock.advance(25);
    expect(taken).toEqual([['a/1', 10], ['a/2', 20], ['b/1', 30]]);
  });

  it('keeps what is added while the key is worked on, and calls back when it may be taken', async () => {
    const clock = new VirtualClock(0);
    let ready = 0;
    const queue = new WorkQueue(clock, () => { ready += 1; });
    queue.add('a/1');
    expect(queue.take()).toBe('a/1');
    queue.add('a/1');
    expect(queue.take()).toBeUndefined();
    const before = ready;
    queue.done('a/1');
    expect(ready).toBe(before + 1);
    expect(queue.take()).toBe('a/1');
    await clock.advance(1);
  });

  it('merges to the earliest time and the highest priority', async () => {
    const clock = new VirtualClock(0);
    const queue = new WorkQueue(clock, () => undefined);
    queue.add('a/1', { after: 100, priority: 0 });
    queue.add('a/2', { after: 10, priority: -100 });
    queue.add('a/1', { after: 10, priority: -100 });
    await clock.advance(10);
    expect(queue.take()).toBe('a/1');
    expect(queue.take()).toBe('a/2');
  });
});
