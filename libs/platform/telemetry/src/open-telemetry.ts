import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, SpanKind as OtelKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { SpanContext, Tracer as OtelTracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { asError } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';
import { QuietExporter } from './quiet-exporter.js';
import { samplerOf } from './sampler.js';
import type { FinishedSpan, SpanKind } from './span.js';
import type { Tracer } from './telemetry.js';
import type { Work } from './work.js';

/** How long an export may take, and how long the last one at the end, in milliseconds: a stop has ten seconds for everything. */
const EXPORT_MS = 5_000;
const FLUSH_MS = 2_000;

export interface OpenTelemetryOptions {
  /** `service.name`, unless OTEL_SERVICE_NAME tells another. */
  readonly service: string;
  readonly clock: Clock;
  readonly random: Random;
  /** The variables of OpenTelemetry's specification: the endpoint, its headers, the sampler. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told once when spans cannot be delivered, and once when they can again. */
  readonly onTrouble?: (why: string | undefined) => void;
}

const KINDS: Readonly<Record<SpanKind, OtelKind>> = {
  internal: OtelKind.INTERNAL, client: OtelKind.CLIENT, producer: OtelKind.PRODUCER, consumer: OtelKind.CONSUMER,
};

/**
 * Spans by OTLP over HTTP. A provider of its own, registered nowhere: services that share a process each have one.
 * Spans are told when they are over; their ids are given, so that what refers to them need not wait for them.
 */
export class OpenTelemetryTracer implements Tracer, AsyncDisposable {
  readonly isOn = true;
  readonly #at = new AsyncLocalStorage<Work>();
  readonly #provider: TracerProvider;
  readonly #tracer: OtelTracer;
  /** The ids that the next span gets. */
  #next = { traceId: '', spanId: '' };

  /** @param url where OTLP goes, the whole path of the signal */
  constructor(url: string, private readonly options: OpenTelemetryOptions) {
    const { environment, service, onTrouble = (): void => undefined } = options;
    const exporter = new QuietExporter(new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MS }), onTrouble);
    this.#provider = new TracerProvider({
      resource: defaultResource().merge(resourceFromAttributes({ 'service.name': environment['OTEL_SERVICE_NAME'] || service })),
      sampler: samplerOf(environment),
      idGenerator: { generateTraceId: () => this.#next.traceId, generateSpanId: () => this.#next.spanId },
      spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: EXPORT_MS })],
    });
    this.#tracer = this.#provider.getTracer('handoff');
  }

  get work(): Work | undefined {
    return this.#at.getStore();
  }

  within<T>(work: Work, run: () => Promise<T>): Promise<T> {
    return this.#at.run(work, run);
  }

  contextIn(traceparent: string): string {
    return `${traceparent.slice(0, 36)}${Buffer.from(this.options.random.bytes(8)).toString('hex')}-01`;
  }

  record({ name, kind = 'internal', parent, context, from, to, attributes = {}, error, links = [] }: FinishedSpan): void {
    const origin = parent ?? context;
    const own = readTraceparent(context ?? (origin === undefined ? '' : this.contextIn(origin)));
    if (own === undefined) return; // somebody else's annotation, which is none
    this.#next = own;
    const above = parent === undefined ? undefined : readTraceparent(parent);
    const span = this.#tracer.startSpan(name, {
      kind: KINDS[kind], startTime: from, attributes,
      links: links.flatMap((link) => readTraceparent(link) ?? []).map((linked) => ({ context: linked })),
    }, above === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, above));
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
    span.end(Math.max(from, to));
  }

  /** Delivers what has been told, within two seconds. */
  async [Symbol.asyncDispose](): Promise<void> {
    const late = new AbortController();
    const budget = this.options.clock.sleep(FLUSH_MS, late.signal).catch(() => undefined);
    const flushed = this.#provider.shutdown().catch((error: unknown) => { this.options.onTrouble?.(asError(error).message); });
    await Promise.race([flushed, budget]);
    late.abort();
  }
}

const W3C = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

function readTraceparent(text: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = W3C.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
}
