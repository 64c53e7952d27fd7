import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jetStreamBus, natsFromEnvironment, provision } from '@handoff/bus';
import type { Bus } from '@handoff/bus';
import { serviceNames } from '@handoff/events';
import type { ServiceName } from '@handoff/events';
import { withoutCredentials } from '@handoff/gitops-sync';
import type { Logger } from '@handoff/reconcile';
import { pinoLogger } from '@handoff/service';
import { asError, systemClock, systemRandom } from '@handoff/time';
import { startServerInThread } from '../embedded/api-server.thread.js';
import { refuseSharing, serveEvents } from '../events/event-socket.js';
import { Fleet } from '../fleet/fleet.js';
import { durablesOf, wiringOfAll } from '../handoffs/durables.js';
import { FleetLog } from '../fleet/fleet-log.js';
import type { DelayName } from '../plane/delays.js';
import { startPlane } from '../plane/plane.js';
import type { Plane } from '../plane/plane.js';
import { UsageError } from '../process/failures.js';
import { recordKubeconfig } from '../process/state.js';
import { stopSignal } from '../process/stop-signal.system.js';

export interface UpOptions {
  /** Undefined: all. */
  readonly services?: readonly ServiceName[];
  readonly git?: string;
  readonly branch?: string;
  readonly kubeconfig?: string;
  readonly delays: DelayName;
  /** False: no vCenter is simulated. */
  readonly vcenter: boolean;
  readonly vcenterListen?: { readonly host: string; readonly port: number };
  readonly state: string;
  readonly output: 'text' | 'json';
}

/** Runs services (all unless told) until Ctrl-C. @returns the exit code */
export async function up(options: UpOptions): Promise<number> {
  using stop = stopSignal();
  await using stack = new AsyncDisposableStack();
  const state = resolve(options.state);
  await mkdir(state, { recursive: true, mode: 0o700 });
  await refuseSharing(state);
  stack.use(await recordKubeconfig(state, options.kubeconfig));
  const logPath = join(state, 'services.log');
  const log = pinoLogger({ level: 'debug', destination: createWriteStream(logPath, { flags: 'a', mode: 0o600 }) });
  const url = options.git === undefined ? undefined : await repositoryUrl(options.git);
  const plane = stack.use(await startPlane({
    stateDirectory: state, log, environment: process.env,
    kubeconfig: options.kubeconfig, delays: options.delays, startServer: startServerInThread,
    services: options.services ?? serviceNames,
    vcenter: options.vcenter && vsphereServer() === undefined ? options.vcenterListen : false,
    bus: await natsBus(log), redisUrl: process.env['REDIS_URL'],
    source: () => Promise.resolve(url === undefined ? undefined : { name: 'main', url, branch: options.branch }),
  }));
  stack.use(await serveEvents(plane.bus, plane.coordination.timeline, state));
  const fleet = stack.use(await Fleet.open(plane.management.transport, systemClock, systemRandom));
  const say = options.output === 'json'
    ? (fields: Record<string, unknown>): void => { process.stdout.write(`${JSON.stringify(fields)}\n`); }
    : ({ text }: { text: string }): void => { process.stdout.write(`${text}\n`); };
  for (const line of greeting(plane, logPath, url)) say({ text: line });
  stack.use(new FleetLog(fleet, plane.bus, systemClock, say));
  const reason = await stop.stopped;
  say({ text: `stopping (${reason})` });
  return 0;
}

/** One connection for all services. Streams and durables are made where the user may; who may not is told what is missing. */
async function natsBus(log: Logger): Promise<Bus | undefined> {
  const nats = await natsFromEnvironment(process.env);
  if (nats === undefined) return undefined;
  await provision({ ...nats, durables: durablesOf(await wiringOfAll()) }).catch((error: unknown) => {
    log.warn({ error: asError(error).message }, 'streams and durables were not looked after: `handoff provision nats` makes them');
  });
  return jetStreamBus({ ...nats, name: 'handoff-up', clock: systemClock, random: systemRandom, log: log.child({ from: 'nats' }) });
}

/** A vCenter that is there already: none is simulated then. `simulate guests` plays its VMs, where they have no guests. */
const vsphereServer = (): string | undefined => process.env['VSPHERE_SERVER'] || undefined;

const environmentNamesAnother = ({ management }: Plane): boolean => {
  const { KUBECONFIG = '' } = process.env;
  return KUBECONFIG !== '' && resolve(KUBECONFIG) !== resolve(management.kubeconfigPath);
};

function greeting(plane: Plane, logPath: string, url: string | undefined): string[] {
  return [
    `management cluster  ${plane.management.server}`,
    `kubeconfig          ${plane.management.kubeconfigPath}`,
    ...(environmentNamesAnother(plane) ? ['                    KUBECONFIG names another: `why` and its like ask that one, unless --kubeconfig tells them of this one'] : []),
    ...(plane.vcenter === undefined ? [`vCenter             ${vsphereServer() ?? 'as the VSphereClusters say'}`] : [`vCenter (simulated) ${plane.vcenter.url}  thumbprint ${plane.vcenter.thumbprint}`]),
    `handoffs            ${plane.embeddedBus === undefined ? 'over NATS (NATS_URL)' : 'within this process (NATS_URL: over NATS)'}`,
    `Git repository      ${url === undefined ? 'none (--git URL|DIR)' : withoutCredentials(url)}`,
    `services            ${plane.services.map((service) => service.name).join(', ')}`,
    `log                 ${logPath}`,
  ];
}

/** A folder on this machine, or a URL as it is. @throws Error when the folder is no Git repository */
async function repositoryUrl(git: string): Promise<string> {
  if (/^[a-z+]+:\/\//.test(git) || /^[^/]+@[^/]+:/.test(git)) return git;
  const directory = resolve(git);
  const isRepository = await Promise.any([stat(join(directory, '.git')), stat(join(directory, 'HEAD'))]).then(() => true, () => false);
  if (!isRepository) throw new UsageError(`--git ${git}: no Git repository there; make one with \`git init\` and commit`);
  return pathToFileURL(directory).href;
}
