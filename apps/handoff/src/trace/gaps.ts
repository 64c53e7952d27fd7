import { SORT } from '@handoff/telemetry';
import type { TraceSpan } from './jaeger.js';

/** A stretch of time in which no span tells what happened. Milliseconds since the epoch. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** What ended before it, and what began after it. */
  readonly after: string;
  readonly before: string;
}

/** What spans a whole stretch and only sums up explains nothing. */
const SUMS_UP: readonly unknown[] = ['operation', 'summary'];

/** True for a span that tells what was done or awaited, not only that something took its time. */
export const explains = ({ tags }: TraceSpan): boolean => !SUMS_UP.includes(tags[SORT]);

/** The stretches longer than `longerMs` within which nobody tells what he did or waited for. */
export function gapsIn(spans: readonly TraceSpan[], longerMs: number): readonly Gap[] {
  const [first, ...others] = spans.filter(explains).sort((a, b) => a.from - b.from);
  if (first === undefined) return [];
  const gaps: Gap[] = [];
  let last = first;
  for (const span of others) {
    if (span.from - last.to > longerMs) gaps.push({ from: last.to, to: span.from, after: last.name, before: span.name });
    if (span.to > last.to) last = span;
  }
  return gaps;
}

/** Spans whose parent is not in the trace: something of it was lost. */
export function orphansIn(spans: readonly TraceSpan[]): readonly TraceSpan[] {
  const ids = new Set(spans.map(({ id }) => id));
  return spans.filter(({ parent }) => parent !== undefined && !ids.has(parent));
}
