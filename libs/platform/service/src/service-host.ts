import { JetStreamBus } from '@handoff/bus';
import type { BusTransport } from '@handoff/bus';
import { InProcessCoordination } from '@handoff/coordination';
import type { Handoff } from '@handoff/events';
import { KubeClient, observedTransport, Stores } from '@handoff/kube';
import { ControllerRuntime } from '@handoff/reconcile';
import type { Logger } from '@handoff/reconcile';
import { Metrics, noTelemetry } from '@handoff/telemetry';
import type { Telemetry } from '@handoff/telemetry';
import { asError } from '@handoff/time';
import type { ServiceDefinition, ServiceParts, Surroundings } from './definition.js';
import { Election } from './election.js';
import type { Leadership } from './election.js';

/** The life of one service: stores, then leadership, then work; at the end in reverse. */
export class ServiceHost implements AsyncDisposable {
  readonly #log: Logger;
  readonly #stop = new AbortController();
  /** Ends what only a leader does: with the service, or with its leadership. */
  readonly #work = new AbortController();
  readonly #kube: KubeClient;
  readonly #stores: Stores;
  readonly #parts: ServiceParts;
  readonly #runtimes = new Map<string, ControllerRuntime>();
  readonly #background = new Set<Promise<void>>();
  readonly #telemetry: Telemetry;
  readonly #gauges = new DisposableStack();
  #leadership: Leadership | undefined;
  #ready = false;
  #isWorking = false;

  constructor(readonly definition: ServiceDefinition, private readonly surroundings: Surroundings) {
    const { transport, clock, random, telemetry = noTelemetry, coordination = new InProcessCoordination() } = surroundings;
    const { bus } = surroundings;
    this.#telemetry = telemetry;
    this.#log = surroundings.log.child({ service: definition.name });
    this.#kube = new KubeClient(observedTransport(transport, telemetry, clock), `handoff-${definition.name}`);
    this.#stores = new Stores({ client: this.#kube, clock, random, log: this.#reflectorLog() });
    const context = {
      kube: this.#kube, stores: this.#stores, bus, clock, random, log: this.#log, telemetry, coordination,
      wake: (name: string, key: `${string}/${string}`, options?: { after?: number }): void => { this.#runtimes.get(name)?.wake(key, options); },
    };
    this.#parts = definition.build(context);
    const lease = { leftMs: (): number => this.#leadership?.leftMs() ?? Infinity };
    for (const controller of this.#parts.controllers) {
      this.#runtimes.set(controller.definition.name, new ControllerRuntime(controller, { ...context, lease }));
    }
    const gauge = (metric: typeof Metrics.leader, holds: () => boolean): unknown =>
      this.#gauges.use(telemetry.meter.gauge(metric, {}, () => Number(holds())));
    gauge(Metrics.leader, () => this.#isWorking && lease.leftMs() > 0);
    // Without NATS there is nothing to be connected to.
    if (bus instanceof JetStreamBus) gauge(Metrics.busConnected, () => bus.connected);
    gauge(Metrics.ready, () => this.#ready);
  }

  /** A handoff has been heard: how long it was on its way. Clocks of hosts differ: a little less than nothing is nothing. */
  heard({ event, time }: Handoff): void {
    const seconds = (this.surroundings.clock.now() - Date.parse(time)) / 1000;
    this.#telemetry.meter.observe(Metrics.handoffSeconds, { event: event.name }, Math.max(0, seconds));
  }

  /** True when stores are synced; a follower is ready too. */
  get isReady(): boolean {
    return this.#ready;
  }

  /** Binds what the controllers hear to the bus: what a service hears and what it does about it stand in one place. */
  bind(transport: BusTransport): void {
    for (const runtime of this.#runtimes.values()) {
      const events = new Set(runtime.definition.hears?.map((hearing) => hearing.event));
      for (const event of events) transport.hear(event, (handoff) => runtime.hear(handoff));
    }
  }

  /** Fills the stores; resolves when they are synced. */
  async prepare(): Promise<void> {
    for (const runtime of this.#runtimes.values()) runtime.watch();
    await this.#stores.synced();
    this.#ready = true;
  }

  /**
   * Leads at once or when the Lease is ours; only then does it hear, because what one replica has taken from the bus no other gets.
   * @returns a signal that aborts when leadership is lost
   */
  async lead(hear: () => Promise<unknown>): Promise<AbortSignal> {
    const { election, clock, random } = this.surroundings;
    if (election !== undefined) {
      const options = { kube: this.#kube, clock, random, log: this.#log, name: `handoff-${this.definition.name}`, ...election };
      this.#leadership = await new Election(options).lead(this.#stop.signal);
      if (this.#stop.signal.aborted) await this.#leadership[Symbol.asyncDispose](); // it came as we went
      this.#stop.signal.throwIfAborted();
      this.#leadership.lost.addEventListener('abort', () => { void this.#endWork(); }, { once: true });
    }
    await hear();
    this.#isWorking = true;
    for (const runtime of this.#runtimes.values()) runtime.lead();
    for (const work of this.#parts.background ?? []) this.#start(work);
    return this.#leadership?.lost ?? this.#work.signal;
  }

  /** The Lease is handed back when nothing is in work any more, so that two replicas never work at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ready = false;
    this.#stop.abort(new Error('the service was stopped'));
    await this.#endWork();
    for (const resource of this.#parts.resources ?? []) await resource[Symbol.asyncDispose]();
    await this.#leadership?.[Symbol.asyncDispose]();
    await this.#stores[Symbol.asyncDispose]();
    this.#gauges[Symbol.dispose]();
  }

  async #endWork(): Promise<void> {
    this.#isWorking = false;
    this.#work.abort(new Error('the service no longer leads'));
    await Promise.all([...this.#runtimes.values()].map((runtime) => runtime[Symbol.asyncDispose]()));
    await Promise.all(this.#background);
  }

  #start(work: (signal: AbortSignal) => Promise<void>): void {
    const running: Promise<void> = work(this.#work.signal)
      .catch((error: unknown) => {
        if (!this.#work.signal.aborted) this.#log.error({ error: asError(error).message }, 'background work ended');
      })
      .finally(() => this.#background.delete(running));
    this.#background.add(running);
  }

  #reflectorLog(): ConstructorParameters<typeof Stores>[0]['log'] {
    const quiet = (): boolean => this.#stop.signal.aborted;
    return {
      unavailable: (kind, error, retryInMs) => {
        if (!quiet()) this.#log.warn({ kind: kind.kind, error: error.message, retryInMs }, 'watch broke off');
      },
      invalid: (kind, error, object) => {
        this.#log.error({ kind: kind.kind, object: nameOf(object), error: error.message }, 'object does not have the shape of its kind; it is left out');
      },
    };
  }
}

/** Only the name: an object may hold secrets. */
function nameOf(object: unknown): unknown {
  const metadata = typeof object === 'object' && object !== null && 'metadata' in object ? object.metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : undefined;
}
