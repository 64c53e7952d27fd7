import { Cluster } from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import type { Handoff } from '@handoff/events';
import type { Bus } from '@handoff/bus';
import { Conflict, Gone, keyOfObject, namesOf, Unreachable } from '@handoff/kube';
import type { Change, Key, KubeClient, Store, Stores } from '@handoff/kube';
import { Metrics, noTelemetry, TRACEPARENT, traceparentOf } from '@handoff/telemetry';
import type { Telemetry } from '@handoff/telemetry';
import { asError } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';
import { Announcer } from './announcer.js';
import { contextOf } from './context.js';
import type { ContextParts } from './context.js';
import type { Controller, Definition } from './definition.js';
import { Doorbells } from './doorbells.js';
import type { Fact } from './facts.js';
import { FailureBackoff } from './failure-backoff.js';
import { Gated, isPausedCluster, mirroredCluster } from './gate.js';
import type { Lease } from './gate.js';
import { Instruments } from './instruments.js';
import type { Logger } from './logger.js';
import { MirrorWakes } from './mirror-wakes.js';
import { MirroredKinds } from './mirrored-kinds.js';
import { OwnWrites } from './own-writes.js';
import { Reconciler } from './reconciler.js';
import type { Outcome } from './reconciler.js';
import { StatusGathering } from './status-gathering.js';
import { StatusWriter } from './status-writer.js';
import { Priority, WorkQueue } from './work-queue.js';

/** What a controller needs of its surroundings. */
export interface RuntimeDeps {
  readonly kube: KubeClient;
  readonly stores: Stores;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** What is left of this replica's leadership; absent where nobody else could lead. */
  readonly lease?: Lease | undefined;
  /** Nobody is told unless it is given. */
  readonly telemetry?: Telemetry | undefined;
}

/** At once in work unless a definition says otherwise. */
const CONCURRENCY = 32;
/** How long what was closed to us stays so at least, in milliseconds: its opening is seen by the stores sooner. */
const GATED_MS = 1_000;
/** How long a shutdown waits for what is in work, in milliseconds; well within a Pod's 30 s of grace. */
const DRAIN_MS = 10_000;

/** Runs one controller: keeps its stores, turns doorbells, watches and timers into keys, and reconciles them. */
export class ControllerRuntime implements AsyncDisposable {
  readonly definition: Definition<KubeObject, unknown>;
  readonly #queue: WorkQueue;
  readonly #wakes: MirrorWakes;
  readonly #backoff = new FailureBackoff();
  readonly #doorbells: Doorbells;
  readonly #mirrored: MirroredKinds;
  readonly #ownWrites: OwnWrites;
  readonly #announcer: Announcer;
  readonly #reconciler: Reconciler;
  readonly #instruments: Instruments;
  readonly #depth: Disposable;
  readonly #parts: ContextParts;
  readonly #log: Logger;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #subscriptions: Disposable[] = [];
  #active = false;

  constructor({ definition }: Controller, private readonly deps: RuntimeDeps) {
    const { stores, bus, clock, telemetry = noTelemetry } = deps;
    this.definition = definition;
    const log = this.#log = deps.log.child({ controller: definition.name });
    const kube = deps.kube.as(definition.name);
    const foreign = new Set(definition.foreignConditions);
    this.#ownWrites = new OwnWrites(definition.for, kube, foreign, definition.finalize?.finalizer);
    this.#instruments = new Instruments(definition.name, telemetry, clock);
    this.#queue = new WorkQueue(clock, () => { this.#pump(); }, (waitedMs) => { this.#instruments.taken(waitedMs); });
    this.#depth = telemetry.meter.gauge(Metrics.queueDepth, { controller: definition.name }, () => this.#queue.size);
    this.#wakes = new MirrorWakes(clock, (key) => { this.#queue.add(key); });
    this.#doorbells = new Doorbells(stores, clock);
    this.#mirrored = new MirroredKinds(stores, this.#doorbells, (key) => { this.#wakes.saw(key); });
    const isUrgent = (object: KubeObject, facts: readonly Fact[]): boolean => this.#announcer.isUrgent(object, facts);
    const gathering = new StatusGathering(definition.gatherStatus ?? 0, clock, isUrgent);
    this.#reconciler = new Reconciler(definition, stores, new StatusWriter(definition.for, kube, clock, foreign), gathering);
    const clusterOf = (object: KubeObject): string | undefined => this.#reconciler.clusterOf(object);
    const traceOf = (object: KubeObject): string | undefined => this.#traceOf(object);
    this.#announcer = new Announcer({ kind: definition.for, bus, clock, log, clusterOf, traceOf, telemetry });
    const { signal } = this.#stop;
    this.#parts = { ...deps, definition, kube, log, clusterOf, signal, mirrored: this.#mirrored, doorbells: this.#doorbells };
  }

  get #own(): Store<KubeObject> {
    return this.deps.stores.mirror(this.definition.for).store;
  }

  /** Starts the stores that this controller reads; a follower needs no more than this. */
  watch(): void {
    const clusters = this.deps.stores.mirror(Cluster).store;
    this.#subscriptions.push(this.#own.onChange((change) => { this.#ownChanged(change); }));
    for (const { kind, keys, options } of this.definition.mirrors ?? []) {
      this.#mirrored.add(kind, (object) => keys(object, this.#own), options);
    }
    if (this.definition.gated !== false) this.#subscriptions.push(clusters.onChange((change) => { this.#clusterChanged(change); }));
  }

  /** Begins to reconcile: everything that is there, behind what happens now. Stores must be synced. */
  lead(): void {
    this.#active = true;
    for (const object of this.#own.list()) this.#queue.add(keyOfObject(object), { priority: Priority.low });
    this.#pump();
  }

  /** A doorbell of this controller's `hears`: queues the keys that it is for. Resolves when they are queued. */
  hear(message: Handoff): Promise<void> {
    for (const hearing of this.definition.hears ?? []) {
      if (hearing.event.name !== message.event.name) continue;
      for (const key of hearing.keys(message.data.about, this.#own, message.data.cluster)) {
        this.#doorbells.rang(key, message.data.about);
        this.#instruments.rang(key, message);
        this.#queue.add(key, { after: hearing.gather ?? 0 });
      }
    }
    return Promise.resolve();
  }

  /** Queues a key: for what no doorbell and no store tells of, such as a vCenter's push. */
  wake(key: Key, options: { after?: number } = {}): void {
    this.#queue.add(key, options);
  }

  /** No more is begun; what is in work ends, within ten seconds. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#active = false;
    this.#stop.abort(new Error('the controller was stopped'));
    this.#queue.clear();
    this.#depth[Symbol.dispose]();
    this.#wakes.stop();
    this.#mirrored[Symbol.dispose]();
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
    const drained = new AbortController();
    const budget = this.deps.clock.sleep(DRAIN_MS, drained.signal).catch(() => undefined);
    await Promise.race([Promise.all(this.#running), budget]);
    drained.abort();
  }

  #concerns(object: KubeObject): boolean {
    return this.definition.concerns?.(object) ?? true;
  }

  #ownChanged(change: Change<KubeObject>): void {
    const key = keyOfObject(change.object);
    if (!this.#concerns(change.object)) return;
    if (change.type === 'deleted') this.#ownGone(key, change.object);
    else if (this.#ownWrites.isNews(key, change)) this.#queue.add(key);
  }

  /** The object is gone: its owner rings that. Replaced by another of its name, the key is queued by that one's arrival. */
  #ownGone(key: Key, object: KubeObject): void {
    this.#backoff.forget(key);
    this.#ownWrites.forget(key);
    this.#reconciler.forget(object);
    this.#instruments.forget(key, object);
    if (this.#active) void this.#announcer.gone(object, this.definition.gone);
  }

  /** A Cluster was paused, resumed, came to be or went: its objects look at once. */
  #clusterChanged({ type, object, previous }: Change<Cluster>): void {
    if (type === 'modified' && previous !== undefined && isPausedCluster(previous) === isPausedCluster(object)) return;
    for (const own of this.#own.list(object.metadata.namespace)) {
      if (this.#reconciler.clusterOf(own) === object.metadata.name) this.#queue.add(keyOfObject(own));
    }
  }

  #pump(): void {
    const limit = this.definition.concurrency ?? CONCURRENCY;
    while (this.#active && this.#running.size < limit) {
      const key = this.#queue.take();
      if (key === undefined) return;
      const work: Promise<void> = this.#work(key).finally(() => {
        this.#running.delete(work);
        if (this.#ownWrites.ends(key) && this.#active) this.#queue.add(key);
        this.#queue.done(key);
        this.#pump();
      });
      this.#running.add(work);
    }
  }

  async #work(key: Key): Promise<void> {
    this.#ownWrites.begins(key);
    try {
      await this.#doorbells.catchUp(key, this.#parts.kube);
      this.#wakes.begins(key);
      const object = this.#own.get(key);
      if (object === undefined || !this.#concerns(object)) return;
      await this.#reconcile(key, object);
    } catch (error) {
      this.#failed(key, asError(error));
    }
  }

  async #reconcile(key: Key, object: KubeObject): Promise<void> {
    const trace = this.#traceOf(object);
    // What is made in an operation is part of it, whoever makes it.
    const kube = trace === undefined ? this.#parts.kube : this.#parts.kube.annotating({ [TRACEPARENT]: trace });
    await this.#instruments.reconcile(key, object, trace, async () => {
      const outcome = await this.#reconciler.reconcile(object, contextOf(object, { ...this.#parts, kube }));
      await this.#settle(key, outcome);
      return outcome;
    });
  }

  /** The operation that brought the object: its own from birth, else its Cluster's. */
  #traceOf(object: KubeObject): string | undefined {
    const own = traceparentOf(object);
    if (own !== undefined) return own;
    const cluster = mirroredCluster(this.deps.stores.mirror(Cluster).store, object, this.#reconciler.clusterOf(object));
    return cluster === undefined ? undefined : traceparentOf(cluster);
  }

  async #settle(key: Key, { object, facts, report, again, isHeld }: Outcome): Promise<void> {
    for (const { phase, error } of report.failures) {
      this.#log.warn({ ...namesOf(key), phase, error: error.message, code: error.name }, 'phase failed');
    }
    // Of a status that is not written yet only people are told: who wakes for it would not find it.
    if (object !== undefined) await (isHeld === true ? this.#announcer.tell(object, facts) : this.#announcer.announce(object, facts));
    if (report.failures.some(({ retryable }) => retryable)) {
      this.#queue.add(key, { after: this.#backoff.next(key) });
      return;
    }
    this.#backoff.forget(key);
    if (again !== undefined) this.#queue.add(key, { after: again });
  }

  /** The reconcile itself broke off. The world moved on: try again soon. Paused: wait for the Cluster. Else: back off. */
  #failed(key: Key, error: Error): void {
    if (this.#stop.signal.aborted) return;
    if (error instanceof Gated) {
      this.#log.info({ ...namesOf(key), why: error.message }, 'paused before a step that cannot be taken back');
      this.#queue.add(key, { after: GATED_MS });
      return;
    }
    const expected = error instanceof Conflict || error instanceof Gone || error instanceof Unreachable;
    const fields = { ...namesOf(key), error: error.message, stack: expected ? undefined : error.stack };
    this.#log[expected ? 'debug' : 'error'](fields, 'reconcile broke off');
    this.#queue.add(key, { after: this.#backoff.next(key) });
  }
}
