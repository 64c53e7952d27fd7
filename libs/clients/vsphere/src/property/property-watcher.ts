import { jitter, type Clock, type Random } from '@handoff/time';
import { SessionLostError } from '../errors/connection.js';
import { formatMoRef, type MoRef } from '../moref.js';
import type { Session } from '../session/session.js';
import type { XmlElement } from '../xml/element.js';
import { Collector, type ObjectUpdate } from './collector.js';
import type { PropertyPaths } from './retrieve.js';

/** What a listener hears: the object's properties as they are now; that it is gone; that nothing more will come. */
export type ObjectEvent =
  | { readonly kind: 'values'; readonly values: ReadonlyMap<string, XmlElement> }
  | { readonly kind: 'gone' }
  | { readonly kind: 'closed' };
export type ObjectListener = (event: ObjectEvent) => void;

export interface WatcherOptions {
  readonly paths: PropertyPaths;
  readonly clock: Clock;
  readonly random: Random;
  /** How long vCenter may hold a long poll open. */
  readonly maxWaitSeconds: number;
  /** Told of what went wrong in the background and will be tried again. */
  readonly onError: (error: unknown) => void;
}

interface Entry {
  readonly ref: MoRef;
  values: Map<string, XmlElement> | undefined;
  readonly listeners: Set<ObjectListener>;
}

/** Objects that nobody watches any more leave the list with the next addition, or when there are so many. */
const MAX_STALE = 32;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/**
 * The one property collector of a vCenter: everything that waits for a change waits in the same long poll. Costs one call per group of
 * additions, none while nobody watches. When the session is lost it sets itself up again, and listeners hear the present values.
 */
export class PropertyWatcher implements AsyncDisposable {
  readonly #entries = new Map<string, Entry>();
  readonly #toAdd = new Map<string, MoRef>();
  readonly #stale = new Map<string, MoRef>();
  #collector: Collector | undefined;
  #wait = new AbortController();
  #running = false;
  #flushing = false;
  #closed = false;
  readonly #lost: Disposable;

  constructor(
    private readonly session: Session,
    private readonly options: WatcherOptions,
  ) {
    this.#lost = session.onLost((epoch) => {
      if (this.#collector?.epoch === epoch) this.#interrupt();
    });
  }

  /**
   * Hears of an object until the result is disposed; never before this returns. An object that vCenter does not know is reported as gone.
   */
  watch(ref: MoRef, listener: ObjectListener): Disposable {
    const key = formatMoRef(ref);
    const entry = this.#entries.get(key) ?? { ref, values: undefined, listeners: new Set() };
    if (this.#closed) queueMicrotask(() => { this.#deliver(listener, { kind: 'closed' }); });
    else this.#admit(key, entry, listener);
    return {
      [Symbol.dispose]: () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size === 0 && this.#entries.get(key) === entry) this.#retire(key, entry);
      },
    };
  }

  /** Tells the listeners of an object that is known to be gone from another source, such as the task that removed it. */
  reportGone(ref: MoRef): void {
    const key = formatMoRef(ref);
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    this.#toAdd.delete(key);
    this.#stale.delete(key);
    if (entry !== undefined) this.#tell(entry, { kind: 'gone' });
  }

  /** Tells all listeners and ends. The server's side goes with the session, which the owner logs out. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#lost[Symbol.dispose]();
    this.#interrupt();
    for (const entry of this.#entries.values()) this.#tell(entry, { kind: 'closed' });
    this.#entries.clear();
    await Promise.resolve();
  }

  #admit(key: string, entry: Entry, listener: ObjectListener): void {
    if (!this.#entries.has(key)) {
      this.#entries.set(key, entry);
      this.#toAdd.set(key, entry.ref);
    }
    this.#stale.delete(key);
    entry.listeners.add(listener);
    const { values } = entry;
    if (values !== undefined) {
      queueMicrotask(() => {
        if (entry.listeners.has(listener) && entry.values === values) this.#deliver(listener, { kind: 'values', values });
      });
    }
    this.#flushSoon();
    this.#runSoon();
  }

  #retire(key: string, entry: Entry): void {
    if (this.#toAdd.delete(key)) this.#entries.delete(key);
    else this.#stale.set(key, entry.ref);
    if (this.#stale.size >= MAX_STALE) this.#flushSoon();
  }

  #watched(): boolean {
    return this.#entries.size > this.#stale.size;
  }

  #runSoon(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#closed && this.#watched()) {
      try {
        const collector = await this.#ready();
        const updates = await collector.wait(this.options.maxWaitSeconds, this.#waitOptions());
        for (const update of updates) this.#apply(update);
        failures = 0;
      } catch (error) {
        this.#release();
        if (error instanceof SessionLostError) continue; // also how the end of this watcher arrives here
        this.options.onError(error);
        await this.#backOff(failures);
        failures += 1;
      }
    }
    this.#running = false; // in the same turn as the last check, or a watch that begins now would find nobody running
  }

  #waitOptions(): { readonly signal: AbortSignal; readonly timeoutMs: number } {
    return { signal: this.#wait.signal, timeoutMs: (this.options.maxWaitSeconds + 30) * 1000 };
  }

  async #ready(): Promise<Collector> {
    if (this.#collector !== undefined) return this.#collector;
    this.#wait = new AbortController();
    const { signal } = this.#wait;
    const epoch = await this.session.open(signal);
    const collector = await Collector.create(this.session, epoch, this.options.paths, { signal });
    this.#toAdd.clear();
    for (const key of this.#stale.keys()) this.#entries.delete(key);
    this.#stale.clear();
    const refs = [...this.#entries.values()].map(({ ref }) => ref);
    const missing = refs.length === 0 ? [] : await collector.modify(refs, [], { signal });
    this.#collector = collector;
    for (const ref of missing) this.reportGone(ref);
    this.#flushSoon();
    return collector;
  }

  /** Best effort: mostly the session or connection that the collector lived in is what broke. At the end, the session takes it along. */
  #release(): void {
    if (!this.#closed) void this.#collector?.destroy({ timeoutMs: 5_000 }).catch(() => undefined);
    this.#collector = undefined;
  }

  #backOff(failures: number): Promise<void> {
    const { clock, random } = this.options;
    return clock.sleep(jitter(random, Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures)));
  }

  #interrupt(): void {
    this.#wait.abort(new SessionLostError(`watching ${this.session.soap.server} starts over`, { server: this.session.soap.server }));
  }

  #flushSoon(): void {
    if (this.#flushing || this.#collector === undefined) return;
    this.#flushing = true;
    queueMicrotask(() => {
      void this.#flush().finally(() => {
        this.#flushing = false;
        if (this.#toAdd.size > 0) this.#flushSoon();
      });
    });
  }

  /** Additions made meanwhile go out together; what nobody watches any more goes along. */
  async #flush(): Promise<void> {
    const collector = this.#collector;
    if (collector === undefined || (this.#toAdd.size === 0 && this.#stale.size < MAX_STALE)) return;
    const add = [...this.#toAdd.values()];
    const remove = [...this.#stale.values()];
    for (const key of this.#stale.keys()) this.#entries.delete(key);
    this.#toAdd.clear();
    this.#stale.clear();
    try {
      for (const ref of await collector.modify(add, remove, { signal: this.#wait.signal })) this.reportGone(ref);
    } catch (error) {
      if (this.#closed) return;
      if (!(error instanceof SessionLostError)) this.options.onError(error);
      if (this.#collector === collector) this.#interrupt(); // starting over adds everything again
    }
  }

  #apply({ ref, kind, changes }: ObjectUpdate): void {
    const entry = this.#entries.get(formatMoRef(ref));
    if (entry === undefined) return;
    if (kind === 'leave') {
      this.reportGone(ref);
      return;
    }
    const values = new Map(kind === 'enter' ? [] : entry.values);
    for (const { name, value } of changes) {
      if (value === undefined) values.delete(name);
      else values.set(name, value);
    }
    entry.values = values;
    this.#tell(entry, { kind: 'values', values });
  }

  #tell(entry: Entry, event: ObjectEvent): void {
    for (const listener of [...entry.listeners]) this.#deliver(listener, event);
  }

  /** A listener's failure is its own: the long poll serves the others. */
  #deliver(listener: ObjectListener, event: ObjectEvent): void {
    try {
      listener(event);
    } catch (error) {
      this.options.onError(error);
    }
  }
}
