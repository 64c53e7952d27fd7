import { rfc3339 } from '@handoff/time';
import { asArray, asObject, asString, at } from '../../machinery/json.js';
import { selectorOf } from '../../machinery/label-selector.js';
import type { ApiObject } from '../../machinery/object.js';
import { StatusError, methodNotAllowed, tooManyRequests } from '../../machinery/status-error.js';
import { systemContext } from '../../controllers/system-context.js';
import type { Core } from '../../operations/context.js';
import { remove } from '../../operations/remove.js';
import { replace, requireLive } from '../../operations/update.js';
import { readBody } from '../body.js';
import { deleteOptions, writeContext } from '../resource-handler.js';
import type { ResourceRequest } from '../resource-handler.js';
import { objectResponse } from '../response.js';
import type { ApiResponse } from '../response.js';

const BUDGETS = 'poddisruptionbudgets.policy';
const RETRY_SECONDS = 10;

/** Deletes a Pod unless a PodDisruptionBudget forbids it for now. */
export function handleEviction(request: ResourceRequest): ApiResponse {
  const { core, info, resource, path } = request;
  if (info.verb !== 'create') throw methodNotAllowed();
  const body = asObject(readBody(info.body, info.headers['content-type'], 'Eviction'));
  const options = deleteOptions({ ...info, body: body['deleteOptions'] }, resource);
  const context = { ...writeContext(request, []), subresource: '' };
  const pod = requireLive(context);
  if (!needsNoBudget(pod)) {
    const [budget, ...others] = budgetsOf(core, pod);
    if (others.length > 0) {
      throw new StatusError(500, 'InternalError', 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
    }
    if (budget !== undefined) spend(core, budget, pod, options.dryRun);
  }
  remove({ ...context, ...(options.dryRun ? { dryRun: true } : {}) }, options);
  return objectResponse(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201, details: { name: path.name } });
}

/** A Pod that does not run takes nothing from anybody. */
function needsNoBudget(pod: ApiObject): boolean {
  const phase = at(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending' || pod.metadata.deletionTimestamp !== undefined;
}

const budgetsOf = (core: Core, { metadata }: ApiObject): readonly ApiObject[] =>
  core.storage.list(BUDGETS, metadata.namespace).filter((budget) => selectorOf(at(budget, 'spec', 'selector'))(metadata.labels ?? {}));

const isReady = (pod: ApiObject): boolean =>
  asArray(at(pod, 'status', 'conditions')).some((condition) => at(condition, 'type') === 'Ready' && at(condition, 'status') === 'True');

function spend(core: Core, budget: ApiObject, pod: ApiObject, dryRun: boolean): void {
  const status = asObject(budget['status']);
  const number = (field: string): number => (typeof status[field] === 'number' ? status[field] : 0);
  const { name, generation = 0 } = budget.metadata;
  if (!isReady(pod)) {
    const always = asString(at(budget, 'spec', 'unhealthyPodEvictionPolicy')) === 'AlwaysAllow';
    if (always || (number('currentHealthy') >= number('desiredHealthy') && number('desiredHealthy') > 0)) return;
  }
  const refuse = (message: string, retry?: number): StatusError =>
    tooManyRequests('Cannot evict pod as it would violate the pod\'s disruption budget.', [{ reason: 'DisruptionBudget', message }], retry);
  if (number('observedGeneration') < generation) throw refuse(`The disruption budget ${name} is still being processed by the server.`, RETRY_SECONDS);
  if (number('disruptionsAllowed') <= 0) {
    throw refuse(`The disruption budget ${name} needs ${String(number('desiredHealthy'))} healthy pods and has ${String(number('currentHealthy'))} currently`);
  }
  const resource = core.registry.ofCollection(BUDGETS);
  if (resource === undefined || dryRun) return;
  const next = {
    ...budget,
    status: {
      ...status, disruptionsAllowed: number('disruptionsAllowed') - 1,
      disruptedPods: { ...asObject(status['disruptedPods']), [pod.metadata.name]: rfc3339(core.clock.now()) },
    },
  };
  replace({ ...systemContext(core, resource, budget.metadata), subresource: 'status' }, budget, next);
}
