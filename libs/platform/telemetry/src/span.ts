/** What a span is told with. Never a secret, never a body: names, kinds, outcomes. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** OpenTelemetry's kinds: own work, a call to somebody else, a message sent, a message received. */
export type SpanKind = 'internal' | 'client' | 'producer' | 'consumer';

/** A piece of time that is over. Times are milliseconds since the epoch. */
export interface FinishedSpan {
  readonly name: string;
  readonly kind?: SpanKind;
  /** The traceparent of the span that this one belongs to; undefined: it is the root, and `context` tells its trace. */
  readonly parent: string | undefined;
  /** Its own traceparent, where others refer to it; made up unless told. */
  readonly context?: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly attributes?: Attributes | undefined;
  /** Why it failed, in words that hold no secret. */
  readonly error?: string | undefined;
  /** Traceparents of what led to it without being its parent. */
  readonly links?: readonly string[];
}

/** A part of a piece of work; its parent is the work. */
export type Part = Omit<FinishedSpan, 'parent'>;

/**
 * The attribute that tells what sort of thing a span shows, in all of ours: `operation` the root, `summary` a stretch that others fill,
 * `milestone` something outside that we waited for, the rest our own work. Readers of a trace look for gaps by it.
 */
export const SORT = 'handoff.span';
export type Sort = 'operation' | 'summary' | 'milestone' | 'reconcile' | 'write' | 'call' | 'handoff';
