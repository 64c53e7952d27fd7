import { Cluster, clusterNameOf } from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import { Conflict, Gone, keyOfObject } from '@handoff/kube';
import type { Stores } from '@handoff/kube';
import { asError, jitter } from '@handoff/time';
import { conditionsOf, isTrue, PAUSED, pausedCondition, WAITING, waitingCondition } from './conditions.js';
import type { StatusIntent } from './conditions.js';
import type { Context, Definition, Phase } from './definition.js';
import type { Fact } from './facts.js';
import { Gated, mirroredCluster, whyGated } from './gate.js';
import type { Milestone } from './milestones.js';
import { Report } from './outcome.js';
import type { StatusGathering } from './status-gathering.js';
import type { StatusWriter } from './status-writer.js';

/** How long somebody waits before looking again at what nobody will ring for, in milliseconds. */
const LOOK_AGAIN_MS = 30_000;

/** The condition that people and their tools wait for, on every kind that has it. */
const AVAILABLE = 'Available';

/** What a reconcile leaves behind. */
export interface Outcome {
  /** The object as it is now; undefined when its finalizer went. */
  readonly object: KubeObject | undefined;
  readonly facts: readonly Fact[];
  readonly report: Report;
  /** The stages of its way, as far as it is; asked for only when somebody wants them. */
  readonly milestones?: (() => readonly Milestone[]) | undefined;
  /** Its Cluster, or it itself, is paused. */
  readonly isPaused?: boolean;
  /** Look again after so many milliseconds at the latest. */
  readonly again?: number | undefined;
  /** There is a status to write, which nobody acts on: it waits for more. */
  readonly isHeld?: boolean;
}

/** One reconcile of one object: gate, finalizer, observe, phases, status. */
export class Reconciler {
  readonly #awaited = new Map<string, string>();

  constructor(
    private readonly definition: Definition<KubeObject, unknown>,
    private readonly stores: Stores,
    private readonly status: StatusWriter,
    private readonly gathering: StatusGathering,
  ) {}

  /** @throws Conflict and Gone when the world moved on: the caller tries again */
  async reconcile(object: KubeObject, context: Context): Promise<Outcome> {
    const clusterName = this.clusterOf(object);
    const cluster = mirroredCluster(this.stores.mirror(Cluster).store, object, clusterName);
    const why = whyGated(object, clusterName, cluster, this.definition.gated !== false);
    if (why !== undefined) return this.#paused(object, why);
    return object.metadata.deletionTimestamp === undefined ? this.#normal(object, context) : this.#deleting(object, context);
  }

  clusterOf(object: KubeObject): string | undefined {
    return this.definition.clusterOf === undefined ? clusterNameOf(object) : this.definition.clusterOf(object);
  }

  forget(object: KubeObject): void {
    this.#awaited.delete(object.metadata.uid);
    this.gathering.nothing(object);
  }

  /** Paused: no write but the Paused condition, everything else stands as it was. */
  async #paused(object: KubeObject, why: string): Promise<Outcome> {
    const report = new Report();
    if (!this.#hasConditions(object)) return { object, facts: [], report, isPaused: true };
    const { conditions: _, ...fields } = statusFields(object);
    const foreign = new Set(this.definition.foreignConditions);
    const kept = conditionsOf(object).filter((entry) => entry.type !== PAUSED && !foreign.has(entry.type));
    const written = await this.status.write(object, { ...fields, conditions: [...kept, pausedCondition(true, why)] }, true);
    return { object: written, facts: [], report, isPaused: true };
  }

  async #normal(born: KubeObject, context: Context): Promise<Outcome> {
    const object = await this.#withFinalizer(born, context);
    const scope = await this.definition.observe(object, context);
    const report = new Report();
    for (const phase of this.definition.phases) await run(phase, scope, context, report);
    return this.#conclude(object, scope, report, context);
  }

  async #deleting(object: KubeObject, context: Context): Promise<Outcome> {
    const finalize = this.definition.finalize;
    const report = new Report();
    if (finalize === undefined || object.metadata.finalizers?.includes(finalize.finalizer) !== true) return { object, facts: [], report };
    const scope = await this.definition.observe(object, context);
    for (const phase of finalize.phases) {
      await run(phase, scope, context, report);
      if (report.blocker !== undefined) return this.#conclude(object, scope, report, context);
    }
    const index = object.metadata.finalizers.indexOf(finalize.finalizer);
    await context.kube.patch(this.definition.for, this.#latest(object), [{ op: 'test', path: `/metadata/finalizers/${String(index)}`, value: finalize.finalizer }, { op: 'remove', path: `/metadata/finalizers/${String(index)}` }]);
    return { object: undefined, facts: [], report };
  }

  async #withFinalizer(object: KubeObject, context: Context): Promise<KubeObject> {
    const finalizer = this.definition.finalize?.finalizer;
    const present = object.metadata.finalizers ?? [];
    if (finalizer === undefined || present.includes(finalizer)) return object;
    return context.kube.patch(this.definition.for, object, [
      present.length === 0
        ? { op: 'add', path: '/metadata/finalizers', value: [finalizer] }
        : { op: 'add', path: '/metadata/finalizers/-', value: finalizer },
    ]);
  }

  async #conclude(object: KubeObject, scope: unknown, report: Report, context: Context): Promise<Outcome> {
    const latest = this.#latest(object);
    const factsOf = (seen: KubeObject): readonly Fact[] => this.definition.handoffs?.(scope, report, seen) ?? [];
    const status = this.#statusNews(latest, scope, report, context);
    const heldMs = status === undefined
      ? this.gathering.nothing(latest)
      : this.#holdMs(latest, this.status.foresee(latest, status), factsOf, report);
    const written = status === undefined || heldMs > 0 ? latest : await this.status.send(latest, status);
    const milestones = (): readonly Milestone[] => this.definition.milestones?.(scope, written) ?? [];
    const isHeld = heldMs > 0;
    const lookAgain = again(report, context);
    const soonest = isHeld ? Math.min(lookAgain ?? heldMs, heldMs) : lookAgain;
    return { object: written, facts: factsOf(written), report, milestones, isHeld, again: soonest };
  }

  #statusNews(object: KubeObject, scope: unknown, report: Report, context: Context): Readonly<Record<string, unknown>> | undefined {
    if (this.definition.status === undefined) return undefined;
    const intent = this.definition.status(scope, report, context.clock.now());
    return this.status.news(object, complete(intent, report), this.#sameWait(object, report));
  }

  /** A failure is told at once, because somebody may look for it, and that something is available, because somebody may wait for it. */
  #holdMs(object: KubeObject, foreseen: KubeObject, factsOf: (seen: KubeObject) => readonly Fact[], report: Report): number {
    const isAwaited = report.failures.length > 0 || (isTrue(foreseen, AVAILABLE) && !isTrue(object, AVAILABLE));
    if (this.definition.gatherStatus === undefined || isAwaited) return this.gathering.nothing(object);
    return this.gathering.holdMs(object, factsOf(foreseen));
  }

  /** Phases may have written to the object: what they got back is in the store. */
  #latest(object: KubeObject): KubeObject {
    const stored = this.stores.view(this.definition.for)?.get(keyOfObject(object));
    return stored?.metadata.uid === object.metadata.uid ? stored : object;
  }

  #sameWait(object: KubeObject, report: Report): boolean {
    const awaited = report.blocker?.awaited ?? '';
    const known = this.#awaited.get(object.metadata.uid) ?? awaited;
    this.#awaited.set(object.metadata.uid, awaited);
    return known === awaited;
  }

  #hasConditions(object: KubeObject): boolean {
    return this.definition.status !== undefined && (conditionsOf(object).length > 0 || 'spec' in object) && this.definition.gated !== false;
  }
}

/** The object's own conditions, plus those that every object has. */
function complete(intent: StatusIntent, report: Report): StatusIntent {
  if (intent.conditions === undefined) return intent;
  const waiting = waitingCondition(report);
  const own = intent.conditions.filter((entry) => entry.type !== PAUSED && entry.type !== WAITING);
  return { ...intent, conditions: [...own, pausedCondition(false), ...(waiting === undefined ? [] : [waiting])] };
}

async function run(phase: Phase<unknown>, scope: unknown, context: Context, report: Report): Promise<void> {
  try {
    const wait = await phase(scope, context);
    if (wait !== undefined) report.waits.push({ phase: phase.name, ...wait });
  } catch (error) {
    if (error instanceof Conflict || error instanceof Gone || error instanceof Gated) throw error;
    report.fail(phase.name, asError(error));
  }
}

function again(report: Report, context: Context): number | undefined {
  const soonest = Math.min(...report.waits.map((wait) => wait.lookAgainMs ?? LOOK_AGAIN_MS));
  const terminal = report.failures.length > 0 ? LOOK_AGAIN_MS : Infinity;
  const wait = Math.min(soonest, terminal);
  return wait === Infinity ? undefined : jitter(context.random, wait, 0.1);
}

function statusFields(object: KubeObject): Readonly<Record<string, unknown>> {
  const status = 'status' in object ? object.status : undefined;
  return typeof status === 'object' && status !== null ? (status as Readonly<Record<string, unknown>>) : {};
}
