import { MachineDeploymentConditions as Type, selectorText } from '@handoff/api';
import { condition } from '@handoff/reconcile';
import type { ConditionIntent, Report, StatusIntent } from '@handoff/reconcile';
import { replicaCounts, scalingDown, scalingUp, versions } from '../machine-set/machine-set.status.js';
import { summary } from '../machine/summary.js';
import { currentSet, machinesOf } from './machine-deployment.scope.js';
import type { MachineDeploymentScope } from './machine-deployment.scope.js';
import { limits } from './rollout.js';

/** What a MachineDeployment says of itself: pure. */
export function machineDeploymentStatus(scope: MachineDeploymentScope, report: Report): StatusIntent {
  const { deployment, wanted, machines } = scope;
  const deleting = deployment.metadata.deletionTimestamp !== undefined;
  const counts = replicaCounts(machines);
  const desired = deleting ? 0 : wanted.spec.replicas;
  const setFailure = scope.sets.map((set) => set.status?.conditions?.find((entry) => entry.type === 'ScalingUp' && entry.message !== '' && entry.status === 'True')?.message).find((words) => words !== undefined);
  const up = scalingUp(desired, machines, report, deleting);
  return {
    phase: machines.length < desired ? 'ScalingUp' : machines.length > desired ? 'ScalingDown' : 'Running',
    ...counts,
    selector: selectorText(wanted.spec.selector),
    observedGeneration: deployment.metadata.generation,
    ...versions(machines),
    conditions: [
      available(scope, counts['availableReplicas'] ?? 0, deleting),
      summary(Type.MachinesReady, 'Ready', machines),
      summary(Type.MachinesUpToDate, 'UpToDate', machines),
      rollingOut(scope),
      up.status === 'True' && setFailure !== undefined ? { ...up, message: setFailure } : up,
      scalingDown(desired, machines),
      condition(Type.Remediating, false, 'NotRemediating'),
      condition(Type.Deleting, deleting, deleting ? report.blocker?.reason ?? 'DeletionCompleted' : 'NotDeleting', deleting ? report.blocker?.message ?? '' : ''),
    ],
  };
}

/** Available: as many Machines as a rollout must leave. */
function available({ wanted }: MachineDeploymentScope, count: number, deleting: boolean): ConditionIntent {
  const { replicas, rollout } = wanted.spec;
  const needed = limits({ replicas, ...rollout.strategy.rollingUpdate }).least;
  if (count >= needed && !deleting) return condition(Type.Available, true, 'Available');
  return condition(Type.Available, false, 'NotAvailable', deleting ? 'the MachineDeployment is being deleted' : `${String(count)} available, at least ${String(needed)} are needed (spec.replicas ${String(replicas)})`);
}

function rollingOut(scope: MachineDeploymentScope): ConditionIntent {
  const current = currentSet(scope);
  const old = scope.machines.length - machinesOf(current, scope.machines).length;
  return condition(Type.RollingOut, old > 0, old > 0 ? 'RollingOut' : 'NotRollingOut', old > 0 ? `${String(old)} of ${String(scope.machines.length)} Machines are of an earlier revision` : '');
}
