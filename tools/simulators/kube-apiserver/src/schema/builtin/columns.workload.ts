import { age, ageColumn, at, column, count, field, items, nameColumn, selectorText, text, wide } from './columns.js';
import { asObject } from '../walk.js';
import type { Column, JsonObject } from '../types.js';

const none = (value: string): string => (value === '' ? '<none>' : value);
const of = (object: JsonObject, path: string): number => Number(at(object, path) ?? 0);

/** The word that `kubectl get pods` shows: the phase, unless a container says something more telling. */
export function podStatus(pod: JsonObject): string {
  if (at(pod, 'metadata.deletionTimestamp') !== undefined) return at(pod, 'status.reason') === 'NodeLost' ? 'Unknown' : 'Terminating';
  return initStatus(pod) ?? containerStatus(pod) ?? text(at(pod, 'status.reason'), text(at(pod, 'status.phase'), 'Unknown'));
}

function initStatus(pod: JsonObject): string | undefined {
  const declared = items(pod, 'spec.initContainers');
  const statuses = items(pod, 'status.initContainerStatuses');
  for (const [i, status] of statuses.entries()) {
    const spec = declared.find((container) => container['name'] === status['name']);
    if (spec?.['restartPolicy'] === 'Always' && status['started'] === true) continue;
    const terminated = at(status, 'state.terminated');
    if (terminated !== undefined && at(terminated, 'exitCode') === 0) continue;
    if (terminated !== undefined) return `Init:${text(at(terminated, 'reason'), `ExitCode:${text(at(terminated, 'exitCode'))}`)}`;
    const waiting = text(at(status, 'state.waiting.reason'));
    return waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${String(i)}/${String(declared.length)}`;
  }
  return undefined;
}

function containerStatus(pod: JsonObject): string | undefined {
  let reason: string | undefined;
  let running = false;
  for (const status of items(pod, 'status.containerStatuses').reverse()) {
    const waiting = text(at(status, 'state.waiting.reason'));
    const terminated = at(status, 'state.terminated');
    if (waiting !== '') reason = waiting;
    else if (terminated !== undefined) reason = text(at(terminated, 'reason'), `ExitCode:${text(at(terminated, 'exitCode'))}`);
    else if (status['ready'] === true && at(status, 'state.running') !== undefined) running = true;
  }
  if (reason !== 'Completed' || !running) return reason;
  return items(pod, 'status.conditions').some((c) => c['type'] === 'Ready' && c['status'] === 'True') ? 'Running' : 'NotReady';
}

function podRestarts(pod: JsonObject, now: Date): string {
  const statuses = items(pod, 'status.containerStatuses');
  const restarts = statuses.reduce((sum, status) => sum + Number(status['restartCount'] ?? 0), 0);
  const last = statuses.map((status) => text(at(status, 'lastState.terminated.finishedAt'))).filter((time) => time !== '').sort().at(-1);
  return restarts === 0 || last === undefined ? String(restarts) : `${String(restarts)} (${age(last, now)} ago)`;
}

function podReady(pod: JsonObject): string {
  const ready = items(pod, 'status.containerStatuses').filter((status) => status['ready'] === true).length;
  return `${String(ready)}/${String(items(pod, 'spec.containers').length)}`;
}

function readinessGates(pod: JsonObject): string {
  const gates = items(pod, 'spec.readinessGates').map((gate) => gate['conditionType']);
  if (gates.length === 0) return '<none>';
  const met = items(pod, 'status.conditions').filter((c) => gates.includes(c['type'] ?? null) && c['status'] === 'True').length;
  return `${String(met)}/${String(gates.length)}`;
}

export const podColumns: readonly Column[] = [
  nameColumn,
  column('Ready', podReady),
  column('Status', podStatus),
  column('Restarts', podRestarts),
  ageColumn,
  wide('IP', (pod) => text(at(pod, 'status.podIP'), '<none>')),
  wide('Node', (pod) => none(text(at(pod, 'spec.nodeName')))),
  wide('Nominated Node', (pod) => none(text(at(pod, 'status.nominatedNodeName')))),
  wide('Readiness Gates', readinessGates),
];

function nodeStatus(node: JsonObject): string {
  const ready = items(node, 'status.conditions').find((c) => c['type'] === 'Ready');
  const words = [ready === undefined ? 'Unknown' : ready['status'] === 'True' ? 'Ready' : 'NotReady'];
  if (at(node, 'spec.unschedulable') === true) words.push('SchedulingDisabled');
  return words.join(',');
}

function nodeRoles(node: JsonObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const labels = Object.entries(asObject(at(node, 'metadata.labels')));
  const roles = labels.flatMap(([key, value]) => {
    if (key.startsWith(prefix)) return key === prefix ? [] : [key.slice(prefix.length)];
    return key === 'kubernetes.io/role' ? [text(value)] : [];
  });
  return roles.length === 0 ? '<none>' : roles.sort().join(',');
}

const nodeAddress = (type: string) => (node: JsonObject): string =>
  text(items(node, 'status.addresses').find((address) => address['type'] === type)?.['address'], '<none>');
const nodeInfo = (key: string) => (node: JsonObject): string => text(at(node, `status.nodeInfo.${key}`), '<unknown>');

export const nodeColumns: readonly Column[] = [
  nameColumn,
  column('Status', nodeStatus),
  column('Roles', nodeRoles),
  ageColumn,
  field('Version', 'status.nodeInfo.kubeletVersion'),
  wide('Internal-IP', nodeAddress('InternalIP')),
  wide('External-IP', nodeAddress('ExternalIP')),
  wide('OS-Image', nodeInfo('osImage')),
  wide('Kernel-Version', nodeInfo('kernelVersion')),
  wide('Container-Runtime', nodeInfo('containerRuntimeVersion')),
];

const containers = (path: string, key: string) => (object: JsonObject): string =>
  items(object, path).map((container) => text(container[key])).join(',');
const images = (prefix: string): Column[] => [
  wide('Containers', containers(`${prefix}.containers`, 'name')),
  wide('Images', containers(`${prefix}.containers`, 'image')),
];
const selector = wide('Selector', (object) => selectorText(at(object, 'spec.selector')));
const template = images('spec.template.spec');

export const deploymentColumns: readonly Column[] = [
  nameColumn,
  column('Ready', (d) => `${String(of(d, 'status.readyReplicas'))}/${String(of(d, 'spec.replicas'))}`),
  count('Up-to-date', 'status.updatedReplicas', 'string'),
  count('Available', 'status.availableReplicas', 'string'),
  ageColumn,
  ...template,
  selector,
];

export const replicaSetColumns: readonly Column[] = [
  nameColumn, count('Desired', 'spec.replicas'), count('Current', 'status.replicas'), count('Ready', 'status.readyReplicas'), ageColumn, ...template,
  selector,
];

export const statefulSetColumns: readonly Column[] = [
  nameColumn, column('Ready', (s) => `${String(of(s, 'status.readyReplicas'))}/${String(of(s, 'spec.replicas'))}`), ageColumn, ...template,
];

export const daemonSetColumns: readonly Column[] = [
  nameColumn,
  count('Desired', 'status.desiredNumberScheduled'),
  count('Current', 'status.currentNumberScheduled'),
  count('Ready', 'status.numberReady'),
  count('Up-to-date', 'status.updatedNumberScheduled'),
  count('Available', 'status.numberAvailable'),
  column('Node Selector', (d) => selectorText(asObject(at(d, 'spec.template.spec.nodeSelector')))),
  ageColumn,
  ...template,
  selector,
];

function jobStatus(job: JsonObject): string {
  const holds = (type: string): boolean => items(job, 'status.conditions').some((c) => c['type'] === type && c['status'] === 'True');
  const word = ['Complete', 'Failed'].find(holds);
  if (word !== undefined) return word;
  if (at(job, 'metadata.deletionTimestamp') !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(holds) ?? 'Running';
}

function jobDuration(job: JsonObject, now: Date): string {
  const start = at(job, 'status.startTime');
  const end = at(job, 'status.completionTime');
  return start === undefined ? '' : age(start, typeof end === 'string' ? new Date(end) : now);
}

export const jobColumns: readonly Column[] = [
  nameColumn,
  column('Status', jobStatus),
  column('Completions', (job) => `${String(of(job, 'status.succeeded'))}/${text(at(job, 'spec.completions'), '1')}`),
  column('Duration', jobDuration),
  ageColumn,
  ...template,
  selector,
];

export const cronJobColumns: readonly Column[] = [
  nameColumn,
  field('Schedule', 'spec.schedule'),
  field('Timezone', 'spec.timeZone', '<none>'),
  column('Suspend', (job) => (at(job, 'spec.suspend') === true ? 'True' : 'False'), 'boolean'),
  column('Active', (job) => items(job, 'status.active').length, 'integer'),
  column('Last Schedule', (job, now) => (at(job, 'status.lastScheduleTime') === undefined ? '<none>' : age(at(job, 'status.lastScheduleTime'), now))),
  ageColumn,
  ...images('spec.jobTemplate.spec.template.spec'),
  wide('Selector', (job) => selectorText(at(job, 'spec.jobTemplate.spec.selector'))),
];

export const revisionColumns: readonly Column[] = [
  nameColumn,
  column('Controller', (revision) => {
    const owner = items(revision, 'metadata.ownerReferences').find((reference) => reference['controller'] === true);
    if (owner === undefined) return '<none>';
    const group = text(owner['apiVersion']).split('/').at(-2);
    return `${text(owner['kind']).toLowerCase()}${group === undefined ? '' : `.${group}`}/${text(owner['name'])}`;
  }),
  count('Revision', 'revision', 'string'),
  ageColumn,
];
