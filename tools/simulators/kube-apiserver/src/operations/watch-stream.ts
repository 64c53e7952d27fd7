export type WatchType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

export interface WatchEvent {
  readonly type: WatchType;
  readonly object: object;
}

/** Events that a reader may fall behind; a slower one is cut off and starts again from its last resourceVersion. */
const BACKLOG_LIMIT = 16_384;

/** Events on their way to one reader. Writers never wait for it. */
export class WatchStream implements AsyncIterable<WatchEvent>, Disposable {
  #queue: WatchEvent[] = [];
  #wake: (() => void) | undefined;
  #ended = false;
  #limit = BACKLOG_LIMIT;
  readonly #owned = new Set<Disposable>();

  get ended(): boolean {
    return this.#ended;
  }

  /** Puts what is there at the start into the stream, however much it is. */
  begin(events: readonly WatchEvent[]): void {
    this.#queue = [...events];
    this.#limit = events.length + BACKLOG_LIMIT;
  }

  push(event: WatchEvent): void {
    if (this.#ended) return;
    if (this.#queue.length >= this.#limit) {
      this.#queue = [];
      this.end();
      return;
    }
    this.#queue.push(event);
    this.#wakeUp();
  }

  /** Ends the stream once its reader has what is queued. */
  end(): void {
    this.#ended = true;
    for (const owned of this.#owned) owned[Symbol.dispose]();
    this.#owned.clear();
    this.#wakeUp();
  }

  /** Ties something to the life of the stream. */
  owns(resource: Disposable): void {
    if (this.#ended) resource[Symbol.dispose]();
    else this.#owned.add(resource);
  }

  /** Everything that is queued now, without waiting. */
  drain(): readonly WatchEvent[] {
    const events = this.#queue;
    this.#queue = [];
    return events;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<WatchEvent, void, undefined> {
    try {
      for (;;) {
        yield* this.drain();
        if (this.#queue.length > 0) continue;
        if (this.#ended) return;
        await new Promise<void>((resolve) => { this.#wake = resolve; });
      }
    } finally {
      this.end();
    }
  }

  [Symbol.dispose](): void {
    this.end();
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
