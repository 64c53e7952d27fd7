import type { Kind, KubeObject, ObjectKey } from '@handoff/api';
import { InProcessBus } from '@handoff/bus';
import type { Coordination } from '@handoff/coordination';
import { handoff } from '@handoff/events';
import type { EventType } from '@handoff/events';
import { KubeClient } from '@handoff/kube';
import { referenceTo, silentLogger } from '@handoff/reconcile';
import type { Logger } from '@handoff/reconcile';
import { startService } from '@handoff/service';
import type { RunningService, Surroundings } from '@handoff/service';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the simulator
import { startVCenter } from '@handoff/simulator-vcenter';
// eslint-disable-next-line @nx/enforce-module-boundaries -- as above
import type { VCenterSimulator } from '@handoff/simulator-vcenter';
import { rfc3339, systemClock, systemRandom } from '@handoff/time';
import { capvService } from '../service.js';
import type { CapvOptions } from '../service.js';
import { cuttable, startManagementCluster } from './servers.js';

export const CONTROLLER_NAMESPACE = 'handoff-system';
export const TEMPLATE = 'ubuntu-2204-kube-v1.33.1';

/** A service that may be killed: what it does from then on does not arrive anywhere. */
export interface Killable extends RunningService {
  kill(): Promise<void>;
  /** Resolves when it has been killed right after so many writes to the API. */
  killAfter(writes: number): Promise<void>;
}

/** How one replica differs from a service that is alone. */
export interface Replica extends CapvOptions {
  readonly coordination?: Coordination;
  readonly election?: Surroundings['election'];
}

/** capv over a management cluster and a vCenter; a spec plays the other services. */
export interface Harness extends AsyncDisposable {
  readonly kube: KubeClient;
  readonly bus: InProcessBus;
  readonly vcenter: VCenterSimulator;
  /** Starts the service; again after the one before was stopped or killed. */
  readonly start: (log?: Logger, replica?: Replica) => Promise<Killable>;
  /** Rings as the object's owner would. */
  readonly ring: (event: EventType, kind: Kind, object: KubeObject, cluster: string) => Promise<void>;
  /** Resolves with the object as soon as it is as wanted. @throws what it was like when that takes longer than ten seconds */
  readonly until: <T extends KubeObject>(kind: Kind<T>, key: ObjectKey, wanted: (object: T) => boolean) => Promise<T>;
  /** Resolves when there is no such object any more. */
  readonly untilGone: (kind: Kind, key: ObjectKey) => Promise<void>;
  /** Has an object looked at again now, as it would be a while later anyway. */
  readonly touch: (kind: Kind, key: ObjectKey) => Promise<void>;
  /** Resolves when it holds. */
  readonly eventually: (what: string, holds: () => boolean) => Promise<void>;
}

const PATIENCE_MS = 10_000;
const LOOK_MS = 5;

export async function startHarness(): Promise<Harness> {
  await using stack = new AsyncDisposableStack();
  const { transport } = stack.use(await startManagementCluster());
  const vcenter = stack.use(await startVCenter({ templates: [TEMPLATE] }));
  const bus = stack.use(new InProcessBus(systemClock));
  const services = stack.use(new AsyncDisposableStack());
  const owned = stack.move();
  return {
    bus, vcenter,
    ...looks(new KubeClient(transport, 'spec')),
    async start(log = silentLogger, { coordination, election, ...options } = {}) {
      const own = cuttable(transport);
      const service = services.use(await startService(
        capvService({ namespace: CONTROLLER_NAMESPACE, ...options }),
        { transport: own, bus, coordination, election, clock: systemClock, random: systemRandom, log },
      ));
      const stop = async (): Promise<void> => { await service[Symbol.asyncDispose](); };
      return {
        name: service.name,
        get isReady() { return service.isReady; },
        lost: service.lost,
        [Symbol.asyncDispose]: stop,
        async kill() { own.cut(); await stop(); },
        async killAfter(writes) { await own.cutAfter(writes); await stop(); },
      };
    },
    ring: (event, kind, object, cluster) =>
      bus.publish(handoff(event, { about: referenceTo(kind, object), cluster }, { time: rfc3339(systemClock.now()) })),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Looks at the cluster again and again: a spec is no controller. */
function looks(kube: KubeClient): Pick<Harness, 'kube' | 'until' | 'untilGone' | 'touch' | 'eventually'> {
  return {
    kube,
    until: async <T extends KubeObject>(kind: Kind<T>, key: ObjectKey, wanted: (object: T) => boolean) => {
      const object = await poll(() => kube.get(kind, key), (found) => found !== undefined && wanted(found));
      if (object === undefined) throw new Error(`${kind.kind} ${key.name} is gone`);
      return object;
    },
    untilGone: async (kind, key) => { await poll(() => kube.get(kind, key), (found) => found === undefined); },
    touch: async (kind, key) => {
      const object = await kube.get(kind, key);
      if (object !== undefined) await kube.patch(kind, object, [{ op: 'add', path: '/metadata/labels/touched', value: object.metadata.resourceVersion }]);
    },
    eventually: async (what, holds) => { await poll(() => Promise.resolve(what), holds); },
  };
}

async function poll<T>(look: () => Promise<T>, wanted: (seen: T) => boolean): Promise<T> {
  const end = systemClock.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (wanted(seen)) return seen;
    if (systemClock.now() > end) throw new Error(`still not as wanted: ${JSON.stringify(seen, undefined, 1)}`);
    await systemClock.sleep(LOOK_MS);
  }
}
