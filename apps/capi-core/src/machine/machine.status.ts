import { MachineConditions as Type } from '@handoff/api';
import type { Condition, Machine, Node } from '@handoff/api';
import { condition, conditionOf } from '@handoff/reconcile';
import type { ConditionIntent, Report, StatusIntent } from '@handoff/reconcile';
import { conditionIn } from '../contract/contract-objects.js';
import type { MachineScope } from './machine.scope.js';

/** A Node that went silent stays as it was known for so long (upstream's grace), in ms. */
const REMOTE_GRACE_MS = 300_000;

/** What a Machine says of itself: pure. */
export function machineStatus(scope: MachineScope, report: Report, now: number): StatusIntent {
  const { machine, infrastructure, node } = scope;
  const conditions = [
    bootstrapReady(scope, report),
    infrastructureReady(scope, report),
    ...nodeConditions(scope, report, now),
    condition(Type.Updating, false, 'NotUpdating'),
    deleting(machine, report),
  ];
  const ready = readyOf(machine, conditions);
  const nodeRef = node === undefined ? machine.status?.nodeRef : { name: node.metadata.name };
  const provisioned = machine.spec.providerID !== undefined && infrastructure?.view.status?.initialization?.provisioned === true;
  const created = machine.spec.bootstrap.dataSecretName !== undefined;
  const keptProvisioned = provisioned || machine.status?.initialization?.infrastructureProvisioned === true;
  return {
    phase: phaseOf(machine, { created, provisioned: keptProvisioned, running: nodeRef !== undefined }),
    observedGeneration: machine.metadata.generation,
    ...(created || keptProvisioned
      ? {
          initialization: {
            ...(created && { bootstrapDataSecretCreated: true }),
            ...(keptProvisioned && { infrastructureProvisioned: true }),
          },
        }
      : {}),
    ...present('addresses', infrastructure?.view.status?.addresses ?? machine.status?.addresses),
    ...present('failureDomain', infrastructure?.view.status?.failureDomain ?? machine.spec.failureDomain),
    ...present('nodeRef', nodeRef),
    ...present('nodeInfo', node?.status?.nodeInfo ?? machine.status?.nodeInfo),
    ...present('deletion', machine.status?.deletion),
    conditions: [availableOf(machine, ready, now), ready, ...conditions],
  };
}

const present = (field: string, value: unknown): Record<string, unknown> =>
  value === undefined || (Array.isArray(value) && value.length === 0) ? {} : { [field]: value };

function phaseOf(machine: Machine, is: { created: boolean; provisioned: boolean; running: boolean }): string {
  if (machine.metadata.deletionTimestamp !== undefined) return 'Deleting';
  if (is.running && is.provisioned) return 'Running';
  if (is.provisioned) return 'Provisioned';
  return is.created ? 'Provisioning' : 'Pending';
}

function bootstrapReady({ machine, bootstrap }: MachineScope, report: Report): ConditionIntent {
  const ready = conditionIn(bootstrap?.view.status?.conditions, 'Ready');
  if (ready !== undefined) return { type: Type.BootstrapConfigReady, status: ready.status, reason: ready.reason, message: ready.message };
  if (machine.spec.bootstrap.dataSecretName !== undefined) return condition(Type.BootstrapConfigReady, true, 'Ready');
  const blocker = report.of('bootstrap');
  return condition(Type.BootstrapConfigReady, false, blocker?.reason ?? 'NotReady', blocker?.message ?? '');
}

function infrastructureReady({ infrastructure, machine }: MachineScope, report: Report): ConditionIntent {
  const ready = conditionIn(infrastructure?.view.status?.conditions, 'Ready');
  if (ready !== undefined) return { type: Type.InfrastructureReady, status: ready.status, reason: ready.reason, message: ready.message };
  if (infrastructure?.view.status?.initialization?.provisioned === true) return condition(Type.InfrastructureReady, true, 'Ready');
  const blocker = report.of('infrastructure');
  return condition(
    Type.InfrastructureReady,
    false,
    blocker?.reason ?? (machine.metadata.deletionTimestamp === undefined ? 'NotReady' : 'Deleted'),
    blocker?.message ?? '',
  );
}

/** From the Node itself; while the cluster does not answer, what was known stays for a grace and is unknown after it. */
function nodeConditions({ machine, node, connection }: MachineScope, report: Report, now: number): ConditionIntent[] {
  if (node === undefined) return without(machine, report);
  const away = connection !== undefined && !connection.reachable && now - connection.lastAnswer > REMOTE_GRACE_MS;
  if (away) return [Type.NodeReady, Type.NodeHealthy].map((type) => condition(type, undefined, 'ConnectionDown', connection.message));
  const ready = node.status?.conditions?.find((entry) => entry.type === 'Ready');
  const pressed = (node.status?.conditions ?? [])
    .filter((entry) => entry.type.endsWith('Pressure') && entry.status === 'True')
    .map((entry) => `${entry.type} on Node ${node.metadata.name}`);
  const isReady = ready?.status === 'True';
  const cause = ready?.message ?? '';
  const why = isReady ? '' : `Node ${node.metadata.name} is not ready${cause === '' ? '' : `: ${cause}`}`;
  return [
    condition(Type.NodeReady, ready?.status === 'Unknown' ? undefined : isReady, isReady ? 'NodeReady' : 'NodeNotReady', why),
    condition(
      Type.NodeHealthy,
      isReady && pressed.length === 0,
      isReady && pressed.length === 0 ? 'NodeHealthy' : 'NodeNotHealthy',
      [why, ...pressed].filter((words) => words !== '').join('; '),
    ),
  ];
}

function without(machine: Machine, report: Report): ConditionIntent[] {
  const blocker = report.of('node');
  const reason = blocker?.reason ?? (machine.status?.nodeRef === undefined ? 'InspectionFailed' : 'NodeDeleted');
  const message =
    blocker?.message ?? (machine.status?.nodeRef === undefined ? 'there is no Node yet' : `Node ${machine.status.nodeRef.name} is gone`);
  const known = machine.status?.nodeRef === undefined ? undefined : false;
  return [Type.NodeReady, Type.NodeHealthy].map((type) => condition(type, known, reason, message));
}

function deleting(machine: Machine, report: Report): ConditionIntent {
  if (machine.metadata.deletionTimestamp === undefined) return condition(Type.Deleting, false, 'NotDeleting');
  return condition(Type.Deleting, true, report.blocker?.reason ?? 'DeletionCompleted', report.blocker?.message ?? '');
}

/** Ready: all that the Machine consists of is, its own gates included, and nobody deletes it. */
function readyOf(machine: Machine, conditions: readonly ConditionIntent[]): ConditionIntent {
  const needed: readonly string[] = [Type.BootstrapConfigReady, Type.InfrastructureReady, Type.NodeHealthy];
  const gates = (machine.spec.readinessGates ?? [])
    .map((gate) => ({ ...gate, found: conditionOf(machine, gate.conditionType) }))
    .filter(({ found, polarity }) => found?.status !== (polarity === 'Negative' ? 'False' : 'True'))
    .map(
      ({ conditionType, found }) =>
        ({
          type: conditionType,
          status: found?.status ?? 'Unknown',
          message: found?.message ?? 'not reported',
          reason: 'NotReady',
        }) as const,
    );
  const health = conditionOf(machine, Type.HealthCheckSucceeded);
  const missing: Pick<Condition, 'type' | 'status' | 'message' | 'reason'>[] = [
    ...conditions.filter((entry) => needed.includes(entry.type) && entry.status !== 'True'),
    ...(health?.status === 'False' ? [health] : []),
    ...gates,
  ];
  const isDeleting = machine.metadata.deletionTimestamp !== undefined;
  const message = [
    ...(isDeleting ? ['the Machine is being deleted'] : []),
    ...missing.map((entry) => `${entry.type}: ${entry.message === '' ? entry.reason : entry.message}`),
  ].join('; ');
  if (message === '') return condition(Type.Ready, true, 'Ready');
  const unknown = !isDeleting && missing.every((entry) => entry.status === 'Unknown');
  return condition(Type.Ready, unknown ? undefined : false, unknown ? 'ReadyUnknown' : 'NotReady', message);
}

/** Available: ready for long enough. */
function availableOf(machine: Machine, ready: ConditionIntent, now: number): ConditionIntent {
  if (ready.status !== 'True') return condition(Type.Available, false, 'NotReady', 'the Machine is not ready');
  const minimum = (machine.spec.minReadySeconds ?? 0) * 1000;
  const since = conditionOf(machine, Type.Ready);
  const age = since?.status === 'True' ? now - Date.parse(since.lastTransitionTime) : 0;
  if (age >= minimum) return condition(Type.Available, true, 'Available');
  return condition(
    Type.Available,
    false,
    'WaitingForMinReadySeconds',
    `ready, and available after ${String(machine.spec.minReadySeconds ?? 0)} s of it`,
  );
}

/** A Node's readiness and what keeps Pods off it. */
export const nodeDigest = (node: Node): unknown => [
  node.metadata.name,
  node.spec?.taints?.map((taint) => `${taint.key}:${taint.effect}`),
  node.spec?.unschedulable,
  node.status?.conditions?.map((entry) => `${entry.type}=${entry.status}`),
  node.status?.addresses,
];
