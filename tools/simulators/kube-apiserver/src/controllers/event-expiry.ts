import type { Timer } from '@handoff/time';
import type { ApiObject } from '../machinery/object.js';
import type { Core } from '../operations/context.js';

/** Events are kept as long as real servers keep them after their last change. */
const LIFETIME_MS = 60 * 60 * 1000;

/** Forgets Events when their time is over, or they would pile up for as long as the server runs. */
export class EventExpiry implements Disposable {
  readonly #core: Core;
  readonly #timers = new Map<string, Timer>();
  readonly #watch: Disposable;

  constructor(core: Core) {
    this.#core = core;
    this.#watch = core.storage.watch('events', core.storage.revision, ({ type, object }) => {
      this.#timers.get(object.metadata.uid)?.[Symbol.dispose]();
      if (type === 'DELETED') this.#timers.delete(object.metadata.uid);
      else this.#timers.set(object.metadata.uid, core.clock.after(LIFETIME_MS, () => { this.#expire(object); }));
    });
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
    this.#timers.clear();
  }

  #expire({ metadata }: ApiObject): void {
    const event = this.#core.storage.get('events', metadata.namespace, metadata.name);
    if (event?.metadata.uid === metadata.uid) this.#core.storage.remove('events', event);
  }
}
