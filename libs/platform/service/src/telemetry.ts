import type { Logger } from '@handoff/reconcile';
import { noTracer, openMeter, openTracer } from '@handoff/telemetry';
import type { ScrapedMeter, Telemetry } from '@handoff/telemetry';
import { systemClock, systemRandom } from '@handoff/time';

/** A service's telemetry. Disposal delivers the spans that are left, within two seconds. */
export interface OpenedTelemetry extends Telemetry, AsyncDisposable {
  readonly meter: ScrapedMeter;
}

/** Numbers always, spans where the environment names an endpoint for them. */
export async function openTelemetry(
  service: string, environment: Readonly<Record<string, string | undefined>>, log: Logger,
): Promise<OpenedTelemetry> {
  const onTrouble = (why: string | undefined): void => {
    if (why === undefined) log.info({ service }, 'traces are delivered again');
    else log.warn({ service, error: why }, 'traces are not delivered; the work goes on without them');
  };
  const tracer = await openTracer({ service: `handoff-${service}`, clock: systemClock, random: systemRandom, environment, onTrouble });
  return {
    tracer: tracer ?? noTracer,
    meter: await openMeter(service),
    [Symbol.asyncDispose]: () => tracer?.[Symbol.asyncDispose]() ?? Promise.resolve(),
  };
}
