import type { Logger } from '@handoff/reconcile';
import { noMeter, noTracer, openMeter, openTracer } from '@handoff/telemetry';
import type { ScrapedMeter, Telemetry } from '@handoff/telemetry';
import { systemClock, systemRandom } from '@handoff/time';

type Variables = Readonly<Record<string, string | undefined>>;

/** A service's telemetry. Disposal delivers the spans that are left, within two seconds. */
export interface OpenedTelemetry extends Telemetry, AsyncDisposable {
  readonly meter: ScrapedMeter;
}

/** Numbers always, spans where the environment names an endpoint for them. */
export async function openTelemetry(service: string, environment: Variables, log: Logger): Promise<OpenedTelemetry> {
  return { ...await openTraces(service, environment, log), meter: await openMeter(service) };
}

/** Spans only, where the environment names an endpoint for them: for services that share a process, whose numbers nobody comes to fetch. */
export async function openTraces(service: string, environment: Variables, log: Logger): Promise<Telemetry & AsyncDisposable> {
  const onTrouble = (why: string | undefined): void => {
    if (why === undefined) log.info({ service }, 'traces are delivered again');
    else log.warn({ service, error: why }, 'traces are not delivered; the work goes on without them');
  };
  const tracer = await openTracer({ service: `handoff-${service}`, clock: systemClock, random: systemRandom, environment, onTrouble });
  return {
    tracer: tracer ?? noTracer,
    meter: noMeter,
    [Symbol.asyncDispose]: () => tracer?.[Symbol.asyncDispose]() ?? Promise.resolve(),
  };
}
