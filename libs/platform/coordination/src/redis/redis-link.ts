import { Redis, ReplyError } from 'ioredis';
import { asError } from '@handoff/time';
import type { Clock, Timer } from '@handoff/time';
import { CoordinationUnavailable } from '../errors.js';
import type { RedisAddress } from './redis-url.js';

export interface LinkOptions {
  readonly address: RedisAddress;
  readonly clock: Clock;
  /** Redis went away or refuses, or came back (undefined). Called when that changes, not at every attempt. */
  readonly onChange: (error: Error | undefined) => void;
}

/** How long a command may take, in milliseconds: a thousand times what it takes in one network. Who waits longer is better off alone. */
const COMMAND_MS = 500;
/** How long connecting may take, in milliseconds, and a connected server until it is ready. */
const CONNECT_MS = 2_000;
/** The longest wait between two attempts to connect, in milliseconds. */
const MAX_RETRY_MS = 1_000;
/** All messages go over one channel; each is the topic that it is about, and tells nothing. */
const CHANNEL = 'handoff:wake';

/** A wait for messages on one topic, from now on. */
export interface Call extends Disposable {
  /** Aborts at the first message, and whenever one may have been missed. */
  readonly signal: AbortSignal;
}

/**
 * The way to one Redis: two connections, one for commands and one that listens. A command is answered soon or fails: nothing is queued
 * while Redis is away, nothing is sent twice, and after one that timed out all others fail at once until Redis has shown itself again.
 */
export class RedisLink implements AsyncDisposable {
  readonly #commands: Redis;
  readonly #messages: Redis;
  readonly #calls = new Map<string, Set<AbortController>>();
  readonly #revivals = new Set<() => void>();
  readonly #watchdogs = new Map<Redis, Timer>();
  readonly #name: string;
  #suspect = false;
  #isUp: boolean | undefined;
  #lastError: string | undefined;
  #lastRefusal: string | undefined;
  #closed = false;

  constructor(private readonly options: LinkOptions) {
    this.#name = `${options.address.host}:${String(options.address.port)}`;
    this.#commands = connect(options.address);
    this.#messages = connect(options.address);
    for (const client of [this.#commands, this.#messages]) this.#guard(client);
    this.#commands.on('ready', () => { this.#revive(); });
    this.#commands.on('close', () => { this.#down('connection closed'); });
    this.#messages.on('ready', () => {
      this.#messages.subscribe(CHANNEL).then(() => { this.#wakeAll(); }, () => undefined); // a connection that breaks is made anew
    });
    this.#messages.on('message', (_channel, topic) => { for (const call of this.#calls.get(topic) ?? []) call.abort(); });
  }

  get isUp(): boolean {
    return !this.#suspect && this.#commands.status === 'ready';
  }

  /** Connects. Resolves when Redis is there, at the latest after CONNECT_MS: it may come later. */
  async open(): Promise<void> {
    const patience = new AbortController();
    const connecting = [this.#commands, this.#messages].map((client) => client.connect().catch(() => undefined));
    await Promise.race([Promise.all(connecting), this.options.clock.sleep(CONNECT_MS, patience.signal).catch(() => undefined)]);
    patience.abort();
    if (!this.isUp) this.#down(this.#lastError ?? 'no answer');
  }

  /** Runs a script, all of it or nothing. @throws CoordinationUnavailable */
  async run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    if (!this.isUp) throw this.#unavailable(this.#lastError ?? 'not connected');
    try {
      return await this.#commands.eval(script, keys.length, ...keys, ...args);
    } catch (error) {
      const { message } = asError(error);
      if (message === 'Command timed out') this.#distrust(); // ioredis has no class for it
      else if (error instanceof ReplyError) this.#refused(message);
      throw this.#unavailable(message);
    }
  }

  /** To be made before asking whether there is something to wait for: then nothing is missed. */
  call(topic: string): Call {
    const called = new AbortController();
    const calls = this.#calls.get(topic) ?? new Set();
    this.#calls.set(topic, calls.add(called));
    return {
      signal: called.signal,
      [Symbol.dispose]: () => {
        calls.delete(called);
        if (calls.size === 0) this.#calls.delete(topic);
      },
    };
  }

  /** Calls back each time that Redis is there again. */
  onRevival(revived: () => void): Disposable {
    this.#revivals.add(revived);
    return { [Symbol.dispose]: () => { this.#revivals.delete(revived); } };
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const timer of this.#watchdogs.values()) timer[Symbol.dispose]();
    for (const client of [this.#commands, this.#messages]) client.disconnect();
    this.#wakeAll();
    return Promise.resolve();
  }

  /** A server that accepts and then says nothing would be waited for without end: ioredis limits the connecting only. */
  #guard(client: Redis): void {
    client.on('error', (error) => { this.#note(error); });
    client.on('connect', () => {
      this.#watchdogs.get(client)?.[Symbol.dispose]();
      this.#watchdogs.set(client, this.options.clock.after(CONNECT_MS, () => {
        if (client.status === 'connect' && !this.#closed) client.disconnect(true);
      }));
    });
  }

  #note(error: unknown): void {
    this.#lastError = asError(error).message;
  }

  /** It hangs. The connection is made anew, and until that is ready nobody waits for it. */
  #distrust(): void {
    if (this.#suspect) return;
    this.#suspect = true;
    this.#commands.disconnect(true);
    this.#down(`no answer within ${String(COMMAND_MS)} ms`);
  }

  #revive(): void {
    this.#suspect = false;
    this.#lastError = undefined;
    this.#lastRefusal = undefined;
    if (this.#isUp !== true) this.options.onChange(undefined);
    this.#isUp = true;
    for (const revived of this.#revivals) revived();
  }

  #down(why: string): void {
    if (this.#closed || this.#isUp === false) return;
    this.#isUp = false;
    this.options.onChange(this.#unavailable(this.#lastError ?? why));
    this.#wakeAll();
  }

  /** It is there and does not do as it is told: no memory, no right, read only. */
  #refused(message: string): void {
    if (this.#lastRefusal === message) return;
    this.#lastRefusal = message;
    this.options.onChange(this.#unavailable(message));
  }

  #unavailable(why: string): CoordinationUnavailable {
    return new CoordinationUnavailable(`Redis at ${this.#name} is not there: ${why}`);
  }

  #wakeAll(): void {
    for (const calls of this.#calls.values()) for (const call of calls) call.abort();
  }
}

/** ioredis' defaults are for callers with time: it queues while there is no connection and sends what got no answer again. */
function connect({ host, port, tls, username, password, db }: RedisAddress): Redis {
  return new Redis({
    host, port, db,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: { servername: host } } : {}),
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false, // done when ready, so that what was missed meanwhile is looked for
    commandTimeout: COMMAND_MS,
    connectTimeout: CONNECT_MS,
    disconnectTimeout: 100,
    disableClientInfo: true,
    // Our scripts answer with texts, numbers and lists of them, the same in both; 3 would cost proxies that know no HELLO a fallback.
    protocol: 2,
    retryStrategy: (times) => Math.min(MAX_RETRY_MS, 50 * 2 ** Math.min(times, 10)),
  });
}

/** For the scripts: how one of them wakes who waits. */
export const PUBLISH = `local function wake(topic) redis.call('PUBLISH', '${CHANNEL}', topic) end`;
