import type { Coordination, Place } from '@handoff/coordination';
import type { Key } from '@handoff/kube';
import type { Clock, Timer } from '@handoff/time';

export interface TaskPlacesOptions {
  readonly clock: Clock;
  readonly coordination: Pick<Coordination, 'semaphore'>;
  /** How many tasks one vCenter is given at once, by all replicas together. */
  readonly limit: number;
  /** There is room for a machine that had to wait. */
  readonly wake: (key: Key) => void;
}

interface Asked {
  readonly server: string;
  readonly entered: Promise<Place>;
  readonly stop: AbortController;
  /** A reconcile has gone without it, and is to be called. */
  isAwaited: boolean;
  unclaimed: Timer | undefined;
}

/** How long a reconcile waits for room, in milliseconds; later it is woken. */
const PATIENCE_MS = 100;
/** A place that nobody comes for is given back after so long, in milliseconds: the machine may be paused meanwhile. */
const UNCLAIMED_MS = 5_000;

/** Room among a vCenter's tasks: one place per machine, from before it asks for a task until the task has ended. */
export class TaskPlaces implements AsyncDisposable {
  readonly #asked = new Map<Key, Asked>();

  constructor(private readonly options: TaskPlacesOptions) {}

  get limit(): number {
    return this.options.limit;
  }

  /** A place for a task of this machine; undefined while there is none: the machine stands in line and is woken. */
  async enter(key: Key, server: string): Promise<Place | undefined> {
    const asked = this.#ask(key, server);
    asked.unclaimed?.[Symbol.dispose]();
    const patience = new AbortController();
    const tooLong = this.options.clock.sleep(PATIENCE_MS, patience.signal).then(() => undefined, () => undefined);
    try {
      const place = await Promise.race([asked.entered, tooLong]);
      asked.isAwaited = place === undefined;
      return place;
    } finally {
      patience.abort();
    }
  }

  /** The task has ended, or there is to be none. */
  release(key: Key): void {
    const asked = this.#asked.get(key);
    this.#asked.delete(key);
    if (asked !== undefined) leave(asked).catch(() => undefined); // it gave up waiting
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#asked.values()];
    this.#asked.clear();
    await Promise.allSettled(all.map(leave));
  }

  #ask(key: Key, server: string): Asked {
    const known = this.#asked.get(key);
    if (known?.server === server) return known;
    this.release(key);
    const { coordination, limit, clock, wake } = this.options;
    const stop = new AbortController();
    const entered = coordination.semaphore(`vcenter-tasks:${server}`, limit).enter(stop.signal);
    const asked: Asked = { server, entered, stop, isAwaited: false, unclaimed: undefined };
    this.#asked.set(key, asked);
    entered.then(() => {
      if (!asked.isAwaited || this.#asked.get(key) !== asked) return;
      asked.unclaimed = clock.after(UNCLAIMED_MS, () => { if (this.#asked.get(key) === asked) this.release(key); });
      wake(key);
    }, () => undefined);
    return asked;
  }
}

async function leave({ entered, stop, unclaimed }: Asked): Promise<void> {
  unclaimed?.[Symbol.dispose]();
  stop.abort(new Error('no longer wanted'));
  const place = await entered;
  await place[Symbol.asyncDispose]();
}
