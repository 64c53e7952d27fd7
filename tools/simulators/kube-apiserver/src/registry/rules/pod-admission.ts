import { asArray, asObject, asString, at } from '../../machinery/json.js';
import type { JsonObject } from '../../machinery/json.js';
import type { ApiObject } from '../../machinery/object.js';
import { forbidden } from '../../machinery/status-error.js';
import type { RuleContext } from '../resource.js';

/** How long a Pod stays on a node that is lost, unless it says otherwise itself. */
const LOST_NODE_SECONDS = 300;
const LOST_NODE_TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

function withLostNodeTolerations(spec: JsonObject): JsonObject {
  const tolerations = asArray(spec['tolerations']).map(asObject);
  const tolerates = (taint: string): boolean => tolerations.some(({ key = '', effect = '' }) =>
    (key === taint || key === '') && (effect === 'NoExecute' || effect === ''));
  const missing = LOST_NODE_TAINTS.filter((taint) => !tolerates(taint))
    .map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: LOST_NODE_SECONDS }));
  return missing.length === 0 ? spec : { ...spec, tolerations: [...tolerations, ...missing] };
}

/** Classes that exist in every cluster. */
const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 };

function withPriority(spec: JsonObject, pod: ApiObject, existing: RuleContext['existing']): JsonObject {
  const classes = existing('priorityclasses.scheduling.k8s.io');
  const name = asString(spec['priorityClassName']);
  const chosen = classes.find((candidate) => (name === '' ? candidate['globalDefault'] === true : candidate.metadata.name === name));
  if (name !== '' && chosen === undefined && SYSTEM_PRIORITIES[name] === undefined) {
    throw forbidden({ group: '', plural: 'pods' }, pod.metadata.name, `no PriorityClass with name ${name} was found`);
  }
  const policy = at(chosen, 'preemptionPolicy') ?? 'PreemptLowerPriority';
  return {
    ...spec, ...(chosen === undefined ? {} : { priorityClassName: chosen.metadata.name }),
    priority: chosen?.['value'] ?? SYSTEM_PRIORITIES[name] ?? 0, preemptionPolicy: spec['preemptionPolicy'] ?? policy,
  };
}

/** What admission adds to every new Pod: tolerations of lost nodes, and its priority as a number. @throws StatusError 403 */
export const admitPod = (pod: ApiObject, { existing }: RuleContext): ApiObject =>
  ({ ...pod, spec: withPriority(withLostNodeTolerations(asObject(pod['spec'])), pod, existing) });
