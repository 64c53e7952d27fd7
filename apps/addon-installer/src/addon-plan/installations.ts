import { AddonPlan, Cluster, isPaused } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import type { Key, Stores } from '@handoff/kube';
import type { Logger } from '@handoff/reconcile';
import type { Telemetry } from '@handoff/telemetry';
import type { Clock, Random } from '@handoff/time';
import type { Workloads } from '../workload/workload.js';
import { Installation } from './installation.js';
import { stageTeller } from './stage-teller.js';

export interface InstallationsDeps {
  readonly workloads: Workloads;
  readonly stores: Stores;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** A cluster of this plan got further. */
  readonly changed: (plan: Key) => void;
  readonly telemetry: Telemetry;
}

/** The installations at work: one for each plan and cluster. */
export class Installations implements AsyncDisposable {
  /** By plan, and by the uid of the cluster: a namesake that was made anew has nothing installed. */
  readonly #plans = new Map<Key, Map<string, Installation>>();

  constructor(private readonly deps: InstallationsDeps) {}

  /** The installation of a plan in a cluster, begun at first use. */
  of(plan: AddonPlan, cluster: Cluster, finishedBefore: readonly string[]): Installation {
    const planKey = keyOfObject(plan);
    const clusters = this.#plans.get(planKey) ?? new Map<string, Installation>();
    this.#plans.set(planKey, clusters);
    const known = clusters.get(cluster.metadata.uid);
    if (known !== undefined) return known;
    const begun = this.#begin(planKey, cluster, finishedBefore);
    clusters.set(cluster.metadata.uid, begun);
    return begun;
  }

  /** Ends the installations of a plan in all but these clusters; what was installed stays. */
  async keep(plan: Key, clusters: readonly Cluster[]): Promise<void> {
    const kept = new Set(clusters.map(({ metadata }) => metadata.uid));
    const ending = [...(this.#plans.get(plan) ?? [])].filter(([cluster]) => !kept.has(cluster));
    for (const [cluster] of ending) this.#plans.get(plan)?.delete(cluster);
    if (kept.size === 0) this.#plans.delete(plan);
    await Promise.all(ending.map(([, installation]) => installation[Symbol.asyncDispose]()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#plans.keys()].map((plan) => this.keep(plan, [])));
  }

  #begin(planKey: Key, cluster: Cluster, finishedBefore: readonly string[]): Installation {
    const { workloads, stores, clock, random, log, changed, telemetry } = this.deps;
    const { namespace, name } = cluster.metadata;
    const isHeld = (): boolean => {
      const plan = stores.view(AddonPlan)?.get(planKey);
      return plan === undefined || isPaused(stores.view(Cluster)?.get(`${namespace ?? ''}/${name}`), plan);
    };
    const further = (): void => { changed(planKey); };
    const told = stageTeller(telemetry, planKey, cluster);
    return new Installation({ workloads, clock, random, log, isHeld, changed: further, told }, { namespace, name }, finishedBefore);
  }
}
