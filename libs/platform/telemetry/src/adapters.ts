import type { OpenTelemetryOptions } from './open-telemetry.js';
import type { Meter, Tracer } from './telemetry.js';

/** Where OTLP over HTTP goes; undefined: nobody wants traces. */
function endpointOf(environment: OpenTelemetryOptions['environment']): string | undefined {
  if (environment['OTEL_SDK_DISABLED'] === 'true') return undefined;
  const shared = environment['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  const own = environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? '';
  if (own !== '') return own;
  return shared === '' ? undefined : `${shared.replace(/\/+$/, '')}/v1/traces`;
}

/** Spans by OTLP where the environment names an endpoint. The library is only loaded then: without traces it costs nothing. */
export async function openTracer(options: OpenTelemetryOptions): Promise<(Tracer & AsyncDisposable) | undefined> {
  const url = endpointOf(options.environment);
  if (url === undefined) return undefined;
  const { OpenTelemetryTracer } = await import('./open-telemetry.js');
  return new OpenTelemetryTracer(url, options);
}

/** Numbers that somebody comes to fetch. */
export interface ScrapedMeter extends Meter {
  /** The media type of `text`. */
  readonly contentType: string;
  /** Everything as it is now, in Prometheus' text format. */
  text(): Promise<string>;
}

/** A registry of a service's own; loaded when it is wanted. */
export async function openMeter(service: string): Promise<ScrapedMeter> {
  const { PrometheusMeter } = await import('./prometheus.js');
  return new PrometheusMeter(service);
}
