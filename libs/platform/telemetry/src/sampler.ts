import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import type { Sampler } from '@opentelemetry/sdk-trace';

type Variables = Readonly<Record<string, string | undefined>>;

/** The names of OTEL_TRACES_SAMPLER. Our traceparents all say "sampled": with a `parentbased_` sampler every trace is kept. */
const SAMPLERS: Readonly<Record<string, (ratio: number) => Sampler>> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ratio) => new TraceIdRatioBasedSampler(ratio),
  parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  parentbased_traceidratio: (ratio) => new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
};

/** The sampler that the environment asks for; all traces when it asks for none, or for one that there is not. */
export function samplerOf(environment: Variables): Sampler {
  const make = SAMPLERS[environment['OTEL_TRACES_SAMPLER'] ?? ''] ?? ((): Sampler => new AlwaysOnSampler());
  const ratio = Number(environment['OTEL_TRACES_SAMPLER_ARG'] ?? 1);
  return make(ratio >= 0 && ratio <= 1 ? ratio : 1);
}
