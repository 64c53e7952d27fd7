import type { Clock, Random } from '@handoff/time';
import type { Coordination } from '../coordination.js';
import { assertLimit } from '../semaphore.js';
import type { Semaphore } from '../semaphore.js';
import { RedisLink } from './redis-link.js';
import { RedisSemaphore } from './redis-semaphore.js';
import { RedisSessions } from './redis-sessions.js';
import { RedisTimeline } from './redis-timeline.js';
import { parseRedisUrl } from './redis-url.js';

export interface RedisCoordinationOptions {
  /** `redis://[user][:password]@host[:port][/db]`, or `rediss://` for TLS. */
  readonly url: string;
  readonly clock: Clock;
  /** Must be unpredictable: nonces come from it. */
  readonly random: Random;
  /** Redis went away or refuses, or came back (undefined). Its message never holds the password. */
  readonly onChange?: (error: Error | undefined) => void;
  /** How long the place of a holder that died stays taken, in milliseconds. Default 15 s, as long as a Lease. */
  readonly leaseMs?: number;
}

const LEASE_MS = 15_000;

/** Coordination over Redis 7. Works without it too, each process then by itself, and goes back to it when it is there. */
export class RedisCoordination implements Coordination {
  readonly sessions: RedisSessions;
  readonly timeline: RedisTimeline;
  readonly #semaphores = new Map<string, Semaphore>();

  private constructor(private readonly link: RedisLink, private readonly options: RedisCoordinationOptions) {
    this.sessions = new RedisSessions({ link, ...options });
    this.timeline = new RedisTimeline(link, options.random);
  }

  /** Resolves within two seconds, whether Redis is there or not. @throws TypeError for a URL that is none, without quoting it */
  static async connect(options: RedisCoordinationOptions): Promise<RedisCoordination> {
    const address = parseRedisUrl(options.url);
    if (address === undefined) throw new TypeError('the URL of Redis is not of the form redis[s]://[user][:password]@host[:port][/db]');
    const link = new RedisLink({ address, clock: options.clock, onChange: options.onChange ?? (() => undefined) });
    const coordination = new RedisCoordination(link, options);
    await link.open();
    return coordination;
  }

  /** Whether Redis is there now. */
  get isShared(): boolean {
    return this.link.isUp;
  }

  semaphore(name: string, limit: number): Semaphore {
    assertLimit(limit);
    const { clock, random, leaseMs = LEASE_MS } = this.options;
    const known = this.#semaphores.get(name) ?? new RedisSemaphore(name, limit, { link: this.link, clock, random, leaseMs });
    this.#semaphores.set(name, known);
    return known;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.sessions[Symbol.dispose]();
    this.timeline[Symbol.dispose]();
    await this.link[Symbol.asyncDispose]();
  }
}
