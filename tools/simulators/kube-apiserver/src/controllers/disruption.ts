import { asArray, asObject, at, without } from '../machinery/json.js';
import { selectorOf } from '../machinery/label-selector.js';
import type { ApiObject } from '../machinery/object.js';
import type { Core } from '../operations/context.js';
import { replace } from '../operations/update.js';
import { systemContext } from './system-context.js';
import { WorkQueue } from './work-queue.js';

const BUDGETS = 'poddisruptionbudgets.policy';

/** Keeps the status of PodDisruptionBudgets, without which no eviction could be decided. */
export class DisruptionController implements Disposable {
  readonly #core: Core;
  readonly #watch: Disposable;
  readonly #queue: WorkQueue<string>;

  constructor(core: Core) {
    this.#core = core;
    this.#queue = new WorkQueue(core.clock, (namespace) => { this.#settle(namespace); });
    this.#watch = core.storage.watchAll(({ collection, object }) => {
      if (collection === 'pods' || collection === BUDGETS) this.#mark(object.metadata.namespace ?? '');
    });
  }

  [Symbol.dispose](): void {
    this.#queue[Symbol.dispose]();
    this.#watch[Symbol.dispose]();
  }

  #mark(namespace: string): void {
    if (this.#core.storage.list(BUDGETS, namespace).length > 0) this.#queue.add(namespace, namespace);
  }

  #settle(namespace: string): void {
    const resource = this.#core.registry.ofCollection(BUDGETS);
    if (resource === undefined) return;
    for (const budget of this.#core.storage.list(BUDGETS, namespace)) {
      const next = { ...budget, status: statusOf(budget, this.#core.storage.list('pods', namespace)) };
      replace({ ...systemContext(this.#core, resource, budget.metadata), subresource: 'status' }, budget, next);
    }
  }
}

function statusOf(budget: ApiObject, pods: readonly ApiObject[]): object {
  const selects = selectorOf(at(budget, 'spec', 'selector'));
  const expected = pods.filter((pod) => selects(pod.metadata.labels ?? {}) && !['Succeeded', 'Failed'].includes(String(at(pod, 'status', 'phase'))));
  const present = new Set(expected.filter((pod) => pod.metadata.deletionTimestamp === undefined).map((pod) => pod.metadata.name));
  // An evicted Pod counts as gone as long as it has not been seen to be deleted.
  const disrupted = Object.fromEntries(Object.entries(asObject(at(budget, 'status', 'disruptedPods'))).filter(([name]) => present.has(name)));
  const healthy = expected.filter((pod) => isHealthy(pod) && disrupted[pod.metadata.name] === undefined).length;
  const desired = desiredHealthy(budget, expected.length);
  return {
    ...without(asObject(budget['status']), 'disruptedPods'), observedGeneration: budget.metadata.generation ?? 0,
    currentHealthy: healthy, desiredHealthy: desired, expectedPods: expected.length, disruptionsAllowed: Math.max(0, healthy - desired),
    ...(Object.keys(disrupted).length === 0 ? {} : { disruptedPods: disrupted }),
  };
}

const isHealthy = (pod: ApiObject): boolean => pod.metadata.deletionTimestamp === undefined &&
  asArray(at(pod, 'status', 'conditions')).some((condition) => at(condition, 'type') === 'Ready' && at(condition, 'status') === 'True');

function desiredHealthy(budget: ApiObject, expected: number): number {
  const minimum = at(budget, 'spec', 'minAvailable');
  if (minimum !== undefined) return amount(minimum, expected);
  return Math.max(0, expected - amount(at(budget, 'spec', 'maxUnavailable') ?? 1, expected));
}

/** A number, or a percentage rounded up. */
const amount = (value: unknown, of: number): number =>
  (typeof value === 'number' ? value : Math.ceil((Number.parseFloat(String(value)) / 100) * of));
