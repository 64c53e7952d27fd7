/** Bounds how many things of a sort happen at once, across whatever the adapter spans. */
export interface Semaphore {
  /** Runs `work` when there is room. Waiters go first come, first served. @throws the signal's reason when aborted while waiting */
  run<R>(work: () => Promise<R>, signal?: AbortSignal): Promise<R>;
}

/** A semaphore of this process. */
export class InProcessSemaphore implements Semaphore {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`a semaphore's limit is a whole number from 1 on, not ${String(limit)}`);
    this.#free = limit;
  }

  async run<R>(work: () => Promise<R>, signal?: AbortSignal): Promise<R> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next(); // the place goes straight to the next one: nobody slips in between
    }
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
        reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      this.#waiting.push(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
