import { parseArgs } from 'node:util';
import { httpsTransport, loadKubeconfig, loadPodKubeconfig } from '@handoff/kube';
import { asError, randomSuffix, systemClock, systemRandom } from '@handoff/time';
import { openBus } from './bus.js';
import { openCoordination } from './coordination.js';
import type { ServiceDefinition } from './definition.js';
import { EnvironmentError, readWholeEnvironment } from './environment.js';
import type { Environment } from './environment.js';
import { startHealth } from './health.js';
import { pinoLogger } from './logger.pino.js';
import { startService } from './nest.js';
import { openTelemetry } from './telemetry.js';

const usage = (name: string): string => `handoff-${name}: one service of handoff, over a management cluster's API

  --kubeconfig PATH   the management cluster (else KUBECONFIG, else the pod's service account)
  --help              this text

environment: LOG_LEVEL, HEALTH_HOST, HEALTH_PORT, LEADER_ELECTION, POD_NAME, POD_NAMESPACE
handoffs over NATS where NATS_URL says so, as NATS_USER with NATS_PASSWORD, or with NATS_CREDS
what replicas share over Redis where REDIS_URL says so
traces by OTLP over HTTP where OTEL_EXPORTER_OTLP_ENDPOINT says so; also OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER(_ARG)
`;

/**
 * The main of every service: until SIGTERM or SIGINT, then a clean stop.
 * Exit code 0; 1 when it could not start or lost its Lease; 2 for wrong usage.
 */
export async function serviceMain(definition: ServiceDefinition): Promise<void> {
  try {
    const { values } = parseArgs({ options: { kubeconfig: { type: 'string' }, help: { type: 'boolean' } } });
    if (values.help === true) {
      process.stdout.write(usage(definition.name));
      return;
    }
    const overridden = values.kubeconfig === undefined ? {} : { KUBECONFIG: values.kubeconfig };
    await run(definition, await readWholeEnvironment({ ...process.env, ...overridden }));
  } catch (error) {
    process.stderr.write(`handoff-${definition.name}: ${asError(error).message}\n`);
    process.exitCode = isUsage(error) ? 2 : 1;
  }
}

/** Arguments and environment are the user's to mend; any other TypeError is a bug of ours. */
function isUsage(error: unknown): boolean {
  if (error instanceof EnvironmentError) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

async function run(definition: ServiceDefinition, environment: Environment): Promise<void> {
  const stop = signalled();
  await using stack = new AsyncDisposableStack();
  const log = pinoLogger({ level: environment.LOG_LEVEL });
  const config = environment.KUBECONFIG === undefined ? loadPodKubeconfig() : loadKubeconfig(environment.KUBECONFIG);
  const transport = stack.use(await httpsTransport(config));
  const bus = stack.use(await openBus(definition.name, process.env, log));
  const coordination = stack.use(await openCoordination(environment.REDIS_URL, { clock: systemClock, random: systemRandom, log }));
  const telemetry = stack.use(await openTelemetry(definition.name, process.env, log));
  let isReady = (): boolean => false;
  const at = { host: environment.HEALTH_HOST, port: environment.HEALTH_PORT };
  const health = stack.use(await startHealth(at, () => isReady(), telemetry.meter));
  log.info({ service: definition.name, healthPort: health.port }, 'the health port listens');
  // The suffix tells processes of one name apart: a restarted one, or a second one on the same host, is another replica.
  const identity = `${environment.POD_NAME}_${randomSuffix(systemRandom, 8)}`;
  const election = environment.LEADER_ELECTION ? { identity, namespace: environment.POD_NAMESPACE } : undefined;
  const surroundings = { transport, bus, clock: systemClock, random: systemRandom, log, election, telemetry, coordination };
  const started = await startService(definition, surroundings, stop).catch((error: unknown) => {
    if (stop.aborted) return undefined;
    throw error;
  });
  if (started === undefined) {
    log.info({ service: definition.name, reason: await aborted(stop) }, 'stopping');
    return;
  }
  const service = stack.use(started);
  isReady = () => service.isReady;
  log.info({ service: definition.name, server: transport.server, healthPort: health.port }, 'ready');
  const reason = await Promise.race([aborted(stop), service.lost.then(aborted)]);
  log.info({ service: definition.name, reason }, 'stopping');
  if (!stop.aborted) process.exitCode = 1;
}

/** Aborts when the process is asked to end. */
function signalled(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { stop.abort(new Error(signal)); });
  return stop.signal;
}

/** Resolves with the reason, in words. */
const aborted = (signal: AbortSignal): Promise<string> => new Promise((resolve) => {
  const tell = (): void => { resolve(asError(signal.reason).message); };
  if (signal.aborted) tell();
  else signal.addEventListener('abort', tell, { once: true });
});
