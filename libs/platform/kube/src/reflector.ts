import type { Kind, KubeObject } from '@handoff/api';
import { asError } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';
import { z } from 'zod';
import { DecorrelatedJitter } from './backoff.js';
import type { KubeClient, Selection } from './client.js';
import { errorOf, Expired, TooLargeResourceVersion } from './errors.js';
import { keyOf, keyOfObject } from './paths.js';
import { Store } from './store.js';

/** Where a reflector reports what it cannot put right by itself. */
export interface ReflectorLog {
  /** The server is out of reach or refuses; it is tried again. */
  unavailable(kind: Kind, error: Error, retryInMs: number): void;
  /** An object does not have the shape that its kind promises; it is left out. */
  invalid(kind: Kind, error: Error, object: unknown): void;
}

export interface ReflectorOptions<T extends KubeObject> {
  readonly client: KubeClient;
  readonly kind: Kind<T>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: ReflectorLog;
  /** Narrows what the server sends. */
  readonly selection?: Selection | undefined;
  /** Drops from each object what nobody here reads, before it is kept. */
  readonly prune?: ((object: T) => T) | undefined;
}

const WatchMetadata = z.looseObject({
  name: z.string().optional(), namespace: z.string().optional(), uid: z.string().optional(), resourceVersion: z.string().optional(),
});
type WatchMetadata = z.infer<typeof WatchMetadata>;

const WatchEvent = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.looseObject({ metadata: WatchMetadata.default({}), code: z.number().optional() }),
});

/** How long one watch lives before it is renewed, in seconds; up to twice as long, by chance (client-go's bounds). */
const WATCH_SECONDS = 300;
/** A watch that ends without a word within so many milliseconds has failed: to begin the next at once would only burden the server. */
const SHORTEST_WATCH_MS = 1_000;
/** Silence after which a watch counts as dead, in milliseconds: the API server sends a bookmark about every minute. */
const IDLE_MS = 120_000;

/** Keeps a store equal to what an API server holds: a paged list, then a watch, again from the last version when it breaks. */
export class Reflector<T extends KubeObject> implements AsyncDisposable {
  readonly store = new Store<T>();
  readonly #stop = new AbortController();
  readonly #synced = Promise.withResolvers<undefined>();
  readonly #backoff: DecorrelatedJitter;
  readonly #client: KubeClient;
  #running: Promise<void> | undefined;
  #version = '';
  #isSynced = false;

  constructor(private readonly options: ReflectorOptions<T>) {
    this.#backoff = new DecorrelatedJitter(options.random);
    this.#client = options.client.as(options.client.manager, this.#stop.signal);
    this.#synced.promise.catch(() => undefined); // nobody may be waiting when it is stopped
  }

  get kind(): Kind<T> {
    return this.options.kind;
  }

  /** True once the store held everything that existed at one moment. */
  get isSynced(): boolean {
    return this.#isSynced;
  }

  start(): this {
    this.#running ??= this.#run();
    return this;
  }

  /** Resolves when the first list is in the store. */
  synced(): Promise<undefined> {
    return this.#synced.promise;
  }

  /**
   * Takes what this process wrote. A narrowed store takes only what the server has shown it before: the selection is the server's
   * to judge.
   */
  offer(object: T): void {
    const narrowed = this.options.selection !== undefined;
    if (narrowed && this.store.get(keyOfObject(object)) === undefined) return;
    this.store.offer(this.options.prune === undefined ? object : this.options.prune(object));
  }

  /** Takes what a read of the server itself brought. */
  bring(object: T): void {
    this.store.set(this.options.prune === undefined ? object : this.options.prune(object), 'write');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the reflector was stopped'));
    this.#synced.reject(new Error(`the reflector of ${this.kind.plural} was stopped before its first list`));
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        if (this.#version === '') await this.#list();
        await this.#watch();
      } catch (error) {
        if (this.#isStopped()) return;
        await this.#recover(asError(error));
      }
    }
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #recover(error: Error): Promise<void> {
    const isWatching = this.#version !== '';
    if (error instanceof Expired || error instanceof TooLargeResourceVersion) this.#version = '';
    if (error instanceof Expired && isWatching) return; // the history that we would need is gone: list again, at once
    const wait = this.#backoff.next();
    this.options.log.unavailable(this.kind, error, wait);
    await this.options.clock.sleep(wait, this.#stop.signal).catch(() => undefined);
  }

  async #list(): Promise<void> {
    const page = await this.#client.listRaw(this.kind, this.options.selection);
    this.store.replace(page.items.flatMap((item) => this.#read(item) ?? []), Number(page.resourceVersion));
    this.#version = page.resourceVersion;
    this.#isSynced = true;
    this.#synced.resolve(undefined);
  }

  async #watch(): Promise<void> {
    const idle = new AbortController();
    const { clock, random } = this.options;
    const watchdog = (): Disposable => clock.after(IDLE_MS, () => { idle.abort(); });
    let timer = watchdog();
    try {
      const seconds = Math.round(WATCH_SECONDS * (1 + random.next()));
      const signal = AbortSignal.any([this.#stop.signal, idle.signal]);
      const began = clock.now();
      let isSilent = true;
      const lines = await this.#client.watchLines(this.kind, this.options.selection ?? {}, this.#version, seconds, signal);
      for await (const line of lines) {
        timer[Symbol.dispose]();
        timer = watchdog();
        this.#take(line);
        this.#backoff.reset();
        isSilent = false;
      }
      if (isSilent && clock.now() - began < SHORTEST_WATCH_MS) throw new Error(`the watch of ${this.kind.plural} ended as soon as it began`);
    } finally {
      timer[Symbol.dispose]();
    }
  }

  #take(line: string): void {
    const { type, object } = WatchEvent.parse(JSON.parse(line));
    if (type === 'ERROR') throw errorOf(object.code ?? 500, JSON.stringify(object), `watch of ${this.kind.plural}`);
    const version = object.metadata.resourceVersion ?? '';
    if (version !== '' && Number(version) < Number(this.#version)) {
      throw new Expired(410, 'Expired', `the server counts ${this.kind.plural} from a lower version: it was restored`);
    }
    const isNews = type === 'DELETED' || (type !== 'BOOKMARK' && !this.#isKnown(object.metadata));
    const parsed = isNews ? this.#read(object) : undefined;
    if (parsed !== undefined && type === 'DELETED') this.store.remove(parsed);
    else if (parsed !== undefined) this.store.set(parsed);
    this.store.advance(Number(version));
    if (version !== '') this.#version = version;
  }

  /** True for what an own write brought before: reading an object's shape costs more than all the rest. */
  #isKnown({ name = '', namespace, uid, resourceVersion }: WatchMetadata): boolean {
    const known = this.store.get(keyOf({ namespace, name }))?.metadata;
    return known !== undefined && known.uid === uid && known.resourceVersion === resourceVersion;
  }

  #read(raw: unknown): T | undefined {
    try {
      const parsed = this.kind.parse(raw);
      return this.options.prune === undefined ? parsed : this.options.prune(parsed);
    } catch (error) {
      this.options.log.invalid(this.kind, asError(error), raw);
      return undefined;
    }
  }
}
