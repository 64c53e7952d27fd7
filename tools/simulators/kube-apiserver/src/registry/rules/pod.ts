import { asArray, asObject, asString, at, deepEqual, withAt, without } from '../../machinery/json.js';
import type { JsonObject } from '../../machinery/json.js';
import { forbiddenValue } from '../../machinery/invalid.js';
import type { ApiObject } from '../../machinery/object.js';
import { defaultRules } from '../default-rules.js';
import { admitPod } from './pod-admission.js';
import type { Rules } from '../resource.js';

const containersOf = (pod: ApiObject): readonly JsonObject[] =>
  ['initContainers', 'containers'].flatMap((list) => asArray(at(pod, 'spec', list)).map(asObject));

const RATED = ['cpu', 'memory'];

/** Guaranteed when every container's requests equal its limits, BestEffort when none has either. */
function qosClass(pod: ApiObject): string {
  const resources = containersOf(pod).map((container) => ({
    requests: asObject(at(container, 'resources', 'requests')), limits: asObject(at(container, 'resources', 'limits')),
  }));
  if (resources.every(({ requests, limits }) => RATED.every((name) => requests[name] === undefined && limits[name] === undefined))) return 'BestEffort';
  const asRequested = ({ requests, limits }: typeof resources[number]): boolean =>
    RATED.every((name) => limits[name] !== undefined && deepEqual(requests[name] ?? limits[name], limits[name]));
  return resources.every(asRequested) ? 'Guaranteed' : 'Burstable';
}

/** What may change in the spec of a Pod; all else is fixed at its creation. */
const mutablePart = (pod: ApiObject): unknown => {
  const spec = asObject(pod['spec']);
  const bare = without(spec, 'activeDeadlineSeconds', 'terminationGracePeriodSeconds', 'tolerations', 'ephemeralContainers', 'schedulingGates');
  const withoutImages = (list: unknown): readonly unknown[] => asArray(list).map((container) => without(asObject(container), 'image'));
  return { ...bare, containers: withoutImages(spec['containers']), initContainers: withoutImages(spec['initContainers']) };
};

const FIXED = 'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` ' +
  '(allow it to be set to 1 if it was previously negative)';

const DEFAULT_GRACE_SECONDS = 30;

export const podRules: Rules = {
  ...defaultRules,
  generation: true,
  returnsDeleted: true,
  prepareCreate: (pod, context) => admitPod(withAt(pod, ['status'], { phase: 'Pending', qosClass: qosClass(pod) }) as unknown as ApiObject, context),
  validate: (pod, old, subresource) =>
    (old === undefined || subresource !== '' || deepEqual(mutablePart(pod), mutablePart(old)) ? [] : [forbiddenValue('spec', FIXED)]),
  // A Pod that runs nowhere, or has ended, needs nobody to stop it.
  gracePeriod: (pod, wished) => {
    const phase = at(pod, 'status', 'phase');
    if (asString(at(pod, 'spec', 'nodeName')) === '' || phase === 'Failed' || phase === 'Succeeded') return 0;
    const own = at(pod, 'spec', 'terminationGracePeriodSeconds');
    return Math.max(0, wished ?? (typeof own === 'number' ? own : DEFAULT_GRACE_SECONDS));
  },
  fields: {
    names: [
      'spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'spec.hostNetwork', 'status.phase',
      'status.podIP', 'status.podIPs', 'status.nominatedNodeName',
    ],
    of: (pod) => ({
      ...Object.fromEntries(['nodeName', 'restartPolicy', 'schedulerName', 'serviceAccountName'].map((field) => [`spec.${field}`, asString(at(pod, 'spec', field))])),
      ...Object.fromEntries(['phase', 'podIP', 'nominatedNodeName'].map((field) => [`status.${field}`, asString(at(pod, 'status', field))])),
      'spec.hostNetwork': String(at(pod, 'spec', 'hostNetwork') === true),
      'status.podIPs': asArray(at(pod, 'status', 'podIPs')).map((entry) => asString(at(entry, 'ip'))).join(','),
    }),
  },
};
