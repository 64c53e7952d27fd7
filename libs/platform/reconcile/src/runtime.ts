import { isDeepStrictEqual } from 'node:util';
import { Cluster } from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import { handoff } from '@handoff/events';
import type { Handoff } from '@handoff/events';
import type { Bus } from '@handoff/bus';
import { Conflict, Gone, keyOf, keyOfObject, namesOf, Unreachable, versionOf } from '@handoff/kube';
import type { Change, Key, KubeClient, MirrorOptions, Reflector, Store, Stores } from '@handoff/kube';
import { traceparentOf } from '@handoff/telemetry';
import { asError, rfc3339 } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';
import { conditionsOf } from './conditions.js';
import type { Context, Controller, Definition } from './definition.js';
import { Doorbells } from './doorbells.js';
import { Announced, referenceTo } from './facts.js';
import type { Fact } from './facts.js';
import { FailureBackoff } from './failure-backoff.js';
import { assertOpen, Gated } from './gate.js';
import type { Logger } from './logger.js';
import { MirrorWakes } from './mirror-wakes.js';
import { Reconciler } from './reconciler.js';
import type { Outcome } from './reconciler.js';
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
}

/** At once in work unless a definition says otherwise. */
const CONCURRENCY = 32;
/** After a start older facts do not ring: the mirrors have done their work, in milliseconds. */
const FACT_AGE_MS = 120_000;

/** Runs one controller: keeps its stores, turns doorbells, watches and timers into keys, and reconciles them. */
export class ControllerRuntime implements AsyncDisposable {
  readonly definition: Definition<KubeObject, unknown>;
  readonly #queue: WorkQueue;
  readonly #wakes: MirrorWakes;
  readonly #backoff = new FailureBackoff();
  readonly #announced = new Announced();
  readonly #doorbells: Doorbells;
  readonly #reconciler: Reconciler;
  readonly #kube: KubeClient;
  readonly #log: Logger;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #subscriptions: Disposable[] = [];
  readonly #ownWrites = new Map<Key, number>();
  readonly #mirrored = new Set<string>();
  #active = false;

  constructor(controller: Controller, private readonly deps: RuntimeDeps) {
    this.definition = controller.definition;
    this.#log = deps.log.child({ controller: this.definition.name });
    this.#kube = deps.kube.as(this.definition.name);
    this.#kube.onWrite((kind, object) => { if (kind.kind === this.definition.for.kind) this.#ownWrites.set(keyOfObject(object), versionOf(object)); });
    this.#queue = new WorkQueue(deps.clock, () => { this.#pump(); });
    this.#wakes = new MirrorWakes(deps.clock, (key) => { this.#queue.add(key); });
    this.#doorbells = new Doorbells(deps.stores, deps.clock);
    const status = new StatusWriter(this.definition.for, this.#kube, deps.clock, new Set(this.definition.foreignConditions));
    this.#reconciler = new Reconciler(this.definition, deps.stores, status);
  }

  get #own(): Store<KubeObject> {
    return this.deps.stores.mirror(this.definition.for).store;
  }

  /** Starts the stores that this controller reads; a follower needs no more than this. */
  watch(): void {
    const { stores } = this.deps;
    stores.mirror(Cluster);
    this.#subscriptions.push(stores.mirror(this.definition.for).store.onChange((change) => { this.#ownChanged(change); }));
    for (const mirror of this.definition.mirrors ?? []) this.#mirror(mirror.kind, (object) => mirror.keys(object, this.#own), mirror.options);
    if (this.definition.gated !== false) {
      this.#subscriptions.push(stores.mirror(Cluster).store.onChange((change) => { this.#clusterChanged(change); }));
    }
  }

  #mirror<M extends KubeObject>(kind: Kind<M>, keys: (object: M) => Iterable<Key>, options: MirrorOptions<M>): Reflector<M> {
    const reflector = this.deps.stores.mirror(kind, options);
    if (this.#mirrored.has(nameOf(kind))) return reflector;
    this.#mirrored.add(nameOf(kind));
    this.#doorbells.brings(kind);
    this.#subscriptions.push(reflector.store.onChange((change) => {
      if (change.origin !== 'list') for (const key of keys(change.object)) this.#wakes.saw(key);
    }));
    return reflector;
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
        this.#queue.add(key, { after: hearing.gather ?? 0 });
      }
    }
    return Promise.resolve();
  }

  /** Queues a key: for what no doorbell and no store tells of, such as a vCenter's push. */
  wake(key: Key, options: { after?: number } = {}): void {
    this.#queue.add(key, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#active = false;
    this.#stop.abort();
    this.#queue.clear();
    this.#wakes.stop();
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
    await Promise.all(this.#running);
  }

  #ownChanged(change: Change<KubeObject>): void {
    const key = keyOfObject(change.object);
    if (change.type === 'deleted') this.#ownGone(key, change.object);
    else if (!this.#isOwnEcho(key, change)) this.#queue.add(key);
  }

  /** What this controller wrote itself, with nothing of others in between, is no news to it. */
  #isOwnEcho(key: Key, { object, previous }: Change<KubeObject>): boolean {
    if (this.#ownWrites.get(key) !== versionOf(object)) return false;
    return previous !== undefined && isDeepStrictEqual(this.#inputs(previous), this.#inputs(object));
  }

  /** What a reconcile of the object decides on. */
  #inputs(object: KubeObject): unknown {
    const { generation, deletionTimestamp, labels, annotations, finalizers, ownerReferences } = object.metadata;
    const foreign = conditionsOf(object).filter((entry) => this.definition.foreignConditions?.includes(entry.type));
    return [generation, deletionTimestamp, labels, annotations, finalizers, ownerReferences, foreign];
  }

  /** The object is gone: its owner rings that. Replaced by another of its name, the key is queued by that one's arrival. */
  #ownGone(key: Key, object: KubeObject): void {
    this.#backoff.forget(key);
    this.#ownWrites.delete(key);
    this.#announced.forget(object.metadata.uid);
    this.#reconciler.forget(object);
    const event = this.definition.gone;
    if (event !== undefined && this.#active) void this.#ring(object, { event, digest: '' });
  }

  /** A Cluster was paused, resumed or came to be: its objects look at once. */
  #clusterChanged({ object, previous }: Change<Cluster>): void {
    const isPaused = (cluster: Cluster | undefined): boolean | undefined => cluster === undefined ? undefined : cluster.spec.paused === true;
    if (previous !== undefined && isPaused(previous) === isPaused(object) && previous.metadata.annotations === object.metadata.annotations) return;
    if (previous !== undefined && isPaused(previous) === isPaused(object)) return;
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
        this.#queue.done(key);
        this.#pump();
      });
      this.#running.add(work);
    }
  }

  async #work(key: Key): Promise<void> {
    this.#wakes.begins(key);
    try {
      await this.#doorbells.catchUp(key, this.#kube);
      const object = this.#own.get(key);
      if (object === undefined) return;
      await this.#settle(key, await this.#reconciler.reconcile(object, this.#context(object)));
    } catch (error) {
      this.#failed(key, asError(error));
    }
  }

  async #settle(key: Key, outcome: Outcome): Promise<void> {
    const retryable = outcome.report.failures.filter((failure) => failure.retryable);
    for (const { phase, error } of outcome.report.failures) {
      this.#log.warn({ ...namesOf(key), phase, error: error.message, code: error.name }, 'phase failed');
    }
    if (outcome.object !== undefined) await this.#announce(outcome.object, outcome.facts);
    if (retryable.length > 0) {
      this.#queue.add(key, { after: this.#backoff.next(key) });
      return;
    }
    this.#backoff.forget(key);
    if (outcome.again !== undefined) this.#queue.add(key, { after: outcome.again });
  }

  /** The reconcile itself broke off. The world moved on: try again at once. Paused: wait for the Cluster. Else: back off. */
  #failed(key: Key, error: Error): void {
    if (this.#stop.signal.aborted) return;
    if (error instanceof Gated) {
      this.#log.info({ ...namesOf(key), why: error.message }, 'paused before a step that cannot be taken back');
      this.#queue.add(key, { after: 1000 });
      return;
    }
    const expected = error instanceof Conflict || error instanceof Gone || error instanceof Unreachable;
    this.#log[expected ? 'debug' : 'error']({ ...namesOf(key), error: error.message, stack: expected ? undefined : error.stack }, 'reconcile broke off');
    this.#queue.add(key, { after: this.#backoff.next(key) });
  }

  /** Rings for what is news. After a start, what is older than two minutes has been heard or mirrored already. */
  async #announce(object: KubeObject, facts: readonly Fact[]): Promise<void> {
    const { uid } = object.metadata;
    const isOld = this.#announced.isNew(uid) && this.deps.clock.now() - lastChange(object) > FACT_AGE_MS;
    for (const entry of this.#announced.news(uid, facts)) {
      if (isOld || await this.#ring(object, entry)) this.#announced.record(uid, entry);
    }
  }

  async #ring(object: KubeObject, { event, reason, message }: Fact): Promise<boolean> {
    const data = {
      about: referenceTo(this.definition.for, object),
      cluster: this.#reconciler.clusterOf(object),
      reason, message,
    };
    try {
      await this.deps.bus.publish(handoff(event, data, { time: rfc3339(this.deps.clock.now()), traceparent: traceparentOf(object) }));
      return true;
    } catch (error) {
      // The hearers' mirrors will see it two seconds later; the fact rings with the next reconcile.
      this.#log.debug({ event: event.name, error: asError(error).message }, 'handoff not rung');
      return false;
    }
  }

  #context(object: KubeObject): Context {
    const { stores, clock, random } = this.deps;
    const { definition } = this;
    const kube = this.#kube;
    const ownKey = keyOfObject(object);
    const isMirrored = (kind: Kind): boolean => nameOf(kind) === nameOf(definition.for) || nameOf(kind) === nameOf(Cluster) || this.#mirrored.has(nameOf(kind));
    return {
      kube, stores, clock, random,
      log: this.#log.child({ ...namesOf(ownKey) }),
      signal: this.#stop.signal,
      cached: (kind) => {
        if (!isMirrored(kind)) throw new TypeError(`controller ${definition.name} does not mirror ${kind.kind}`);
        return stores.mirror(kind).store;
      },
      read: async (kind, key) => {
        const mirrored = isMirrored(kind) ? stores.view(kind)?.get(keyOf(key)) : undefined;
        return mirrored ?? kube.get(kind, key, { atLeast: this.#doorbells.bound(kind, key) });
      },
      mirror: async (kind, keys, options = {}) => {
        const reflector = this.#mirror(kind, keys, options);
        await reflector.synced();
        return reflector.store;
      },
      gate: () => assertOpen(kube, definition.for, object, this.#reconciler.clusterOf(object), definition.gated !== false),
    };
  }
}

/** When the object last changed as far as it tells: its birth, its deletion, or a condition's flip. */
function lastChange(object: KubeObject): number {
  const times = [object.metadata.creationTimestamp, object.metadata.deletionTimestamp, ...conditionsOf(object).map((entry) => entry.lastTransitionTime)];
  return Math.max(0, ...times.map((time) => (time === undefined ? 0 : Date.parse(time))));
}

const nameOf = (kind: Kind): string => `${kind.kind}.${kind.group}`;
