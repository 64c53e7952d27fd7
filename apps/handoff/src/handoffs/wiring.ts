import { InProcessBus } from '@handoff/bus';
import { InProcessCoordination } from '@handoff/coordination';
import { catalogue } from '@handoff/events';
import type { EventType } from '@handoff/events';
import { KubeClient, Stores } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { silentLogger } from '@handoff/reconcile';
import type { ServiceDefinition } from '@handoff/service';
import { noTelemetry } from '@handoff/telemetry';
import { systemClock, systemRandom } from '@handoff/time';

/** Who hears an event: a controller of a service. */
export interface Hearer {
  readonly service: string;
  readonly controller: string;
}

/** Which controllers hear which event. */
export interface Wiring {
  readonly hearers: ReadonlyMap<EventType, readonly Hearer[]>;
}

/** Nothing is asked of it: services are built here and never started. */
const nowhere: ApiTransport = {
  server: 'nowhere',
  send: () => Promise.reject(new Error('services that are only looked at ask nothing')),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** Builds the services without starting them, and reads off their controllers who hears what. */
export async function wiringOf(services: readonly ServiceDefinition[]): Promise<Wiring> {
  const hearers = new Map<EventType, Hearer[]>(catalogue.map((event) => [event, []]));
  for (const service of services) {
    await using stack = new AsyncDisposableStack();
    const bus = stack.use(new InProcessBus(systemClock));
    const coordination = stack.use(new InProcessCoordination());
    const kube = new KubeClient(nowhere, service.name);
    const given = { clock: systemClock, random: systemRandom, log: silentLogger, telemetry: noTelemetry, wake: (): void => undefined };
    const stores = stack.use(new Stores({ client: kube, ...given, log: { unavailable: () => undefined, invalid: () => undefined } }));
    const { controllers, resources = [] } = service.build({ kube, stores, bus, coordination, ...given });
    for (const resource of resources) stack.use(resource);
    for (const { definition } of controllers) {
      for (const { event } of definition.hears ?? []) hearers.get(event)?.push({ service: service.name, controller: definition.name });
    }
  }
  return { hearers };
}
