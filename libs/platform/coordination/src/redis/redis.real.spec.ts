import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec; nothing that ships depends on the real parts
import { startRedis, whereParts } from '@handoff/real-parts';
// eslint-disable-next-line @nx/enforce-module-boundaries -- as above
import type { RedisServer } from '@handoff/real-parts';
import { systemClock, systemRandom } from '@handoff/time';
import type { Clock } from '@handoff/time';
import { Redis } from 'ioredis';
import { CLUSTER, coordinationContract, eventually, happened, leave, LOGIN } from '../coordination.suite.js';
import { PlaceLost } from '../errors.js';
import { entryOf } from '../timeline.js';
import { RedisCoordination } from './redis-coordination.js';

/** Short, so that a lease runs out within a test. */
const LEASE_MS = 1_500;
/** What `enter` and `obtain` may take when Redis hangs or is gone: a command's patience, a key derived, and a machine that is busy. */
const BOUNDED_MS = 4_000;

/** A process that can be stopped as by SIGSTOP: time goes on, and nothing of it runs. */
class StoppableClock implements Clock {
  #stopped = false;
  readonly #due: (() => void)[] = [];
  now = (): number => systemClock.now();
  sleep: Clock['sleep'] = (ms, signal) => systemClock.sleep(ms, signal);

  after(ms: number, run: () => void): ReturnType<Clock['after']> {
    return systemClock.after(ms, () => {
      if (this.#stopped) this.#due.push(run);
      else run();
    });
  }

  stop(): void { this.#stopped = true; }
  goOn(): void {
    this.#stopped = false;
    for (const run of this.#due.splice(0)) run();
  }
}

whereParts(describe, 'redis-server')('RedisCoordination', () => {
  let folder: string;
  let server: RedisServer;
  let admin: Redis;
  let stack: AsyncDisposableStack;
  let changes: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redis-'));
    server = await startRedis({ folder });
  });
  beforeEach(async () => {
    stack = new AsyncDisposableStack();
    changes = [];
    admin = new Redis(server.url);
    admin.on('error', () => undefined); // it is killed below
    await admin.flushall();
  });
  afterEach(async () => {
    await stack.disposeAsync();
    admin.disconnect();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  async function replica(clock: Clock = systemClock, url = server.url, leaseMs = LEASE_MS): Promise<RedisCoordination> {
    const onChange = (error: Error | undefined): void => { changes.push(error?.message ?? 'back'); };
    return stack.use(await RedisCoordination.connect({ url, clock, random: systemRandom, leaseMs, onChange }));
  }
  async function append(to: RedisCoordination, ...numbers: readonly number[]): Promise<void> {
    for (const known of numbers.map((n) => entryOf(happened(n)))) {
      if (known !== undefined) await to.timeline.append(known.cluster, known.entry);
    }
  }
  const timed = async <T>(work: Promise<T>): Promise<T> => {
    const since = Date.now();
    const result = await work;
    expect(Date.now() - since).toBeLessThan(BOUNDED_MS);
    return result;
  };
  const full = async (coordination: RedisCoordination, name: string, limit: number): Promise<boolean> =>
    coordination.semaphore(name, limit).enter(AbortSignal.timeout(200)).then((place) => leave([place]).then(() => false), () => true);

  coordinationContract({
    name: 'it',
    start: async () => ({ replica: () => replica(systemClock, server.url, 60_000), [Symbol.asyncDispose]: () => Promise.resolve() }),
  });

  async function whileItHangs(work: () => Promise<void>): Promise<void> {
    await server.process.pause();
    try {
      await work();
    } finally {
      await server.process.resume();
    }
  }

  async function whileItIsDead<T>(work: () => Promise<T>): Promise<T> {
    await server.process.kill();
    try {
      return await work();
    } finally {
      await server.process.start();
    }
  }

  it('frees the place of a holder that died when its lease ends, and renews that of one that lives', async () => {
    const dead = await replica();
    await dead.semaphore('died', 1).enter();
    await dead[Symbol.asyncDispose]();
    const since = Date.now();
    const survivor = await replica();
    const place = await survivor.semaphore('died', 1).enter();
    expect(Date.now() - since).toBeGreaterThan(LEASE_MS / 2);
    expect(Date.now() - since).toBeLessThan(LEASE_MS * 3);
    await systemClock.sleep(LEASE_MS * 1.5);
    expect(await full(await replica(), 'died', 1)).toBe(true);
    await place.confirm();
    await leave([place]);
  });

  it('does not let a dead waiter hold up the line', async () => {
    const holder = await replica();
    const place = await holder.semaphore('line', 1).enter();
    const dying = await replica();
    dying.semaphore('line', 1).enter(AbortSignal.timeout(20_000)).catch(() => undefined);
    await eventually(async () => await admin.zcard('handoff:semaphore:line:queue') === 1);
    await dying[Symbol.asyncDispose]();
    const waiting = (await replica()).semaphore('line', 1).enter();
    await eventually(async () => await admin.zcard('handoff:semaphore:line:queue') === 2);
    await leave([place]);
    const since = Date.now();
    await leave([await waiting]);
    expect(Date.now() - since).toBeLessThan(LEASE_MS * 3);
  });

  it('refuses a holder that was stopped for longer than its lease, and its successor has a greater token', async () => {
    const clock = new StoppableClock();
    const stopped = await (await replica(clock)).semaphore('stop', 1).enter();
    const other = await replica();
    clock.stop();
    const next = await other.semaphore('stop', 1).enter();
    clock.goOn();
    await expect(stopped.confirm()).rejects.toBeInstanceOf(PlaceLost);
    expect(next.fence).toBeGreaterThan(stopped.fence);
    await next.confirm();
    await leave([stopped]);
    expect(await full(other, 'stop', 1)).toBe(true); // what the stopped one gives back is not its successor's
    await leave([next]);
  });

  it('is not noticed to be killed and started again, but for a note of it', async () => {
    const [one, other] = [await replica(), await replica()];
    const held = await one.semaphore('kill', 2).enter();
    const session = await one.sessions.obtain(LOGIN, () => Promise.resolve('cookie'));
    const waiting = [await other.semaphore('kill', 2).enter(), other.semaphore('kill', 2).enter()] as const;
    const alone = await whileItIsDead(async () => {
      await timed(held.confirm());
      expect(await timed(one.sessions.obtain(LOGIN, () => Promise.resolve('unused')))).toBe(session);
      expect(await timed(other.sessions.obtain(LOGIN, () => Promise.resolve('own')))).toBe('own');
      return timed(waiting[1]);
    });
    await eventually(() => one.isShared && other.isShared);
    // What was held all the time is known again: the limit holds over both.
    await eventually(async () => await admin.zcard('handoff:semaphore:kill:holders').catch(() => 0) === 3);
    expect(await full(one, 'kill', 2)).toBe(true);
    await leave([held, waiting[0], alone]);
    expect(await full(one, 'kill', 2)).toBe(false);
    expect(changes.filter((change) => change === 'back').length).toBeGreaterThanOrEqual(2);
  });

  it('loses nothing to FLUSHALL: places, sessions and timelines come back, and tokens go on rising', async () => {
    const one = await replica();
    const held = await one.semaphore('flush', 1).enter();
    await one.sessions.obtain(LOGIN, () => Promise.resolve('cookie'));
    await append(one, 1, 2, 3);
    await admin.flushall();
    await held.confirm();
    expect(await full(await replica(), 'flush', 1)).toBe(true);
    await leave([held]);
    const next = await one.semaphore('flush', 1).enter();
    expect(next.fence).toBeGreaterThan(held.fence);
    await leave([next]);
    await append(one, 4);
    await eventually(async () => await admin.zcard('handoff:timeline:default/prod:ids') === 4);
    expect(await one.sessions.obtain(LOGIN, () => Promise.resolve('other'))).toBe('other'); // nothing is kept: one login more
  });

  it('holds nobody up when it hangs, and is used again when it goes on', async () => {
    const one = await replica();
    await one.sessions.obtain(LOGIN, () => Promise.resolve('cookie'));
    await whileItHangs(async () => {
      const places = [await timed(one.semaphore('hang', 3).enter()), await timed(one.semaphore('hang', 3).enter())];
      const since = Date.now();
      for (const place of places) await place.confirm();
      expect(Date.now() - since).toBeLessThan(200); // only the first has waited for Redis
      expect(await timed(one.sessions.obtain(LOGIN, () => Promise.resolve('unused')))).toBe('cookie');
      await timed(append(one, 1));
      expect(await timed(one.timeline.read(CLUSTER))).toHaveLength(1);
      await leave(places);
    });
    await eventually(() => one.isShared);
    await eventually(async () => await admin.zcard('handoff:timeline:default/prod:ids') === 1);
    expect(changes.some((change) => change.includes('no answer within 500 ms'))).toBe(true);
  });

  it('lets others try when whoever logs in dies of it', async () => {
    const dying = await replica();
    dying.sessions.obtain(LOGIN, () => new Promise<string>(() => undefined)).catch(() => undefined);
    await eventually(async () => (await admin.keys('handoff:session:*:login')).length === 1);
    await dying[Symbol.asyncDispose]();
    const since = Date.now();
    expect(await (await replica()).sessions.obtain(LOGIN, () => Promise.resolve('cookie'))).toBe('cookie');
    expect(Date.now() - since).toBeLessThan(7_000);
  });

  it('has neither a session nor a password in Redis that could be read there', async () => {
    await (await replica()).sessions.obtain(LOGIN, () => Promise.resolve('cookie-hunter3'));
    const keys = await admin.keys('*');
    const values = await Promise.all(keys.map((key) => admin.get(key)));
    expect(keys).toHaveLength(1);
    for (const text of [...keys, ...values]) {
      expect(text).not.toContain('hunter');
      expect(Buffer.from(text ?? '', 'base64').toString('latin1')).not.toContain('hunter');
    }
    await admin.set(keys[0] ?? '', 'tampered with');
    expect(await (await replica()).sessions.obtain(LOGIN, () => Promise.resolve('mine'))).toBe('mine');
  });

  it('says that it is not there, or does not let us in, without saying the password', async () => {
    const wrong = new URL(server.url);
    wrong.password = 'hunter4';
    const refused = await timed(replica(systemClock, wrong.href));
    const absent = await timed(replica(systemClock, 'redis://:hunter4@127.0.0.1:1'));
    for (const one of [refused, absent]) {
      expect(one.isShared).toBe(false);
      expect(await timed(one.semaphore('refused', 1).run(() => Promise.resolve(7)))).toBe(7);
    }
    expect(changes).toEqual([expect.stringContaining('WRONGPASS'), expect.stringContaining('ECONNREFUSED')]);
    expect(changes.join()).not.toContain('hunter');
  });
});
