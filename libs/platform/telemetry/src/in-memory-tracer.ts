import { AsyncLocalStorage } from 'node:async_hooks';
import type { FinishedSpan } from './span.js';
import type { Tracer } from './telemetry.js';
import type { Work } from './work.js';

/** Keeps spans in memory, with ids that count: for tests, and for runs that must repeat. */
export class InMemoryTracer implements Tracer {
  readonly isOn = true;
  readonly spans: FinishedSpan[] = [];
  readonly #at = new AsyncLocalStorage<Work>();
  #ids = 0;

  get work(): Work | undefined {
    return this.#at.getStore();
  }

  within<T>(work: Work, run: () => Promise<T>): Promise<T> {
    return this.#at.run(work, run);
  }

  contextIn(traceparent: string): string {
    this.#ids += 1;
    return `${traceparent.slice(0, 36)}${this.#ids.toString(16).padStart(16, '0')}-01`;
  }

  record(span: FinishedSpan): void {
    this.spans.push(span);
  }
}
