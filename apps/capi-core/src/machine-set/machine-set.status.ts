import { MachineSetConditions as Type, selectorText } from '@handoff/api';
import type { Machine } from '@handoff/api';
import { condition, isTrue } from '@handoff/reconcile';
import type { ConditionIntent, Report, StatusIntent } from '@handoff/reconcile';
import { summary } from '../machine/summary.js';
import type { MachineSetScope } from './machine-set.scope.js';

/** What a MachineSet says of itself: pure. */
export function machineSetStatus({ set, wanted, machines }: MachineSetScope, report: Report): StatusIntent {
  const deleting = set.metadata.deletionTimestamp !== undefined;
  return {
    ...replicaCounts(machines),
    selector: selectorText(wanted.spec.selector),
    observedGeneration: set.metadata.generation,
    ...versions(machines),
    conditions: [
      summary(Type.MachinesReady, 'Ready', machines),
      summary(Type.MachinesUpToDate, 'UpToDate', machines),
      scalingUp(wanted.spec.replicas, machines, report, deleting),
      scalingDown(deleting ? 0 : wanted.spec.replicas, machines),
      condition(Type.Remediating, false, 'NotRemediating'),
      condition(
        Type.Deleting,
        deleting,
        deleting ? (report.blocker?.reason ?? 'DeletionCompleted') : 'NotDeleting',
        deleting ? (report.blocker?.message ?? '') : '',
      ),
    ],
  };
}

/** The four counters that every group of Machines has. */
export function replicaCounts(machines: readonly Machine[]): Record<string, number> {
  const having = (type: string): number => machines.filter((machine) => isTrue(machine, type)).length;
  return {
    replicas: machines.length,
    readyReplicas: having('Ready'),
    availableReplicas: having('Available'),
    upToDateReplicas: having('UpToDate'),
  };
}

/** How many Machines run which version. */
export function versions(machines: readonly Machine[]): Record<string, unknown> {
  const counts = new Map<string, number>();
  for (const { spec } of machines) if (spec.version !== undefined) counts.set(spec.version, (counts.get(spec.version) ?? 0) + 1);
  return counts.size === 0
    ? {}
    : { versions: [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([version, replicas]) => ({ version, replicas })) };
}

export function scalingUp(desired: number, machines: readonly Machine[], report: Report, deleting: boolean): ConditionIntent {
  const failure = report.failures[0];
  const scaling = !deleting && machines.length < desired;
  const words = scaling
    ? `scaling up from ${String(machines.length)} to ${String(desired)}${failure === undefined ? '' : `: ${failure.message}`}`
    : (failure?.message ?? '');
  return condition(Type.ScalingUp, scaling, scaling ? 'ScalingUp' : 'NotScalingUp', words);
}

export function scalingDown(desired: number, machines: readonly Machine[]): ConditionIntent {
  const scaling = machines.length > desired;
  return condition(
    Type.ScalingDown,
    scaling,
    scaling ? 'ScalingDown' : 'NotScalingDown',
    scaling ? `scaling down from ${String(machines.length)} to ${String(desired)}` : '',
  );
}
