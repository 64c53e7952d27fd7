import { z } from 'zod';
import { randomSuffix } from '@handoff/time';
import type { Clock, Random, Timer } from '@handoff/time';
import { CoordinationUnavailable } from '../errors.js';
import { digestOfLogin } from '../sessions.js';
import type { SharedLogin, SharedSessions } from '../sessions.js';
import { SingleFlight } from '../single-flight.js';
import type { RedisLink } from './redis-link.js';
import { sealOf } from './session-seal.js';
import type { Seal } from './session-seal.js';
import { DROP, GIVE, KEEP, TAKE } from './session-scripts.js';

/** How long a session is kept that nobody shows to be in use, in milliseconds; vCenter ends idle sessions after 30 minutes. */
const TTL_MS = 15 * 60_000;
/** How often a session in use is kept, in milliseconds. */
const KEEP_MS = TTL_MS / 3;
/** How long one may be logging in while others wait, in milliseconds; a login takes less than a second. After that each waiter tries. */
const LOGIN_MS = 5_000;

const Taken = z.union([
  z.tuple([z.literal('session'), z.string()]),
  z.tuple([z.literal('yours')]),
  z.tuple([z.literal('wait'), z.number()]),
]);

interface Held {
  readonly sealed: string;
  readonly session: string;
  users: number;
}

export interface RedisSessionsOptions {
  readonly link: RedisLink;
  readonly clock: Clock;
  readonly random: Random;
}

/** Sessions that processes share, sealed with a key that only who knows the login can make. Without Redis each process has its own. */
export class RedisSessions implements SharedSessions, Disposable {
  readonly #seals = new Map<string, Promise<Seal>>();
  readonly #flights = new SingleFlight<string, string>();
  /** What this process uses, by id of its seal. */
  readonly #held = new Map<string, Held>();
  readonly #revival: Disposable;
  #timer: Timer | undefined;

  constructor(private readonly options: RedisSessionsOptions) {
    this.#revival = options.link.onRevival(() => { this.#keepAll(); });
    this.#schedule();
  }

  async obtain(login: SharedLogin, logIn: () => Promise<string>): Promise<string> {
    const seal = await this.#seal(login);
    const session = await this.#flights.run(seal.id, async () => await this.#shared(seal, logIn) ?? await this.#alone(seal, logIn));
    const held = this.#held.get(seal.id);
    if (held?.session === session) held.users += 1;
    return session;
  }

  async invalidate(login: SharedLogin, session: string): Promise<void> {
    const seal = await this.#seal(login);
    const held = this.#held.get(seal.id);
    if (held?.session !== session) return; // a newer one has taken its place
    this.#held.delete(seal.id);
    await this.#attempt(DROP, seal, [held.sealed]);
  }

  /** A session that Redis has stays for who comes next; vCenter ends it when nobody does. */
  async release(login: SharedLogin, session: string): Promise<boolean> {
    const seal = await this.#seal(login);
    const held = this.#held.get(seal.id);
    if (held?.session !== session) return false; // it has been seen dead
    held.users -= 1;
    if (held.users > 0) return false;
    this.#held.delete(seal.id);
    return await this.#attempt(KEEP, seal, [held.sealed, TTL_MS]) !== 1;
  }

  [Symbol.dispose](): void {
    this.#revival[Symbol.dispose]();
    this.#timer?.[Symbol.dispose]();
  }

  /** @returns undefined when there is nothing to share: Redis is away, or whoever logs in takes too long */
  async #shared(seal: Seal, logIn: () => Promise<string>): Promise<string | undefined> {
    const { clock, link, random } = this.options;
    const us = randomSuffix(random, 20);
    const patience = clock.now() + LOGIN_MS;
    while (clock.now() < patience) {
      using call = link.call(seal.id);
      const taken = Taken.safeParse(await this.#attempt(TAKE, seal, [us, LOGIN_MS])).data;
      if (taken === undefined) return undefined;
      if (taken[0] === 'yours') return await this.#logInForAll(seal, us, logIn);
      if (taken[0] === 'session') {
        const session = seal.open(taken[1]);
        if (session === undefined) return undefined;
        this.#hold(seal, taken[1], session);
        return session;
      }
      await clock.sleep(Math.min(Math.max(taken[1], 0) + 1, patience - clock.now()), call.signal).catch(() => undefined);
    }
    return undefined;
  }

  async #logInForAll(seal: Seal, us: string, logIn: () => Promise<string>): Promise<string> {
    let sealed = '';
    try {
      const session = await logIn();
      sealed = seal.seal(session);
      this.#hold(seal, sealed, session);
      return session;
    } finally {
      await this.#attempt(GIVE, seal, [us, sealed, TTL_MS, seal.id]); // also when it failed: others need not wait for it
    }
  }

  async #alone(seal: Seal, logIn: () => Promise<string>): Promise<string> {
    const held = this.#held.get(seal.id);
    if (held !== undefined) return held.session;
    const session = await logIn();
    const sealed = seal.seal(session);
    this.#hold(seal, sealed, session);
    await this.#attempt(KEEP, seal, [sealed, TTL_MS]);
    return session;
  }

  #hold(seal: Seal, sealed: string, session: string): void {
    if (this.#held.get(seal.id)?.session !== session) this.#held.set(seal.id, { sealed, session, users: 0 });
  }

  #seal(login: SharedLogin): Promise<Seal> {
    const digest = digestOfLogin(login);
    const seal = this.#seals.get(digest) ?? sealOf(login, this.options.random);
    this.#seals.set(digest, seal);
    return seal;
  }

  /** @returns undefined when Redis is away */
  async #attempt(script: string, { id }: Pick<Seal, 'id'>, args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await this.options.link.run(script, [`handoff:session:${id}`, `handoff:session:${id}:login`], args);
    } catch (error) {
      if (error instanceof CoordinationUnavailable) return undefined;
      throw error;
    }
  }

  #schedule(): void {
    this.#timer = this.options.clock.after(KEEP_MS, () => {
      this.#keepAll();
      this.#schedule();
    });
  }

  #keepAll(): void {
    for (const [id, { sealed }] of this.#held) void this.#attempt(KEEP, { id }, [sealed, TTL_MS]);
  }
}
