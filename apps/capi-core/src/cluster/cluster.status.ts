import { ClusterConditions as Type, isControlPlane } from '@handoff/api';
import type { Cluster, Machine } from '@handoff/api';
import { condition, conditionOf, isTrue } from '@handoff/reconcile';
import type { ConditionIntent, Report, StatusIntent } from '@handoff/reconcile';
import { conditionIn } from '../contract/contract-objects.js';
import type { ClusterScope } from './cluster.scope.js';
import { summary } from '../machine/summary.js';

/** A connection that was lost counts as lost after so long without an answer (upstream's probe grace), in ms. */
const PROBE_GRACE_MS = 50_000;

/** What a Cluster says of itself: pure. */
export function clusterStatus(scope: ClusterScope, report: Report, now: number): StatusIntent {
  const { cluster, infrastructure, controlPlane } = scope;
  const provisioned =
    infrastructure?.view.status?.initialization?.provisioned === true || cluster.status?.initialization?.infrastructureProvisioned === true;
  const initialized =
    controlPlane?.view.status?.initialization?.controlPlaneInitialized === true ||
    cluster.status?.initialization?.controlPlaneInitialized === true;
  const conditions = conditionsFor(scope, report, { provisioned, initialized }, now);
  const failureDomains = infrastructure?.view.status?.failureDomains;
  return {
    phase: phaseOf(cluster, provisioned),
    observedGeneration: cluster.metadata.generation,
    ...(provisioned || initialized
      ? {
          initialization: {
            ...(provisioned && { infrastructureProvisioned: true }),
            ...(initialized && { controlPlaneInitialized: true }),
          },
        }
      : {}),
    ...(failureDomains === undefined || failureDomains.length === 0 ? {} : { failureDomains }),
    ...(controlPlane === undefined ? {} : { controlPlane: controlPlaneCounts(scope) }),
    workers: workerCounts(scope),
    conditions: [availableOf(cluster, conditions), ...conditions],
  };
}

function phaseOf(cluster: Cluster, provisioned: boolean): string {
  if (cluster.metadata.deletionTimestamp !== undefined) return 'Deleting';
  if (provisioned && cluster.spec.controlPlaneEndpoint?.host !== undefined) return 'Provisioned';
  return cluster.spec.infrastructureRef === undefined ? 'Pending' : 'Provisioning';
}

function conditionsFor(
  scope: ClusterScope,
  report: Report,
  has: { provisioned: boolean; initialized: boolean },
  now: number,
): ConditionIntent[] {
  const { infrastructure, controlPlane, controlPlaneMachines, workers } = scope;
  return [
    infrastructureReady(scope, has.provisioned, report),
    condition(
      Type.ControlPlaneInitialized,
      has.initialized,
      has.initialized ? 'Initialized' : 'NotInitialized',
      has.initialized ? '' : describeControlPlane(scope),
    ),
    controlPlaneAvailable(scope),
    summary(Type.ControlPlaneMachinesReady, 'Ready', controlPlaneMachines),
    summary(Type.ControlPlaneMachinesUpToDate, 'UpToDate', controlPlaneMachines),
    workersAvailable(scope),
    summary(Type.WorkerMachinesReady, 'Ready', workers),
    summary(Type.WorkerMachinesUpToDate, 'UpToDate', workers),
    remoteConnection(scope, now),
    anyOf(scope, Type.RollingOut),
    anyOf(scope, Type.ScalingUp),
    anyOf(scope, Type.ScalingDown),
    condition(Type.Remediating, false, 'NotRemediating'),
    deletingOf(scope.cluster, report),
  ].filter((entry) => infrastructure !== undefined || controlPlane !== undefined || entry.type !== Type.RemoteConnectionProbe);
}

function infrastructureReady({ cluster, infrastructure }: ClusterScope, provisioned: boolean, report: Report): ConditionIntent {
  if (cluster.spec.infrastructureRef === undefined)
    return condition(Type.InfrastructureReady, false, 'WaitingForInfrastructure', 'spec.infrastructureRef is not set');
  if (infrastructure === undefined) {
    const blocker = report.of('ownInfrastructureCluster');
    return condition(
      Type.InfrastructureReady,
      false,
      blocker?.reason ?? 'NotFound',
      blocker?.message ?? 'the infrastructure cluster is not there',
    );
  }
  const ready = conditionIn(infrastructure.view.status?.conditions, 'Ready');
  if (ready !== undefined) return { ...pick(ready), type: Type.InfrastructureReady };
  return condition(
    Type.InfrastructureReady,
    provisioned,
    provisioned ? 'Ready' : 'NotReady',
    provisioned ? '' : `${infrastructure.object.kind} ${infrastructure.object.metadata.name} is not provisioned yet`,
  );
}

function controlPlaneAvailable({ cluster, controlPlane }: ClusterScope): ConditionIntent {
  if (controlPlane === undefined)
    return condition(
      Type.ControlPlaneAvailable,
      false,
      'NotFound',
      cluster.spec.controlPlaneRef === undefined ? 'spec.controlPlaneRef is not set' : 'the control plane is not there',
    );
  const available = conditionIn(controlPlane.view.status?.conditions, 'Available');
  return available === undefined
    ? condition(
        Type.ControlPlaneAvailable,
        undefined,
        'NotReported',
        `${controlPlane.object.kind} ${controlPlane.object.metadata.name} has not said yet`,
      )
    : { ...pick(available), type: Type.ControlPlaneAvailable };
}

function workersAvailable({ deployments }: ClusterScope): ConditionIntent {
  if (deployments.length === 0) return condition(Type.WorkersAvailable, true, 'NoWorkers');
  const missing = deployments.filter((deployment) => !isTrue(deployment, 'Available'));
  return condition(
    Type.WorkersAvailable,
    missing.length === 0,
    missing.length === 0 ? 'Available' : 'NotAvailable',
    missing
      .map(
        ({ metadata, status, spec }) =>
          `MachineDeployment ${metadata.name}: ${String(status?.availableReplicas ?? 0)} of ${String(spec.replicas ?? 1)} available`,
      )
      .join('; '),
  );
}

function remoteConnection({ connection }: ClusterScope, now: number): ConditionIntent {
  if (connection === undefined)
    return condition(
      Type.RemoteConnectionProbe,
      false,
      'ProbeFailed',
      "the workload cluster's API has not been dialled yet: its first control-plane machine is not up",
    );
  const isUp = connection.reachable || (connection.lastAnswer > 0 && now - connection.lastAnswer < PROBE_GRACE_MS);
  return condition(Type.RemoteConnectionProbe, isUp, isUp ? 'ProbeSucceeded' : 'ProbeFailed', isUp ? '' : connection.message);
}

/** True when the control plane or a deployment says so. */
function anyOf({ controlPlane, deployments }: ClusterScope, type: string): ConditionIntent {
  const saying = [
    ...(conditionIn(controlPlane?.view.status?.conditions, type)?.status === 'True' && controlPlane !== undefined
      ? [`${controlPlane.object.kind} ${controlPlane.object.metadata.name}`]
      : []),
    ...deployments.filter((deployment) => isTrue(deployment, type)).map((deployment) => `MachineDeployment ${deployment.metadata.name}`),
  ];
  return condition(type, saying.length > 0, saying.length > 0 ? type : `Not${type}`, saying.join(', '));
}

function deletingOf(cluster: Cluster, report: Report): ConditionIntent {
  if (cluster.metadata.deletionTimestamp === undefined) return condition(Type.Deleting, false, 'NotDeleting');
  return condition(Type.Deleting, true, report.blocker?.reason ?? 'DeletionCompleted', report.blocker?.message ?? '');
}

/** Available: everything that a user of the cluster needs, and its own gates. Negative conditions are no part of it, but deletion is. */
function availableOf(cluster: Cluster, conditions: readonly ConditionIntent[]): ConditionIntent {
  const needed: readonly string[] = [
    Type.RemoteConnectionProbe,
    Type.InfrastructureReady,
    Type.ControlPlaneAvailable,
    Type.WorkersAvailable,
  ];
  const parts = conditions.filter((entry) => needed.includes(entry.type) && entry.status !== 'True');
  const missing = [...parts, ...closedGates(cluster)];
  const deleting = cluster.metadata.deletionTimestamp !== undefined;
  const message = [
    ...(deleting ? ['the Cluster is being deleted'] : []),
    ...missing.map((entry) => `${entry.type}: ${entry.message === '' ? entry.reason : entry.message}`),
  ].join('; ');
  return condition(Type.Available, message === '', message === '' ? 'Available' : 'NotAvailable', message);
}

/** Conditions that somebody else sets, and that the user made count. */
function closedGates(cluster: Cluster): Pick<ConditionIntent, 'type' | 'reason' | 'message'>[] {
  return (cluster.spec.availabilityGates ?? []).flatMap(({ conditionType, polarity }) => {
    const found = conditionOf(cluster, conditionType);
    if (found?.status === (polarity === 'Negative' ? 'False' : 'True')) return [];
    return [found ?? { type: conditionType, reason: 'NotReported', message: 'not reported' }];
  });
}

function controlPlaneCounts({ controlPlane }: ClusterScope): Record<string, unknown> {
  const { spec, status } = controlPlane?.view ?? {};
  return drop({
    desiredReplicas: spec?.replicas,
    replicas: status?.replicas,
    readyReplicas: status?.readyReplicas,
    availableReplicas: status?.availableReplicas,
    upToDateReplicas: status?.upToDateReplicas,
  });
}

function workerCounts({ deployments, workers }: ClusterScope): Record<string, unknown> {
  const counted = workers.filter((machine) => !isControlPlane(machine));
  const having = (type: string): number => counted.filter((machine: Machine) => isTrue(machine, type)).length;
  return {
    desiredReplicas: deployments.reduce((sum, deployment) => sum + (deployment.spec.replicas ?? 1), 0),
    replicas: counted.length,
    readyReplicas: having('Ready'),
    availableReplicas: having('Available'),
    upToDateReplicas: having('UpToDate'),
  };
}

function describeControlPlane({ controlPlane, connection }: ClusterScope): string {
  if (controlPlane === undefined) return 'the control plane is not there';
  const initialized = conditionIn(controlPlane.view.status?.conditions, 'Initialized');
  if (initialized !== undefined && initialized.message !== '') return initialized.message;
  return connection?.message ?? `${controlPlane.object.kind} ${controlPlane.object.metadata.name} has no control-plane node yet`;
}

const pick = ({ status, reason, message }: ConditionIntent): Omit<ConditionIntent, 'type'> => ({ status, reason, message });

const drop = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
