import { z } from 'zod';
import { asError, randomSuffix } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';
import { CoordinationUnavailable } from '../errors.js';
import { InProcessSemaphore, runIn } from '../semaphore.js';
import type { Place, Semaphore } from '../semaphore.js';
import type { RedisLink } from './redis-link.js';
import { RedisPlace } from './redis-place.js';
import type { Grant } from './redis-place.js';
import { ENTER, LEAVE, RENEW } from './semaphore-scripts.js';

export interface RedisSemaphoreOptions {
  readonly link: RedisLink;
  readonly clock: Clock;
  readonly random: Random;
  /** How long a place outlives a holder that died, in milliseconds. */
  readonly leaseMs: number;
}

/** How often, within one lease, a holder renews it and a waiter shows that it still waits. */
const SIGNS_OF_LIFE = 3;

/** The number of a place; or none, and how long to wait at most. */
const Entered = z.tuple([z.int(), z.number().default(0)]);

/**
 * A semaphore that processes share. Who enters passes one of the same limit within the process first, which keeps the order there and is
 * all that is left when Redis is away: then nobody waits for Redis, and what is held meanwhile is made known to it when it is back.
 */
export class RedisSemaphore implements Semaphore {
  readonly #local: InProcessSemaphore;
  readonly #keys: readonly string[];
  #lastFence = 0;

  constructor(name: string, readonly limit: number, private readonly options: RedisSemaphoreOptions) {
    this.#local = new InProcessSemaphore(limit);
    this.#keys = ['holders', 'queue', 'waiting', 'last'].map((part) => `handoff:semaphore:${name}:${part}`);
  }

  async enter(signal?: AbortSignal): Promise<Place> {
    const local = await this.#local.enter(signal);
    const id = randomSuffix(this.options.random, 20);
    try {
      const grant = await this.#wait(id, signal);
      const { clock, leaseMs } = this.options;
      return new RedisPlace(grant, {
        clock, leaseMs, everyMs: leaseMs / SIGNS_OF_LIFE,
        renew: async () => (await this.#run(RENEW, id)) === 1,
        leave: async () => {
          await this.#leave(id);
          await local[Symbol.asyncDispose]();
        },
      });
    } catch (error) {
      await this.#leave(id);
      await local[Symbol.asyncDispose]();
      throw error;
    }
  }

  run<R>(work: (place: Place) => Promise<R>, signal?: AbortSignal): Promise<R> {
    return runIn(this, work, signal);
  }

  async #wait(id: string, signal: AbortSignal | undefined): Promise<Grant> {
    const { clock, leaseMs, link } = this.options;
    for (;;) {
      signal?.throwIfAborted();
      using call = link.call(id);
      const since = clock.now();
      const entered = await this.#ask(id);
      if (entered === 'alone') return this.#grant(since, Math.max(this.#lastFence + 1, since * 1000));
      const [fence, soonestMs] = entered;
      if (fence !== 0) return this.#grant(since, fence);
      const waitMs = Math.min(leaseMs / SIGNS_OF_LIFE, soonestMs + 1);
      await clock.sleep(waitMs, AbortSignal.any([call.signal, ...(signal === undefined ? [] : [signal])])).catch(() => undefined);
    }
  }

  async #ask(id: string): Promise<z.infer<typeof Entered> | 'alone'> {
    try {
      return Entered.parse(await this.#run(ENTER, id));
    } catch (error) {
      if (error instanceof CoordinationUnavailable) return 'alone';
      throw asError(error);
    }
  }

  #grant(since: number, fence: number): Grant {
    this.#lastFence = Math.max(this.#lastFence, fence);
    return { fence, since };
  }

  #run(script: string, id: string): Promise<unknown> {
    const { link, leaseMs } = this.options;
    return link.run(script, this.#keys, [id, this.limit, leaseMs, leaseMs]);
  }

  /** When Redis is away the lease ends by itself. */
  async #leave(id: string): Promise<void> {
    await this.#run(LEAVE, id).catch(() => undefined);
  }
}
