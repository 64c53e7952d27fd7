import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import type { ServiceName } from '@handoff/events';
import { httpsTransport } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { startControlPlane, startRedis, startVcsim } from '@handoff/real-parts';
import type { ControlPlane, PartProcess, RedisServer, Vcsim } from '@handoff/real-parts';
import { applyCrds } from './kubectl.js';
import { startPlaneNats } from './nats.js';
import type { PlaneNats } from './nats.js';
import { startGuestsProcess, startServiceProcess, startSimulatedVCenter } from './processes.js';
import type { HandoffProcess } from './processes.js';
import { startVCenterProxy } from './vcenter-proxy.js';
import type { VCenterProxy } from './vcenter-proxy.js';

export interface RealPlaneOptions {
  /** Data, certificates and logs of everything. */
  readonly folder: string;
  /** The templates that vCenter has. */
  readonly templates: readonly string[];
  /** True: the API server notes every request. */
  readonly audit?: boolean;
  /** True: vCenter is this project's simulator instead of vcsim, for what is not about vCenter. */
  readonly simulatedVCenter?: boolean;
  /** How slow the guests are; without delay unless told. */
  readonly delays?: string;
}

/** The whole management plane on real parts, each service a process of its own. What is started later is disposed of first. */
export interface RealPlane extends AsyncDisposable {
  readonly controlPlane: ControlPlane;
  readonly nats: PlaneNats;
  readonly redis: RedisServer;
  readonly vcsim: Vcsim;
  /** What the services are told is their vCenter. */
  readonly vcenter: VCenterProxy;
  readonly guests: PartProcess;
  /** The administrator's. */
  readonly transport: ApiTransport;
  /** Every process of a service, by name and replica. */
  readonly services: ReadonlyMap<string, HandoffProcess>;
  /** Starts a service, or a further replica of it. `env` adds to what every service is told. */
  startService(name: ServiceName, env?: Readonly<Record<string, string>>): Promise<HandoffProcess>;
}

/** Starts the parts; services are started one by one by whoever wants them. @throws PartUnavailable, PartFailed */
export async function startRealPlane(options: RealPlaneOptions): Promise<RealPlane> {
  const { folder, templates, audit = false, simulatedVCenter = false, delays = 'none' } = options;
  await using stack = new AsyncDisposableStack();
  await mkdir(folder, { recursive: true });
  const controlPlane = stack.use(await startControlPlane({ folder: join(folder, 'control-plane'), audit }));
  await applyCrds(controlPlane.kubeconfigPath);
  const nats = await startPlaneNats(join(folder, 'nats'));
  stack.use(nats.server);
  const redis = stack.use(await startRedis({ folder: join(folder, 'redis') }));
  const vcsim = stack.use(await (simulatedVCenter ? startSimulatedVCenter : startVcsim)({ folder, templates }));
  const vcenter = stack.use(await startVCenterProxy(vcsim.server));
  const guests = stack.use(await startGuestsProcess({ folder, ...vcsim, delays }));
  const transport = stack.use(await administrator(controlPlane));
  const services = new Map<string, HandoffProcess>();
  const owned = stack.move();
  const startService: RealPlane['startService'] = async (name, env = {}) => {
    const replica = [...services.keys()].filter((key) => key.startsWith(`${name}-`)).length;
    const everybody = { KUBECONFIG: controlPlane.kubeconfigPath, REDIS_URL: redis.url, LOG_LEVEL: 'info', POD_NAMESPACE: 'handoff-system' };
    const told = { ...everybody, ...nats.environmentOf(name), ...env };
    const started = owned.use(await startServiceProcess(name, { folder, replica, env: told }));
    services.set(`${name}-${String(replica)}`, started);
    return started;
  };
  return {
    controlPlane, nats, redis, vcsim, vcenter, guests, transport, services, startService,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function administrator({ kubeconfigPath }: ControlPlane): Promise<ApiTransport & AsyncDisposable> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfigPath);
  return httpsTransport(config);
}
