import { asError } from '@handoff/time';

/** Room for one thing. Disposal gives it back, once however often it is called. */
export interface Place extends AsyncDisposable {
  /** The fencing token: greater than that of every place of this semaphore that was given before. */
  readonly fence: number;
  /**
   * To be called right before something is started: a holder that was paused may have lost its place.
   * @throws PlaceLost when the lease has run out meanwhile
   */
  confirm(): Promise<void>;
}

/** Bounds how many things of a sort happen at once, across whatever the adapter spans. */
export interface Semaphore {
  readonly limit: number;
  /** Waits for room. Waiters go first come, first served. @throws the signal's reason when aborted while waiting */
  enter(signal?: AbortSignal): Promise<Place>;
  /** Runs `work` when there is room. @throws the signal's reason when aborted while waiting */
  run<R>(work: (place: Place) => Promise<R>, signal?: AbortSignal): Promise<R>;
}

/** `run`, the same for every semaphore. */
export async function runIn<R>(semaphore: Pick<Semaphore, 'enter'>, work: (place: Place) => Promise<R>, signal?: AbortSignal): Promise<R> {
  await using place = await semaphore.enter(signal);
  return await work(place);
}

/** @throws RangeError when nobody would ever be let in */
export function assertLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`a semaphore's limit is a whole number from 1 on, not ${String(limit)}`);
}

/** A semaphore of this process. Its places have no lease: they end with the process. */
export class InProcessSemaphore implements Semaphore {
  #free: number;
  #fence = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(readonly limit: number) {
    assertLimit(limit);
    this.#free = limit;
  }

  async enter(signal?: AbortSignal): Promise<Place> {
    await this.#enter(signal);
    let held = true;
    return {
      fence: ++this.#fence,
      confirm: () => Promise.resolve(),
      [Symbol.asyncDispose]: () => {
        if (held) this.#leave();
        held = false;
        return Promise.resolve();
      },
    };
  }

  run<R>(work: (place: Place) => Promise<R>, signal?: AbortSignal): Promise<R> {
    return runIn(this, work, signal);
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next(); // the place goes straight to the next one: nobody slips in between
  }

  #enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = (): void => { signal?.removeEventListener('abort', leave); resolve(); };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(asError(signal?.reason));
      };
      this.#waiting.push(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
