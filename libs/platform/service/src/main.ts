import { parseArgs } from 'node:util';
import { KubeConfig } from '@kubernetes/client-node';
import { InProcessBus } from '@handoff/bus';
import { httpsTransport } from '@handoff/kube';
import { asError, systemClock, systemRandom } from '@handoff/time';
import type { ServiceDefinition } from './definition.js';
import { readEnvironment } from './environment.js';
import type { Environment } from './environment.js';
import { startHealth } from './health.js';
import { pinoLogger } from './logger.pino.js';
import { startService } from './nest.js';

const usage = (name: string): string => `handoff-${name}: one service of handoff, over a management cluster's API

  --kubeconfig PATH   the management cluster (else KUBECONFIG, else the pod's service account)
  --help              this text

environment: LOG_LEVEL, HEALTH_HOST, HEALTH_PORT, LEADER_ELECTION, POD_NAME, POD_NAMESPACE
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
    await run(definition, readEnvironment({ ...process.env, ...overridden }));
  } catch (error) {
    const { name, message } = asError(error);
    process.stderr.write(`handoff-${definition.name}: ${message}\n`);
    process.exitCode = name === 'TypeError' || name === 'EnvironmentError' ? 2 : 1;
  }
}

async function run(definition: ServiceDefinition, environment: Environment): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const log = pinoLogger({ level: environment.LOG_LEVEL });
  const transport = stack.use(await httpsTransport(kubeConfig(environment)));
  const bus = stack.use(new InProcessBus(systemClock));
  let isReady = (): boolean => false;
  const health = stack.use(await startHealth({ host: environment.HEALTH_HOST, port: environment.HEALTH_PORT }, () => isReady()));
  const election = environment.LEADER_ELECTION ? { identity: environment.POD_NAME, namespace: environment.POD_NAMESPACE } : undefined;
  const service = stack.use(await startService(definition, { transport, bus, clock: systemClock, random: systemRandom, log, election }));
  isReady = () => service.isReady;
  log.info({ service: definition.name, server: transport.server, healthPort: health.port }, 'ready');
  const reason = await Promise.race([signalled(), service.lost.then(aborted)]);
  log.info({ service: definition.name, reason }, 'stopping');
  if (reason === 'leadership lost') process.exitCode = 1;
}

function kubeConfig(environment: Environment): KubeConfig {
  const config = new KubeConfig();
  if (environment.KUBECONFIG === undefined) config.loadFromCluster();
  else config.loadFromFile(environment.KUBECONFIG);
  return config;
}

const signalled = (): Promise<string> => new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { resolve(signal); });
});

const aborted = (signal: AbortSignal): Promise<string> => new Promise((resolve) => {
  signal.addEventListener('abort', () => { resolve('leadership lost'); }, { once: true });
});
