import { customResourceDefinitions } from '@handoff/api';
import type { Kind, KubeObject, ObjectKey } from '@handoff/api';
import { InProcessBus } from '@handoff/bus';
import { inProcessTransport, KubeClient } from '@handoff/kube';
import { silentLogger } from '@handoff/reconcile';
import { startService } from '@handoff/service';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the simulator
import { createStore } from '@handoff/simulator-kube-apiserver';
import { seededRandom, VirtualClock } from '@handoff/time';
import { ipamService } from '../service.js';

/** The service over a management cluster, in virtual time; a spec plays users and the other services. */
export interface Harness extends AsyncDisposable {
  readonly kube: KubeClient;
  readonly bus: InProcessBus;
  readonly clock: VirtualClock;
  /** Resolves with the object as soon as it is as wanted, and passes time meanwhile. @throws what it was like after so many ms */
  until<T extends KubeObject>(kind: Kind<T>, key: ObjectKey, wanted: (object: T) => boolean, withinMs?: number): Promise<T>;
  untilGone(kind: Kind, key: ObjectKey, withinMs?: number): Promise<void>;
}

const STEP_MS = 20;

export async function startHarness(): Promise<Harness> {
  await using stack = new AsyncDisposableStack();
  const clock = new VirtualClock();
  const store = stack.use(createStore({ crds: customResourceDefinitions(), clock, random: seededRandom(1) }));
  const transport = inProcessTransport(store);
  const bus = stack.use(new InProcessBus(clock));
  stack.use(await startService(ipamService(), { transport, bus, clock, random: seededRandom(2), log: silentLogger }));
  const kube = new KubeClient(transport, 'spec');
  const owned = stack.move();
  const look = async <T extends KubeObject>(
    kind: Kind<T>, key: ObjectKey, isIt: (object: T | undefined) => boolean, withinMs = 1_000,
  ): Promise<T | undefined> => {
    const end = clock.now() + withinMs;
    for (;;) {
      await clock.advance(0);
      const found = await kube.get(kind, key);
      if (isIt(found)) return found;
      if (clock.now() >= end) throw new Error(`not as wanted after ${String(withinMs)} ms: ${JSON.stringify(found, undefined, 1)}`);
      await clock.advance(STEP_MS);
    }
  };
  return {
    kube, bus, clock,
    until: async (kind, key, wanted, withinMs) =>
      kind.parse(await look(kind, key, (object) => object !== undefined && wanted(object), withinMs)),
    untilGone: async (kind, key, withinMs) => { await look(kind, key, (object) => object === undefined, withinMs); },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
