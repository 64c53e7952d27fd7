import { describe, expect, it } from '@jest/globals';
import { settle } from '@handoff/time';
import fc from 'fast-check';
import { InProcessSemaphore } from './semaphore.js';

interface Task {
  readonly promise: Promise<number>;
  readonly end: PromiseWithResolvers<number>;
  readonly abort: AbortController;
  state: 'waits' | 'runs' | 'over';
}

/** Tasks through one semaphore, each ended or given up by the test; remembers the order in which they came in. */
function tasks(limit: number): { all: Task[]; entered: number[]; start: () => void } {
  const semaphore = new InProcessSemaphore(limit);
  const all: Task[] = [];
  const entered: number[] = [];
  const start = (): void => {
    const index = all.length;
    const end = Promise.withResolvers<number>();
    const abort = new AbortController();
    const promise = semaphore.run(() => {
      entered.push(index);
      task.state = 'runs';
      return end.promise;
    }, abort.signal);
    const task: Task = { promise, end, abort, state: 'waits' };
    all.push(task);
    promise.catch(() => undefined).finally(() => { task.state = 'over'; });
  };
  return { all, entered, start };
}

describe('InProcessSemaphore', () => {
  it('never lets in more than its limit, keeps the order, and leaves no place empty, whoever fails or gives up', async () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.constant({ do: 'start' as const, at: 0 }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('end' as const, 'fail' as const, 'abort' as const), at: fc.nat(20) }) },
    );
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 40 }), async (limit, steps) => {
      const { all, entered, start } = tasks(limit);
      for (const act of steps) {
        const task = all[act.at % Math.max(1, all.length)];
        if (act.do === 'start') start();
        else if (act.do === 'abort') task?.abort.abort(new Error('given up'));
        else if (task?.state === 'runs' && act.do === 'end') task.end.resolve(1);
        else if (task?.state === 'runs') task.end.reject(new Error('failed'));
        await settle(1);
        const running = all.filter(({ state }) => state === 'runs').length;
        const waiting = all.filter(({ state }) => state === 'waits').length;
        expect(running).toBe(Math.min(limit, running + waiting));
        expect(entered).toEqual([...entered].sort((a, b) => a - b));
      }
    }), { numRuns: 200, seed: 1 });
  });

  it('tells whoever gives up while waiting why, and does not begin the work', async () => {
    const { all, entered, start } = tasks(1);
    start();
    start();
    all[1]?.abort.abort(new Error('no longer wanted'));
    await expect(all[1]?.promise).rejects.toThrow('no longer wanted');
    all[0]?.end.resolve(7);
    expect(await all[0]?.promise).toBe(7);
    expect(entered).toEqual([0]);
  });

  it('does not begin work that was given up before', async () => {
    const semaphore = new InProcessSemaphore(1);
    await expect(semaphore.run(() => Promise.resolve(1), AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
    expect(await semaphore.run(() => Promise.resolve(2))).toBe(2);
  });

  it('wants a limit that lets somebody in', () => {
    for (const limit of [0, -1, 1.5, Number.NaN]) expect(() => new InProcessSemaphore(limit)).toThrow(RangeError);
  });
});
