import { jitter, type Clock, type Random } from '@handoff/time';
import { SessionLostError } from '../errors/connection.js';
import { ObjectGoneError } from '../errors/faults.js';
import type { MoRef } from '../moref.js';
import type { Session } from '../session/session.js';
import { Collector, type ObjectUpdate } from './collector.js';
import { retrieve, type PropertyPaths } from './retrieve.js';
import { WatchList, type ObjectEvent, type ObjectListener, type WatchedObject } from './watch-list.js';

export interface WatcherOptions {
  readonly paths: PropertyPaths;
  readonly clock: Clock;
  readonly random: Random;
  /** How long vCenter may hold a long poll open. */
  readonly maxWaitSeconds: number;
  /** Told of what went wrong in the background and will be tried again. */
  readonly onError: (error: unknown) => void;
}

/** The pause between two long polls: a change that comes after a quiet time is heard at once, a burst of them in one portion. */
const PORTION_MS = 50;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/**
 * The one property collector of a vCenter: everything that waits for a change waits in the same long poll. Costs one call per group of
 * additions, none while nobody watches. When the session is lost it sets itself up again, and listeners hear the present values.
 */
export class PropertyWatcher implements AsyncDisposable {
  readonly #list = new WatchList();
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
    if (this.#closed) {
      queueMicrotask(() => this.#deliver(listener, { kind: 'closed' }));
      return { [Symbol.dispose]: () => undefined };
    }
    const object = this.#list.admit(ref, listener);
    const { values } = object;
    if (values !== undefined) {
      queueMicrotask(() => {
        if (object.listeners.has(listener) && object.values === values) this.#deliver(listener, { kind: 'values', values });
      });
    }
    this.#flushSoon();
    this.#runSoon();
    return {
      [Symbol.dispose]: () => {
        this.#list.release(object, listener);
        this.#flushSoon();
      },
    };
  }

  /** Tells the listeners of an object that is known to be gone from another source, such as the task that removed it. */
  reportGone(ref: MoRef): void {
    this.#tell(this.#list.drop(ref), { kind: 'gone' });
  }

  /** Tells all listeners and ends. The server's side goes with the session, which the owner logs out. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#lost[Symbol.dispose]();
    this.#interrupt();
    for (const object of this.#list.clear()) this.#tell(object, { kind: 'closed' });
    await Promise.resolve();
  }

  #runSoon(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#closed && this.#list.inUse) {
      try {
        const collector = await this.#ready();
        const updates = await collector.wait(this.options.maxWaitSeconds, this.#waitOptions());
        for (const update of updates) this.#apply(update);
        await this.options.clock.sleep(PORTION_MS, this.#wait.signal);
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
    const refs = this.#list.startOver();
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
    if (this.#flushing || this.#collector === undefined || !this.#list.editDue) return;
    this.#flushing = true;
    queueMicrotask(() => {
      void this.#flush().finally(() => {
        this.#flushing = false;
        this.#flushSoon();
      });
    });
  }

  /** Additions made meanwhile go out together; what nobody watches any more goes along. */
  async #flush(): Promise<void> {
    const collector = this.#collector;
    if (collector === undefined) return;
    const { add, remove, silent } = this.#list.takeEdit();
    try {
      for (const ref of await collector.modify(add, remove, { signal: this.#wait.signal })) this.reportGone(ref);
      await Promise.all(silent.map((ref) => this.#look(ref)));
    } catch (error) {
      if (this.#closed) return;
      if (!(error instanceof SessionLostError)) this.options.onError(error);
      if (this.#collector === collector) this.#interrupt(); // starting over adds everything again
    }
  }

  #apply({ ref, kind, changes }: ObjectUpdate): void {
    const object = this.#list.find(ref);
    if (object === undefined) return;
    if (kind === 'leave') {
      if (object.listeners.size === 0) this.#list.drop(ref);
      else void this.#doubt(object);
      return;
    }
    const values = new Map(kind === 'enter' ? [] : object.values);
    for (const { name, value } of changes) {
      if (value === undefined) values.delete(name);
      else values.set(name, value);
    }
    object.values = values;
    this.#tell(object, { kind: 'values', values });
  }

  /** Left the list: destroyed, or removed by this watcher just before somebody watched it again. */
  async #doubt(object: WatchedObject): Promise<void> {
    try {
      await this.#look(object.ref);
      if (this.#list.find(object.ref) !== object) return;
      this.#list.addAgain(object);
      this.#flushSoon();
    } catch (error) {
      if (this.#closed) return;
      this.options.onError(error);
      this.#interrupt(); // starting over tells what does not exist
    }
  }

  /** Reads an object of which the long poll may tell nothing. */
  async #look(ref: MoRef): Promise<void> {
    try {
      const paths = { [ref.type]: this.options.paths[ref.type] ?? [] };
      const [found] = await retrieve(this.session, { from: [ref], paths });
      const object = this.#list.find(ref);
      if (found === undefined || object === undefined) {
        this.reportGone(ref);
        return;
      }
      object.values = found.values;
      this.#tell(object, { kind: 'values', values: found.values });
    } catch (error) {
      if (!(error instanceof ObjectGoneError)) throw error;
      this.reportGone(ref);
    }
  }

  #tell(object: WatchedObject | undefined, event: ObjectEvent): void {
    for (const listener of [...(object?.listeners ?? [])]) this.#deliver(listener, event);
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
