import { KubeadmControlPlaneConditions as Type, Labels, MachineConditions } from '@handoff/api';
import { certificatePurposes } from '@handoff/pki';
import { condition, conditionOf, isTrue } from '@handoff/reconcile';
import type { ConditionIntent, Report, StatusIntent } from '@handoff/reconcile';
import { whyUnhealthy } from './control-plane.health.js';
import type { ControlPlaneScope, Member } from './control-plane.scope.js';
import { isAlive, isOutdated } from './control-plane.step.js';
import { upToDate } from './control-plane.sync.js';
import { waitForFirst, wordsOf } from './control-plane.words.js';

/** What a KubeadmControlPlane says of itself: pure. */
export function controlPlaneStatus(scope: ControlPlaneScope, report: Report): StatusIntent {
  const { controlPlane, cluster, members, initialized } = scope;
  const having = (type: string): number => members.filter(({ machine }) => isTrue(machine, type)).length;
  return {
    replicas: members.length,
    readyReplicas: having(MachineConditions.Ready),
    availableReplicas: having(MachineConditions.Available),
    upToDateReplicas: members.filter((member) => !isOutdated(member)).length,
    ...versions(members),
    ...(cluster === undefined ? {} : { selector: `${Labels.clusterName}=${cluster.metadata.name},${Labels.controlPlane}` }),
    ...(initialized ? { initialization: { controlPlaneInitialized: true } } : {}),
    ...(controlPlane.status?.lastRemediation === undefined ? {} : { lastRemediation: controlPlane.status.lastRemediation }),
    observedGeneration: controlPlane.metadata.generation,
    conditions: conditionsOf(scope, report),
  };
}

function conditionsOf(scope: ControlPlaneScope, report: Report): ConditionIntent[] {
  const { members } = scope;
  const certificates = certificatesAvailable(scope, report);
  return [
    availableOf(scope, certificates),
    certificates, initializedOf(scope, report), etcdHealthy(scope), componentsHealthy(scope),
    ofMachines(Type.MachinesReady, MachineConditions.Ready, members, ({ machine }) => conditionOf(machine, MachineConditions.Ready)),
    ofMachines(Type.MachinesUpToDate, MachineConditions.UpToDate, members, upToDate),
    rollingOut(scope, report), scalingUp(scope, report), scalingDown(scope, report),
    condition(Type.Remediating, false, 'NotRemediating'),
    deletingOf(scope, report),
  ];
}

/** How many Machines are of which version, and the lowest, which is the oldest that anything in the cluster has to get on with. */
export function versions(members: readonly Member[]): Record<string, unknown> {
  const counts = new Map<string, number>();
  for (const { machine: { spec: { version } } } of members) if (version !== undefined) counts.set(version, (counts.get(version) ?? 0) + 1);
  const sorted = [...counts].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const [lowest] = sorted;
  return lowest === undefined ? {} : { version: lowest[0], versions: sorted.map(([version, replicas]) => ({ version, replicas })) };
}

function certificatesAvailable({ certificates }: ControlPlaneScope, report: Report): ConditionIntent {
  const failure = report.of('ensureClusterCertificates');
  if (failure !== undefined) return condition(Type.CertificatesAvailable, false, failure.reason, failure.message);
  const all = certificates.size === certificatePurposes.length;
  return condition(Type.CertificatesAvailable, all, all ? 'Available' : 'NotAvailable', all ? '' : report.blocker?.message ?? 'they are being made');
}

function initializedOf({ initialized, members }: ControlPlaneScope, report: Report): ConditionIntent {
  const [first] = members;
  const words = first === undefined ? report.blocker?.message ?? 'no Machine has been made yet' : waitForFirst(first).message;
  return condition(Type.Initialized, initialized, initialized ? 'Initialized' : 'NotInitialized', initialized ? '' : words);
}

const ETCD: readonly string[] = [MachineConditions.EtcdPodHealthy, MachineConditions.EtcdMemberHealthy];

const etcdHealthy = (scope: ControlPlaneScope): ConditionIntent => healthOf(Type.EtcdClusterHealthy, scope, (type) => ETCD.includes(type));
const componentsHealthy = (scope: ControlPlaneScope): ConditionIntent =>
  healthOf(Type.ControlPlaneComponentsHealthy, scope, (type) => !ETCD.includes(type));

/** One condition over the parts of all Machines that live. */
function healthOf(type: string, { members, initialized }: ControlPlaneScope, concerns: (type: string) => boolean): ConditionIntent {
  if (!initialized) return condition(type, undefined, 'InspectionFailed', 'the control plane is not initialized yet');
  const words = members.filter(isAlive).flatMap(({ machine, health }) => {
    const [worst] = health.filter((entry) => concerns(entry.type) && entry.status !== 'True');
    return worst === undefined ? [] : [{ status: worst.status, text: `Machine ${machine.metadata.name}: ${worst.message}` }];
  });
  if (words.length === 0) return condition(type, true, 'Healthy');
  const known = words.some(({ status }) => status === 'False');
  return condition(type, known ? false : undefined, known ? 'NotHealthy' : 'HealthUnknown', words.map(({ text }) => text).join('; '));
}

/** Available: it serves, can make nodes, and etcd has a majority. Deletion ends it. */
function availableOf({ members, initialized, controlPlane }: ControlPlaneScope, certificates: ConditionIntent): ConditionIntent {
  const living = members.filter(isAlive);
  const healthy = living.filter(({ machine, health }) => whyUnhealthy(machine, health).length === 0);
  const quorum = Math.floor(living.length / 2) + 1;
  const why = [
    ...(controlPlane.metadata.deletionTimestamp === undefined ? [] : ['it is being deleted']),
    ...(initialized ? [] : ['it is not initialized yet']),
    ...(certificates.status === 'True' ? [] : [`CertificatesAvailable: ${certificates.message}`]),
    ...(!initialized || healthy.length >= quorum ? [] : [`${healthy.length} of ${living.length} Machines are healthy, and ${quorum} must be: ${unhealthyWords(living)}`]),
  ];
  return condition(Type.Available, why.length === 0, why.length === 0 ? 'Available' : 'NotAvailable', why.join('; '));
}

const unhealthyWords = (members: readonly Member[]): string => members
  .map(({ machine, health }) => ({ machine, why: whyUnhealthy(machine, health) }))
  .filter(({ why }) => why.length > 0)
  .map(({ machine, why }) => `Machine ${machine.metadata.name}: ${why.join(', ')}`).join('; ');

/** True when it is so for every Machine; else those are named for which it is not, in their own words. */
function ofMachines(
  type: string, of: string, members: readonly Member[], look: (member: Member) => Pick<ConditionIntent, 'status' | 'message'> | undefined,
): ConditionIntent {
  if (members.length === 0) return condition(type, true, 'NoReplicas');
  const not = members.filter((member) => look(member)?.status !== 'True');
  if (not.length === 0) return condition(type, true, of);
  const unknown = not.every((member) => (look(member)?.status ?? 'Unknown') === 'Unknown');
  const words = not.map((member) => {
    const message = look(member)?.message ?? '';
    return `Machine ${member.machine.metadata.name}${message === '' ? '' : `: ${message}`}`;
  });
  return condition(type, unknown ? undefined : false, `Not${of}`, words.join('; '));
}

const isGoing = ({ controlPlane }: ControlPlaneScope): boolean => controlPlane.metadata.deletionTimestamp !== undefined;

function rollingOut({ members }: ControlPlaneScope, report: Report): ConditionIntent {
  const old = members.filter(isOutdated);
  if (old.length === 0) return condition(Type.RollingOut, false, 'NotRollingOut');
  const reasons = [...new Set(old.flatMap(({ outdated }) => outdated))].join('; ');
  const waits = report.of('scaleControlPlane')?.message;
  return condition(Type.RollingOut, true, 'RollingOut', `${old.length} of ${members.length} Machines are to be replaced: ${reasons}${waits === undefined ? '' : `. Now: ${waits}`}`);
}

/** Told of the Machine that is awaited, in its own words. */
function scalingUp(scope: ControlPlaneScope, report: Report): ConditionIntent {
  const { members, wanted } = scope;
  const { replicas } = wanted.spec;
  const settled = members.filter((member) => isAlive(member) && member.machine.status?.nodeRef !== undefined).length;
  if (isGoing(scope) || (members.length >= replicas && settled >= replicas)) return condition(Type.ScalingUp, false, 'NotScalingUp');
  const why = report.of('scaleControlPlane') ?? report.blocker;
  const words = `scaling up from ${settled} to ${replicas}${why === undefined ? '' : `: ${why.message}`}`;
  return condition(Type.ScalingUp, true, 'ScalingUp', words);
}

function scalingDown(scope: ControlPlaneScope, report: Report): ConditionIntent {
  const { members, wanted } = scope;
  const desired = isGoing(scope) ? 0 : wanted.spec.replicas;
  const leaving = members.filter((member) => !isAlive(member));
  const surplus = members.length > desired && !members.some(isOutdated);
  if (!surplus && leaving.length === 0) return condition(Type.ScalingDown, false, 'NotScalingDown');
  const words = leaving.map((member) => `Machine ${member.machine.metadata.name} is being deleted${wordsOf(member) === '' ? '' : `: ${wordsOf(member)}`}`);
  const why = words.length > 0 ? words.join('; ') : report.of('scaleControlPlane')?.message ?? '';
  return condition(Type.ScalingDown, true, 'ScalingDown', `scaling down from ${members.length} to ${desired}${why === '' ? '' : `: ${why}`}`);
}

function deletingOf(scope: ControlPlaneScope, report: Report): ConditionIntent {
  if (!isGoing(scope)) return condition(Type.Deleting, false, 'NotDeleting');
  return condition(Type.Deleting, true, report.blocker?.reason ?? 'DeletionCompleted', report.blocker?.message ?? '');
}
