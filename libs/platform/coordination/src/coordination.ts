import { InProcessSemaphore } from './semaphore.js';
import type { Semaphore } from './semaphore.js';
import { InProcessSessions } from './sessions.js';
import type { SharedSessions } from './sessions.js';
import { InProcessTimeline } from './timeline.js';
import type { Timeline } from './timeline.js';

/** What replicas share beside the API server: hints, never truth. Whoever loses all of it at any moment loses time, nothing else. */
export interface Coordination extends AsyncDisposable {
  /** The semaphore of that name; all who use the name must say the same limit. */
  semaphore(name: string, limit: number): Semaphore;
  readonly sessions: SharedSessions;
  readonly timeline: Timeline;
}

/** Coordination within one process. */
export class InProcessCoordination implements Coordination {
  readonly #semaphores = new Map<string, Semaphore>();
  readonly sessions = new InProcessSessions();
  readonly timeline = new InProcessTimeline();

  semaphore(name: string, limit: number): Semaphore {
    const known = this.#semaphores.get(name) ?? new InProcessSemaphore(limit);
    this.#semaphores.set(name, known);
    return known;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
