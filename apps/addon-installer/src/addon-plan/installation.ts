import { isDeepStrictEqual } from 'node:util';
import type { ObjectKey } from '@handoff/api';
import { DecorrelatedJitter } from '@handoff/kube';
import type { Logger } from '@handoff/reconcile';
import { asError } from '@handoff/time';
import type { Clock, Random, Timer } from '@handoff/time';
import { isSecret, manifestsIn } from '../manifests/resource.js';
import { applyManifests } from '../workload/apply.js';
import type { Workload, Workloads } from '../workload/workload.js';
import { awaitedBy } from './gates.js';
import type { Step, Target } from './target.js';
import { WorkloadViews } from './workload-views.js';

/** The first wait after a failure, in milliseconds: a kind whose CRD was applied a moment ago is served by then. */
const FIRST_RETRY_MS = 50;

/** How far an installation is. */
export interface Progress {
  /** How many steps are finished. */
  readonly done: number;
  /** The step at work; absent when all are finished. */
  readonly step?: string | undefined;
  readonly reason: string;
  /** What is waited for, or what failed; after the last step: what does not hold (any more), else empty. */
  readonly message: string;
  /** The step, or the look at a finished cluster, failed: it is tried again. */
  readonly failed: boolean;
}

/** What a step went through: its manifests were applied, its gates opened. */
export interface Stage {
  readonly step: string;
  readonly name: 'install' | 'wait for';
  readonly from: number;
  readonly to: number;
}

export interface InstallationDeps {
  readonly workloads: Workloads;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Nothing may be written now: the plan or the cluster is paused. */
  readonly isHeld: () => boolean;
  /** The progress is another one now. */
  readonly changed: () => void;
  /** A step got so far, and how long that took, in milliseconds since the epoch. */
  readonly told: (stage: Stage) => void;
}

/**
 * Brings one cluster through the steps of one plan, by itself: a cluster that does not answer holds no other up. It looks when its
 * target or anything that its gates watch changes; only after a failure does it look again by time. Nothing here has to outlive the
 * process: what is applied again changes nothing, and the plan's status tells which steps had been finished.
 */
export class Installation implements AsyncDisposable {
  readonly #views: WorkloadViews;
  readonly #backoff: DecorrelatedJitter;
  readonly #applied = new Map<string, string>();
  readonly #finished = new Map<string, string>();
  /** When the manifests of a step were there; until its gates have opened. */
  readonly #waiting = new Map<string, number>();
  #finishedBefore: ReadonlySet<string>;
  #target: Target | undefined;
  #wasHeld = false;
  #told: { readonly target: Target; readonly progress: Progress } | undefined;
  #retry: Timer | undefined;
  #work = Promise.resolve();
  #isLooking = false;
  #again = false;
  readonly #stop = new AbortController();

  /** @param finishedBefore the steps that an earlier process finished: they are applied again, but hold nothing up */
  constructor(private readonly deps: InstallationDeps, private readonly cluster: ObjectKey, finishedBefore: readonly string[]) {
    this.#finishedBefore = new Set(finishedBefore);
    this.#backoff = new DecorrelatedJitter(deps.random, FIRST_RETRY_MS);
    this.#views = new WorkloadViews({
      clock: deps.clock, random: deps.random,
      changed: () => { this.#look(); },
      unavailable: (error) => { void deps.workloads.learnFrom(cluster, error).then(() => { this.#look(); }); },
    });
  }

  /** Undefined until the first look at these steps is over. */
  get progress(): Progress | undefined {
    const told = this.#told;
    return told !== undefined && told.target.stepsDigest === this.#target?.stepsDigest ? told.progress : undefined;
  }

  /** From now on this is the goal. Looks at once when it is another one, or when a pause kept it from looking. */
  pursue(target: Target): void {
    const isNews = this.#target?.digest !== target.digest;
    this.#target = target;
    for (const { name, digest } of target.steps) if (this.#finishedBefore.has(name)) this.#finished.set(name, digest);
    this.#finishedBefore = new Set();
    if (isNews || this.#wasHeld) this.#look();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#retry?.[Symbol.dispose]();
    await this.#work;
    await this.#views[Symbol.asyncDispose]();
  }

  #look(): void {
    this.#again = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#work = this.#looks();
  }

  async #looks(): Promise<void> {
    while (this.#again && !this.#isStopped()) {
      this.#again = false;
      await this.#once();
    }
    this.#isLooking = false;
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #once(): Promise<void> {
    const { workloads, clock, isHeld } = this.deps;
    const target = this.#target;
    this.#wasHeld = isHeld();
    if (target === undefined || this.#wasHeld) return;
    this.#retry?.[Symbol.dispose]();
    try {
      const { client, discovery } = await workloads.open(this.cluster);
      const workload = { client: client.as(client.manager, this.#stop.signal), discovery };
      await this.#views.begin(workload.client);
      const progress = await this.#advance(target, workload);
      await this.#views.end();
      this.#backoff.reset();
      if (!this.#views.isFilling || this.#views.problem !== undefined) this.#tell(target, progress);
    } catch (thrown) {
      const error = asError(thrown);
      await workloads.learnFrom(this.cluster, error);
      this.#tell(target, this.#failure(target, error));
      if (!isTerminal(error) && !this.#isStopped()) this.#retry = clock.after(this.#backoff.next(), () => { this.#look(); });
    }
  }

  /** Goes as far as it can. @throws what kept a step from being applied */
  async #advance(target: Target, workload: Workload): Promise<Progress> {
    for (const step of target.steps) {
      const missing = step.manifests.find(({ reference, resource }) => resource === undefined && !reference.optional)?.reference;
      if (missing !== undefined) {
        return this.#at(target, 'WaitingForManifests', `${missing.kind} ${missing.name} with the manifests of step ${step.name} is not there: apply it to namespace ${this.cluster.namespace ?? ''}`);
      }
      await this.#apply(step, workload);
      if (this.#isFinished(step)) continue;
      const awaited = await this.#awaited([step], target, workload);
      if (awaited !== '') return this.#at(target, 'WaitingForAddon', awaited);
      if (this.#views.isFilling) return this.#at(target, 'WaitingForAddon', `looking at the gates of step ${step.name}`);
      this.#finished.set(step.name, step.digest);
      this.#opened(step.name);
    }
    const awaited = await this.#awaited(target.steps, target, workload);
    if (awaited === '' && !this.#views.isFilling) await this.#views.clear(); // nothing is watched in a cluster that is ready
    return this.#at(target, awaited === '' ? 'Ready' : 'WaitingForAddon', awaited);
  }

  async #apply(step: Step, workload: Workload): Promise<void> {
    if (this.#applied.get(step.name) === step.digest) return;
    const from = this.deps.clock.now();
    for (const { resource } of step.manifests) {
      if (resource !== undefined) await applyManifests(workload, manifestsIn(resource), { mode: 'always', secret: isSecret(resource) });
    }
    this.#applied.set(step.name, step.digest);
    const to = this.deps.clock.now();
    this.#waiting.set(step.name, to);
    this.deps.told({ step: step.name, name: 'install', from, to });
  }

  #opened(step: string): void {
    const from = this.#waiting.get(step);
    if (from !== undefined) this.deps.told({ step, name: 'wait for', from, to: this.deps.clock.now() });
    this.#waiting.delete(step);
  }

  async #awaited(steps: readonly Step[], { endpoint }: Target, { client, discovery }: Workload): Promise<string> {
    const sight = { views: this.#views, endpoint, kind: (apiVersion: string, kind: string) => discovery.kind(client, apiVersion, kind) };
    const awaited: string[] = [];
    for (const gate of steps.flatMap(({ gates }) => gates)) awaited.push(await awaitedBy(gate, sight) ?? '');
    const words = awaited.filter((gate) => gate !== '');
    if (this.#views.problem === undefined || (words.length === 0 && !this.#views.isFilling)) return words.join('; ');
    return [...this.#views.isFilling ? [] : words, this.#views.problem].join('; ');
  }

  #isFinished({ name, digest }: Step): boolean {
    return this.#finished.get(name) === digest;
  }

  #at(target: Target, reason: string, message: string, failed = false): Progress {
    const next = target.steps.findIndex((step) => !this.#isFinished(step));
    const done = next < 0 ? target.steps.length : next;
    return { done, step: target.steps[done]?.name, reason, message, failed };
  }

  #failure(target: Target, error: Error): Progress {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
    return this.#at(target, code, error.message, true);
  }

  #tell(target: Target, progress: Progress): void {
    const isSame = isDeepStrictEqual(this.progress, progress);
    this.#told = { target, progress };
    if (isSame || this.#isStopped()) return;
    this.deps.log.debug({ cluster: this.cluster.name, step: progress.step, reason: progress.reason }, 'add-ons got further');
    this.deps.changed();
  }
}

/** Only a correction by a person changes what this one says; that arrives as another target. */
const isTerminal = (error: Error): boolean => 'retryable' in error && error.retryable === false;
