import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Core, handoff } from '@handoff/events';
import type { Handoff } from '@handoff/events';
import { systemClock } from '@handoff/time';
import type { Coordination } from './coordination.js';
import type { Place } from './semaphore.js';
import type { SharedLogin } from './sessions.js';
import { feedTimeline } from './timeline-feed.js';
import { entryOf } from './timeline.js';

/** One adapter under test. */
export interface CoordinationFlavour {
  readonly name: string;
  /** What replicas meet in; `replica` joins one more, or gives the only one there can be. */
  start(): Promise<AsyncDisposable & { replica(): Promise<Coordination> }>;
}

export const LOGIN: SharedLogin = { server: 'vcenter.test', username: 'user', password: 'pa55-hunter2', purpose: 'soap' };
export const CLUSTER = { namespace: 'default', name: 'prod' };

/** The n-th thing that happened to a cluster. */
export const happened = (n: number, cluster = 'prod'): Handoff => handoff(
  Core.MachineRunning,
  {
    about: { apiGroup: 'cluster.x-k8s.io', kind: 'Machine', namespace: 'default', name: `m-${String(n)}`, uid: `uid-${String(n)}`, resourceVersion: '1' },
    cluster, reason: 'Running', message: 'it runs',
  },
  { time: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString() },
);

/** Resolves when it holds. @throws Error when that takes longer than ten seconds */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it does not come to hold');
    await systemClock.sleep(10);
  }
}

/** What every adapter of `Coordination` does. */
export function coordinationContract({ name, start }: CoordinationFlavour): void {
  describe(`${name}, as every coordination,`, () => {
    let stack: AsyncDisposableStack;
    let one: Coordination;
    let other: Coordination;

    beforeEach(async () => {
      stack = new AsyncDisposableStack();
      const world = stack.use(await start());
      one = await world.replica();
      other = await world.replica();
    });
    afterEach(() => stack.disposeAsync());

    describe('the semaphore', () => {
      it('never lets in more than its limit, whichever replica they come through, and everybody in the end', async () => {
        let inside = 0;
        let most = 0;
        let done = 0;
        const work = async (): Promise<void> => {
          most = Math.max(most, ++inside);
          await systemClock.sleep(3);
          inside -= 1;
          done += 1;
        };
        const semaphores = [one.semaphore('tasks', 3), other.semaphore('tasks', 3)];
        await Promise.all(Array.from({ length: 60 }, (_, index) => (semaphores[index % 2] ?? one.semaphore('tasks', 3)).run(work)));
        expect([done, most]).toEqual([60, 3]);
      });

      it('lets in first who came first', async () => {
        const semaphore = one.semaphore('line', 1);
        const order: number[] = [];
        await Promise.all([1, 2, 3, 4, 5, 6].map((number) => semaphore.run(async () => { order.push(number); })));
        expect(order).toEqual([1, 2, 3, 4, 5, 6]);
      });

      it('wakes who waits in another replica as soon as there is room', async () => {
        const place = await one.semaphore('wake', 1).enter();
        const waiting = other.semaphore('wake', 1).enter();
        await systemClock.sleep(100);
        const since = Date.now();
        await place[Symbol.asyncDispose]();
        const next = await waiting;
        expect(Date.now() - since).toBeLessThan(5_000);
        await leave([next]);
      });

      it('hands out tokens that rise, and confirms places that are held', async () => {
        const fences: number[] = [];
        for (const replica of [one, other, one, other]) {
          await using place = await replica.semaphore('fence', 2).enter();
          await place.confirm();
          fences.push(place.fence);
        }
        expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b));
      });

      it('tells who gives up while waiting why, and leaves no place empty', async () => {
        const held = await one.semaphore('abort', 1).enter();
        const abort = new AbortController();
        const given = other.semaphore('abort', 1).enter(abort.signal);
        const next = other.semaphore('abort', 1).enter();
        await systemClock.sleep(50);
        abort.abort(new Error('no longer wanted'));
        await expect(given).rejects.toThrow('no longer wanted');
        await held[Symbol.asyncDispose]();
        await held[Symbol.asyncDispose]();
        const place = await next;
        await expect(one.semaphore('abort', 1).enter(AbortSignal.timeout(100))).rejects.toThrow();
        await leave([place]);
      });

      it('gives the place back when the work fails', async () => {
        const semaphore = one.semaphore('fail', 1);
        await expect(semaphore.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
        expect(await semaphore.run(() => Promise.resolve(7))).toBe(7);
      });

      it('keeps names apart, and wants a limit that lets somebody in', async () => {
        const held = await one.semaphore('a', 1).enter();
        await leave([await one.semaphore('b', 1).enter(), held]);
        for (const limit of [0, -1, 1.5, Number.NaN]) expect(() => one.semaphore(`limit ${String(limit)}`, limit)).toThrow(RangeError);
      });
    });

    describe('the sessions', () => {
      it('are logged in to once, however many ask in however many replicas', async () => {
        let logins = 0;
        const logIn = async (): Promise<string> => {
          await systemClock.sleep(50);
          logins += 1;
          return `cookie-${String(logins)}`;
        };
        const asked = [one, other, one, other].map(({ sessions }) => sessions.obtain(LOGIN, logIn));
        expect(await Promise.all(asked)).toEqual(Array.from({ length: 4 }, () => 'cookie-1'));
        expect(await other.sessions.obtain(LOGIN, logIn)).toBe('cookie-1');
      });

      it('tell a failure to who logged in, and keep nothing of it', async () => {
        await expect(one.sessions.obtain(LOGIN, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
        expect(await other.sessions.obtain(LOGIN, () => Promise.resolve('cookie'))).toBe('cookie');
      });

      it('that were found dead are not handed out again, and one that has taken their place stays', async () => {
        await one.sessions.obtain(LOGIN, () => Promise.resolve('old'));
        await other.sessions.obtain(LOGIN, () => Promise.resolve('unused'));
        await one.sessions.invalidate(LOGIN, 'old');
        expect(await one.sessions.obtain(LOGIN, () => Promise.resolve('new'))).toBe('new');
        await other.sessions.invalidate(LOGIN, 'old');
        await one.sessions.invalidate(LOGIN, 'old');
        expect(await other.sessions.obtain(LOGIN, () => Promise.resolve('third'))).toBe('new');
      });

      it('are those of one server, user, password and purpose', async () => {
        const others: Partial<SharedLogin>[] = [{}, { server: 'b' }, { username: 'b' }, { password: 'b' }, { purpose: 'rest' }];
        const sessions = [];
        for (const [at, its] of others.entries()) {
          sessions.push(await one.sessions.obtain({ ...LOGIN, ...its }, () => Promise.resolve(String(at))));
        }
        expect(sessions).toEqual(['0', '1', '2', '3', '4']);
      });

      it('are not to be logged out while another may use them', async () => {
        const logIn = (): Promise<string> => Promise.resolve('cookie');
        await one.sessions.obtain(LOGIN, logIn);
        await other.sessions.obtain(LOGIN, logIn);
        expect(await one.sessions.release(LOGIN, 'cookie')).toBe(false);
        expect(await other.sessions.obtain(LOGIN, () => Promise.resolve('another'))).toBe('cookie');
      });
    });

    describe('the timeline', () => {
      const append = async (to: Coordination, ...handoffs: readonly Handoff[]): Promise<void> => {
        for (const known of handoffs.map(entryOf)) if (known !== undefined) await to.timeline.append(known.cluster, known.entry);
      };
      const ids = async (of: Coordination, after?: string): Promise<string[]> =>
        (await of.timeline.read(CLUSTER, after)).map(({ object }) => object);

      it('is in the order of time, each handoff once, in whatever order and however often they come', async () => {
        await append(one, happened(3), happened(1), happened(1));
        await append(other, happened(2), happened(3), happened(4, 'another'));
        expect(await ids(one)).toEqual(['Machine/m-1', 'Machine/m-2', 'Machine/m-3']);
        expect(await other.timeline.read(CLUSTER)).toEqual(await one.timeline.read(CLUSTER));
        expect((await one.timeline.read(CLUSTER))[0]).toEqual({
          id: happened(1).id, time: happened(1).time, event: 'core.machine-running', object: 'Machine/m-1', reason: 'Running', message: 'it runs',
        });
      });

      it('is read on from an entry, or all of it when that is not there', async () => {
        await append(one, happened(1), happened(2), happened(3));
        expect(await ids(other, happened(2).id)).toEqual(['Machine/m-3']);
        expect(await ids(other, happened(3).id)).toEqual([]);
        expect(await ids(other, 'unknown')).toHaveLength(3);
        expect(await one.timeline.read({ namespace: 'default', name: 'nobody' })).toEqual([]);
      });

      it('built again is what it was', async () => {
        const all = Array.from({ length: 20 }, (_, n) => happened(n));
        await append(one, ...all, happened(100, 'gone'));
        const before = await one.timeline.read(CLUSTER);
        expect(await one.timeline.rebuild([...all].reverse())).toBe(20);
        expect(await one.timeline.read(CLUSTER)).toEqual(before);
        expect(await one.timeline.read({ namespace: 'default', name: 'gone' })).toEqual([]);
      });

      it('keeps the newest', async () => {
        await one.timeline.rebuild(Array.from({ length: 2010 }, (_, n) => happened(n)));
        const entries = await one.timeline.read(CLUSTER);
        expect([entries.length, entries[0]?.object, entries.at(-1)?.object]).toEqual([2000, 'Machine/m-10', 'Machine/m-2009']);
      });

      it('is fed by what is followed, until that is stopped', async () => {
        const listeners = new Set<(handoff: Handoff) => void>();
        const follow = (listener: (handoff: Handoff) => void): Disposable => {
          listeners.add(listener);
          return { [Symbol.dispose]: () => { listeners.delete(listener); } };
        };
        const stop = new AbortController();
        const troubles: Error[] = [];
        const feeding = feedTimeline({ follow }, one.timeline, stop.signal, (error) => { troubles.push(error); });
        for (const listener of listeners) listener(happened(1));
        await eventually(async () => (await ids(other)).length === 1);
        stop.abort();
        await feeding;
        expect([listeners.size, troubles]).toEqual([0, []]);
      });
    });
  });
}

/** Gives all of them back. */
export async function leave(places: readonly Place[]): Promise<void> {
  await Promise.all(places.map((place) => place[Symbol.asyncDispose]()));
}
