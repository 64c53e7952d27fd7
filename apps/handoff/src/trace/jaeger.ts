import { z } from 'zod';

const Tag = z.object({ key: z.string(), value: z.unknown() });
const Reference = z.object({ refType: z.enum(['CHILD_OF', 'FOLLOWS_FROM']), traceID: z.string(), spanID: z.string() });
const Answer = z.object({
  data: z.array(z.object({
    traceID: z.string(),
    spans: z.array(z.object({
      traceID: z.string(), spanID: z.string(), operationName: z.string(), processID: z.string(),
      startTime: z.number(), duration: z.number(),
      references: z.array(Reference).default([]), tags: z.array(Tag).default([]),
    })),
    processes: z.record(z.string(), z.object({ serviceName: z.string(), tags: z.array(Tag).default([]) })),
  })).nullish(),
});

/** A span as Jaeger shows it. Times are milliseconds since the epoch. */
export interface TraceSpan {
  readonly traceId: string;
  readonly id: string;
  /** Undefined for a root. */
  readonly parent: string | undefined;
  readonly name: string;
  readonly service: string;
  readonly from: number;
  readonly to: number;
  readonly tags: Readonly<Record<string, unknown>>;
}

/** A whole trace, and the text that it came in: to be searched for what must not be there. */
export interface Trace {
  readonly spans: readonly TraceSpan[];
  readonly text: string;
}

/** Reads a trace through Jaeger's query API. @param queryUrl such as `http://127.0.0.1:16686` @returns undefined while there is none */
export async function readTrace(queryUrl: string, traceId: string): Promise<Trace | undefined> {
  const response = await fetch(`${queryUrl}/api/traces/${traceId}`);
  const text = await response.text();
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`Jaeger answered ${String(response.status)} for trace ${traceId}: ${text.slice(0, 200)}`);
  const spans = (Answer.parse(JSON.parse(text)).data ?? []).flatMap(({ spans: found, processes }) => found.map((span): TraceSpan => ({
    traceId: span.traceID,
    id: span.spanID,
    parent: span.references.find(({ refType, traceID }) => refType === 'CHILD_OF' && traceID === span.traceID)?.spanID,
    name: span.operationName,
    service: processes[span.processID]?.serviceName ?? '',
    from: span.startTime / 1000,
    to: (span.startTime + span.duration) / 1000,
    tags: Object.fromEntries(span.tags.map(({ key, value }) => [key, value])),
  })));
  return { spans, text };
}
