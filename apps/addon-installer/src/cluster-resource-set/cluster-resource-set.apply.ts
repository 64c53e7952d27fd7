import { isDeepStrictEqual } from 'node:util';
import { SecretTypes } from '@handoff/api';
import type { ClusterResourceSet, ResourceBinding } from '@handoff/api';
import { InProcessSemaphore } from '@handoff/coordination';
import { Conflict, Unreachable } from '@handoff/kube';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Context, Phase } from '@handoff/reconcile';
import { asError, rfc3339 } from '@handoff/time';
import { hashOf, isSecret, manifestsIn } from '../manifests/resource.js';
import type { ManifestResource } from '../manifests/resource.js';
import { applyManifests } from '../workload/apply.js';
import type { Workload } from '../workload/workload.js';
import { record } from './cluster-resource-set.binding.js';
import type {
  ClusterResourceSetDeps, ClusterResourceSetScope as Scope, Problem, SetCluster, SetResource,
} from './cluster-resource-set.scope.js';

/** How many clusters at once. */
const CLUSTERS_AT_ONCE = 16;

/** Something of the set could not be applied now; the message names cluster, resource and cause. */
class ResourcesNotApplied extends Error {
  override readonly name = 'ResourcesNotApplied';
  readonly code = 'NotApplied';
  readonly retryable = true;
}

/** Applies what is not applied yet, in every chosen cluster; one resource that fails stops no other. */
export const applyToClusters = (deps: ClusterResourceSetDeps): Phase<Scope> => async function applyToClusters(scope, context) {
  const room = new InProcessSemaphore(CLUSTERS_AT_ONCE);
  await Promise.all(scope.clusters.map((entry) => room.run(() => applyToCluster(deps, scope, entry, context), context.signal)));
  const waiting = scope.clusters.flatMap((entry) => entry.notYet ?? []);
  const problems = scope.clusters.flatMap((entry) => entry.problems);
  const words = [...new Set(problems.map(({ message }) => message))].join('; ');
  if (problems.some(({ retryable }) => retryable)) throw new ResourcesNotApplied(words);
  const [problem] = problems;
  if (problem !== undefined) throw new TerminalError(problem.reason, words);
  const [first] = waiting;
  return first === undefined ? undefined : waitFor(first.reason, waiting.map(({ message }) => message).join('; '));
};

async function applyToCluster(deps: ClusterResourceSetDeps, scope: Scope, entry: SetCluster, context: Context): Promise<void> {
  if (entry.notYet !== undefined) return;
  const { namespace, name } = entry.cluster.metadata;
  const round = new Round(scope.set, entry, context);
  const pending = scope.resources.filter((resource) => round.isPending(resource));
  if (pending.length > 0) {
    try {
      const workload = await deps.workloads.open({ namespace, name });
      const failed = await round.apply(pending, workload);
      // a Namespace or a CRD may come with a later resource: what failed is tried once more, after all others
      if (failed.length > 0 && failed.length < pending.length) await round.apply(failed, workload);
      for (const error of round.errors) await deps.workloads.learnFrom({ namespace, name }, error);
    } catch (error) {
      if (error instanceof Conflict) throw error;
      await deps.workloads.learnFrom({ namespace, name }, asError(error));
      round.fail('NotApplied', asError(error));
    }
  }
  entry.problems = round.problems;
  await record(context.kube, scope.set, entry.cluster, round.results(scope.resources));
}

/** One cluster's share of a reconcile. */
class Round {
  readonly #results = new Map<string, ResourceBinding>();
  readonly #problems = new Map<string, Problem>();
  readonly errors: Error[] = [];

  constructor(private readonly set: ClusterResourceSet, private readonly entry: SetCluster, private readonly context: Context) {}

  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  /** Whether the resource has to be applied; notes why it cannot be. */
  isPending({ reference, resource }: SetResource): boolean {
    const { namespace } = this.set.metadata;
    if (resource === undefined) {
      this.#problem(reference, 'NotApplied', `${reference.kind} ${namespace ?? ''}/${reference.name} is not there: apply it, or take it out of spec.resources`, false);
      return false;
    }
    if (isSecret(resource) && resource.type !== SecretTypes.resourceSet) {
      this.#problem(reference, 'WrongSecretType', `Secret ${namespace ?? ''}/${reference.name} is of type ${resource.type ?? 'Opaque'}: only Secrets of type ${SecretTypes.resourceSet} are applied; make it anew with that type`, false);
      return false;
    }
    const known = this.#known(reference);
    return known?.applied !== true || (this.set.spec.strategy === 'Reconcile' && known.hash !== hashOf(resource));
  }

  /** @returns those that failed */
  async apply(pending: readonly SetResource[], workload: Workload): Promise<readonly SetResource[]> {
    const failed: SetResource[] = [];
    for (const entry of pending) {
      if (entry.resource !== undefined && !(await this.#applyOne(entry, entry.resource, workload))) failed.push(entry);
    }
    return failed;
  }

  /** Nothing could be tried: the cluster as a whole failed. */
  fail(reason: string, error: Error): void {
    const cluster = this.entry.cluster.metadata.name;
    this.#problems.set('', { reason, message: `Cluster ${cluster}: ${error.message}`, retryable: true });
  }

  /** What the binding should say of the set's resources; those that were not tried stay as they were. */
  results(resources: readonly SetResource[]): readonly ResourceBinding[] {
    return resources.flatMap(({ reference }) => this.#results.get(keyOf(reference)) ?? this.#known(reference) ?? []);
  }

  async #applyOne({ reference }: SetResource, resource: ManifestResource, workload: Workload): Promise<boolean> {
    const always = this.set.spec.strategy === 'Reconcile';
    try {
      await applyManifests(workload, manifestsIn(resource), { mode: always ? 'always' : 'once', secret: isSecret(resource) });
      this.#result(reference, resource, true);
      this.#problems.delete(keyOf(reference));
      return true;
    } catch (thrown) {
      const error = asError(thrown);
      if (error instanceof Unreachable) throw error; // the others would wait as long for nothing
      this.errors.push(error);
      this.#result(reference, resource, false);
      const retryable = !('retryable' in error) || error.retryable !== false;
      this.#problem(reference, 'NotApplied', `${reference.kind} ${reference.name}: ${error.message}`, retryable);
      return false;
    }
  }

  #known({ kind, name }: SetResource['reference']): ResourceBinding | undefined {
    return this.entry.applied.find((known) => known.kind === kind && known.name === name);
  }

  #result({ kind, name }: SetResource['reference'], resource: ManifestResource, applied: boolean): void {
    const result = { kind, name, applied, hash: hashOf(resource) };
    const { lastAppliedTime, ...known } = this.#known({ kind, name }) ?? {};
    const time = isDeepStrictEqual(known, result) && lastAppliedTime !== undefined ? lastAppliedTime : rfc3339(this.context.clock.now());
    this.#results.set(keyOf(result), { ...result, lastAppliedTime: time });
  }

  #problem(reference: SetResource['reference'], reason: string, words: string, retryable: boolean): void {
    this.#problems.set(keyOf(reference), { reason, message: `Cluster ${this.entry.cluster.metadata.name}: ${words}`, retryable });
  }
}

const keyOf = ({ kind, name }: { readonly kind: string; readonly name: string }): string => `${kind}/${name}`;
