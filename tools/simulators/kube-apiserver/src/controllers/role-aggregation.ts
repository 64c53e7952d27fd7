import { RBAC } from '../access/rbac.js';
import { asArray, asObject, at, deepEqual } from '../machinery/json.js';
import { selectorOf } from '../machinery/label-selector.js';
import type { ApiObject } from '../machinery/object.js';
import type { Core } from '../operations/context.js';
import { replace } from '../operations/update.js';
import { systemContext } from './system-context.js';
import { WorkQueue } from './work-queue.js';

const ROLES = `clusterroles.${RBAC}`;

/** Gathers into a ClusterRole with an aggregationRule the rules of those that it selects. */
export class RoleAggregation implements Disposable {
  readonly #core: Core;
  readonly #watch: Disposable;
  readonly #queue: WorkQueue<null>;

  constructor(core: Core) {
    this.#core = core;
    this.#queue = new WorkQueue(core.clock, () => { this.settle(); });
    this.#watch = core.storage.watchAll(({ collection }) => { if (collection === ROLES) this.#queue.add('all', null); });
  }

  [Symbol.dispose](): void {
    this.#queue[Symbol.dispose]();
    this.#watch[Symbol.dispose]();
  }

  /** Goes over all roles once, at once. What gathers from what was gathered itself is settled by a further look. */
  settle(): void {
    const resource = this.#core.registry.ofCollection(ROLES);
    for (const { metadata, aggregationRule } of this.#core.storage.list(ROLES)) {
      const role = this.#core.storage.get(ROLES, undefined, metadata.name);
      if (aggregationRule === undefined || role === undefined || resource === undefined) continue;
      const rules = this.#gathered(role);
      if (!deepEqual(rules, asArray(role['rules']))) replace(systemContext(this.#core, resource, metadata), role, { ...role, rules });
    }
  }

  #gathered(role: ApiObject): readonly unknown[] {
    const selectors = asArray(at(role, 'aggregationRule', 'clusterRoleSelectors')).map(asObject);
    const rules: unknown[] = [];
    for (const other of this.#core.storage.list(ROLES)) {
      const { name, labels = {} } = other.metadata;
      if (name === role.metadata.name || !selectors.some((selector) => selectorOf(selector)(labels))) continue;
      for (const rule of asArray(other['rules'])) if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
    }
    return rules;
  }
}
