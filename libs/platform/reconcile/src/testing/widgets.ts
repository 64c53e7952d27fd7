import { Cluster, Conditions, crdOf, defineKind } from '@handoff/api';
import type { KindObject } from '@handoff/api';
import { InProcessBus } from '@handoff/bus';
import { inProcessTransport, KubeClient, observedTransport, Stores } from '@handoff/kube';
import type { ApiRequest, ApiTransport } from '@handoff/kube';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the simulator
import { createStore } from '@handoff/simulator-kube-apiserver';
import { noTelemetry } from '@handoff/telemetry';
import { seededRandom, VirtualClock } from '@handoff/time';
import { z } from 'zod';
import { controller } from '../definition.js';
import type { Definition } from '../definition.js';
import type { Lease } from '../gate.js';
import { silentLogger } from '../logger.js';
import { ControllerRuntime } from '../runtime.js';

/** A kind that exists in specs alone. */
export const Widget = defineKind({
  group: 'example.test', version: 'v1', kind: 'Widget', plural: 'widgets', description: 'Something to reconcile.',
  spec: z.object({ clusterName: z.string().optional(), size: z.int() }),
  status: z.object({ size: z.int().optional(), note: z.string().optional(), conditions: Conditions }).partial(),
});
export type Widget = KindObject<typeof Widget>;

/** What it is made of, and another controller drives. */
export const Part = defineKind({
  group: 'example.test', version: 'v1', kind: 'Part', plural: 'parts', description: 'Something to look at.',
  spec: z.object({ widget: z.string(), ready: z.boolean().optional() }), status: z.object({ conditions: Conditions }).partial(),
});
export type Part = KindObject<typeof Part>;

export const NAMESPACE = 'default';
export const FINALIZER = 'example.test/widget';

/** One controller of Widgets over an API server, in virtual time. */
export interface World extends AsyncDisposable {
  readonly clock: VirtualClock;
  readonly bus: InProcessBus;
  readonly runtime: ControllerRuntime;
  /** What a user, or another controller, does. */
  readonly kube: KubeClient;
  /** What the controller wrote so far: method and path of each request. */
  readonly writes: string[];
  /** Watches bring nothing from now on, until they are to go on. */
  hold(isHeld: boolean): void;
  /** Watches break off, and what happened meanwhile cannot be told any more. */
  loseHistory(): void;
  widget(): Promise<Widget>;
}

export interface WidgetScope {
  readonly widget: Widget;
}

type Definable = Partial<Definition<Widget, WidgetScope>>;

/** Starts a controller; what the definition leaves out does nothing. */
export async function startWorld(
  definition: Definable = {}, before?: (kube: KubeClient, clock: VirtualClock) => Promise<void>, lease?: Lease, telemetry = noTelemetry,
): Promise<World> {
  const clock = new VirtualClock();
  const server = createStore({ clock, random: seededRandom(1), crds: [Cluster, Widget, Part].map(crdOf), historyWindow: 100 });
  const steady = inProcessTransport(server);
  const wire = new Wire(steady);
  const bus = new InProcessBus(clock);
  const kube = new KubeClient(steady, 'user');
  await before?.(kube, clock);
  const client = new KubeClient(observedTransport(wire, telemetry, clock), 'service');
  const log = { unavailable: () => undefined, invalid: () => undefined };
  const stores = new Stores({ client, clock, random: seededRandom(2), log });
  const deps = { kube: client, stores, bus, clock, random: seededRandom(3), log: silentLogger, lease, telemetry };
  const runtime = new ControllerRuntime(controller<Widget, WidgetScope>({
    name: 'widget', for: Widget, observe: (widget) => Promise.resolve({ widget }), phases: [], ...definition,
  }), deps);
  runtime.watch();
  await clock.advance(0);
  runtime.lead();
  await clock.advance(0);
  return {
    clock, bus, runtime, kube, writes: wire.writes,
    hold: (isHeld) => { wire.hold(isHeld); },
    loseHistory: () => { wire.loseHistory(); },
    widget: async () => Widget.parse(await kube.get(Widget, { namespace: NAMESPACE, name: 'w' })),
    async [Symbol.asyncDispose]() {
      wire.hold(false);
      await runtime[Symbol.asyncDispose]();
      await stores[Symbol.asyncDispose]();
      server[Symbol.dispose]();
    },
  };
}

/** Counts writes, and does to watches what networks do to them. */
class Wire implements ApiTransport {
  readonly server = 'wire';
  readonly writes: string[] = [];
  #held = Promise.withResolvers<undefined>();
  #cut = Promise.withResolvers<'cut'>();
  #isLost = false;

  constructor(private readonly inner: ApiTransport) {
    this.#held.resolve(undefined);
  }

  hold(isHeld: boolean): void {
    this.#held.resolve(undefined);
    if (isHeld) this.#held = Promise.withResolvers();
  }

  loseHistory(): void {
    this.#isLost = true;
    this.#cut.resolve('cut');
    this.#cut = Promise.withResolvers();
  }

  async send(request: ApiRequest): ReturnType<ApiTransport['send']> {
    if (request.method !== 'GET') this.writes.push(`${request.method} ${request.path.replace(/\?.*/, '').replace(/^.*\/default\//, '')}`);
    const response = await this.inner.send(request);
    if (request.isEndless !== true) {
      this.#isLost &&= !request.path.includes('limit=');
      return response;
    }
    if (this.#isLost) return { ...response, status: 410, text: () => Promise.resolve('{}') };
    return { ...response, lines: () => this.#lines(response.lines(), this.#cut.promise) };
  }

  async* #lines(lines: AsyncIterable<string>, cut: Promise<'cut'>): AsyncIterable<string> {
    const source = lines[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([source.next(), cut]);
      if (next === 'cut' || next.done === true) return;
      const held = await Promise.race([this.#held.promise, cut]);
      if (held === 'cut') return;
      yield next.value;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

export const newWidget = (kube: KubeClient, spec: Partial<Widget['spec']> = {}, metadata: Record<string, unknown> = {}): Promise<Widget> =>
  kube.create(Widget, { metadata: { name: 'w', namespace: NAMESPACE, ...metadata }, spec: { size: 1, ...spec } });

export const newPart = (kube: KubeClient, name = 'p'): Promise<Part> =>
  kube.create(Part, { metadata: { name, namespace: NAMESPACE }, spec: { widget: 'w' } });
