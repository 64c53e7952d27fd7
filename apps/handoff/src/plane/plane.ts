import { join } from 'node:path';
import { InProcessBus } from '@handoff/bus';
import type { Bus } from '@handoff/bus';
import type { Coordination } from '@handoff/coordination';
import type { ServiceName } from '@handoff/events';
import type { GitSource } from '@handoff/gitops-sync';
import { pregeneratedKeys } from '@handoff/pki';
import { openCoordination, openTraces, startService } from '@handoff/service';
import type { RunningService } from '@handoff/service';
import type { Logger } from '@handoff/reconcile';
import type { GuestSimulator } from '@handoff/simulator-guest';
import type { VCenterSimulator } from '@handoff/simulator-vcenter';
import { systemClock, systemRandom } from '@handoff/time';
import { connectManagementCluster, startManagementCluster } from '../embedded/management-cluster.js';
import type { ManagementCluster, ManagementClusterOptions } from '../embedded/management-cluster.js';
import type { DelayName } from './delays.js';
import { definitions } from './services.js';
import { startVCenterSide } from './vcenter.js';
import type { VCenterChoice } from './vcenter.js';

export interface PlaneOptions {
  /** Certificates, kubeconfigs and copies of repositories are kept here. */
  readonly stateDirectory: string;
  readonly services: readonly ServiceName[];
  readonly log: Logger;
  /** Runs against this management cluster; embedded when absent. */
  readonly kubeconfig?: string | undefined;
  /** The bus; one inside this process when absent. The plane disposes of it. */
  readonly bus?: Bus | undefined;
  /** What replicas share; within this process when absent. */
  readonly redisUrl?: string | undefined;
  readonly delays: DelayName;
  /** OpenTelemetry's variables; no traces without an endpoint among them. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Starts the embedded API server somewhere else than in this thread. */
  readonly startServer?: ManagementClusterOptions['startServer'];
  /** Undefined: one is simulated on any free port on loopback. */
  readonly vcenter?: VCenterChoice;
  readonly source?: ((vcenter: VCenterSimulator | undefined) => Promise<Omit<GitSource, 'cacheDirectory'> | undefined>) | undefined;
}

/** CA keys made ahead of need: four authorities a cluster, and the admin's key. */
const KEYS_AHEAD = 10;

/** The whole management plane in one process. */
export interface Plane extends AsyncDisposable {
  readonly management: ManagementCluster;
  readonly bus: Bus;
  /** The bus, where it lives in this process. */
  readonly embeddedBus: InProcessBus | undefined;
  readonly coordination: Coordination;
  readonly vcenter: VCenterSimulator | undefined;
  readonly guests: GuestSimulator | undefined;
  readonly services: readonly RunningService[];
  /** Starts gitops-sync over a source that came to be after the others. */
  follow(source: Omit<GitSource, 'cacheDirectory'>): Promise<void>;
}

/** Starts everything, in the order in which each needs the one before; disposal stops it in reverse. */
export async function startPlane(options: PlaneOptions): Promise<Plane> {
  await using stack = new AsyncDisposableStack();
  const clock = systemClock;
  const random = systemRandom;
  const { log, stateDirectory } = options;
  const keys = stack.use(pregeneratedKeys({ ahead: KEYS_AHEAD }));
  const { vcenter, guests } = await startVCenterSide(options.vcenter, stack, options);
  const management = stack.use(options.kubeconfig === undefined
    ? await startManagementCluster({ directory: stateDirectory, clock, random, startServer: options.startServer })
    : await connectManagementCluster(options.kubeconfig));
  const bus = stack.use(options.bus ?? new InProcessBus(clock));
  const embeddedBus = bus instanceof InProcessBus ? bus : undefined;
  const coordination = stack.use(await openCoordination(options.redisUrl, { clock, random, log }));
  const surroundings = { transport: management.transport, bus, coordination, clock, random, log };
  const services: RunningService[] = [];
  const start = async (owner: AsyncDisposableStack, names: readonly ServiceName[], source: GitSource | undefined): Promise<void> => {
    for (const definition of definitions(names, { source, keys })) {
      const telemetry = owner.use(await openTraces(definition.name, options.environment ?? {}, log));
      services.push(owner.use(await startService(definition, { ...surroundings, telemetry })));
    }
  };
  const follow = (owner: AsyncDisposableStack, source: Omit<GitSource, 'cacheDirectory'>): Promise<void> =>
    start(owner, ['gitops-sync'], { ...source, cacheDirectory: join(stateDirectory, 'git', source.name) });
  await start(stack, options.services.filter((name) => name !== 'gitops-sync'), undefined);
  const source = await options.source?.(vcenter);
  if (source !== undefined && options.services.includes('gitops-sync')) await follow(stack, source);
  const owned = stack.move();
  return {
    management, bus, embeddedBus, coordination, vcenter, guests, services,
    follow: (later) => follow(owned, later),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
