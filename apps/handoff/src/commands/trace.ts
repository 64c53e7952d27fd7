import { traceparentOf } from '@handoff/telemetry';
import { look, sayAbsent } from './inspect.js';
import type { InspectOptions } from './inspect.js';

export interface TraceOptions extends InspectOptions {
  /** Where Jaeger's page is. */
  readonly jaeger: string;
}

/** Prints the trace of the operation that brought a cluster. @returns 1 when there is no such cluster, 3 when it has no trace yet */
export async function traceCluster(name: string, options: TraceOptions): Promise<number> {
  const { cluster } = await look(name, options);
  if (cluster === undefined) return sayAbsent(name, options);
  const traceId = traceparentOf(cluster)?.split('-')[1];
  if (traceId === undefined) {
    process.stderr.write(`handoff: Cluster ${options.namespace}/${name} is part of no operation yet: capi-core begins one when it first sees it\n`);
    return 3;
  }
  const url = `${options.jaeger.replace(/\/+$/, '')}/trace/${traceId}`;
  process.stdout.write(options.output === 'json' ? `${JSON.stringify({ traceId, url })}\n` : `trace   ${traceId}\nJaeger  ${url}\n`);
  return 0;
}
