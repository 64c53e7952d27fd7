import type { Counter, Gauge, Histogram, Labels } from './metrics.js';
import type { FinishedSpan } from './span.js';
import type { Work } from './work.js';

/** Where spans go. Nothing here throws, waits, or harms whoever tells. */
export interface Tracer {
  /** False: what is told goes nowhere, and need not be put together. */
  readonly isOn: boolean;
  /** The piece of work that the caller is part of. */
  readonly work: Work | undefined;
  /** Runs something as part of a piece of work: all that it awaits finds that in `work`. */
  within<T>(work: Work, run: () => Promise<T>): Promise<T>;
  /** A traceparent for a new span in the trace of another one. */
  contextIn(traceparent: string): string;
  record(span: FinishedSpan): void;
}

/** Where numbers go. */
export interface Meter {
  readonly isOn: boolean;
  count<L extends string>(metric: Counter<L>, labels: Labels<L>, by?: number): void;
  observe<L extends string>(metric: Histogram<L>, labels: Labels<L>, value: number): void;
  /** `read` is asked whenever somebody looks, until the gauge is disposed. */
  gauge<L extends string>(metric: Gauge<L>, labels: Labels<L>, read: () => number): Disposable;
}

/** What a service tells about its work. */
export interface Telemetry {
  readonly tracer: Tracer;
  readonly meter: Meter;
}

/** Spans that nobody wants. */
export const noTracer: Tracer = {
  isOn: false,
  work: undefined,
  within: (_work, run) => run(),
  contextIn: (traceparent) => traceparent,
  record: () => undefined,
};

/** Numbers that nobody wants. */
export const noMeter: Meter = {
  isOn: false,
  count: () => undefined,
  observe: () => undefined,
  gauge: () => ({ [Symbol.dispose]: () => undefined }),
};

/** Tells nobody, and costs nothing: the default. */
export const noTelemetry: Telemetry = { tracer: noTracer, meter: noMeter };
