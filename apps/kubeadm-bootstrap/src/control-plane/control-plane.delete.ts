import { Machine } from '@handoff/api';
import { waitFor } from '@handoff/reconcile';
import type { Phase } from '@handoff/reconcile';
import { clusterOf } from './control-plane.scope.js';
import type { ControlPlaneDeps, ControlPlaneScope } from './control-plane.scope.js';
import { isAlive } from './control-plane.step.js';

const names = (machines: readonly Machine[]): string => {
  const shown = machines.slice(0, 3).map((machine) => machine.metadata.name).join(', ');
  return machines.length > 3 ? `${shown} and ${machines.length - 3} more` : shown;
};

/** Workers cannot leave in order without a control plane: whoever deletes the cluster takes them down first. */
export const awaitWorkers: Phase<ControlPlaneScope> = async ({ workers }) => workers.length === 0 ? undefined
  : waitFor('WaitingForWorkersDeletion', `worker Machines ${names(workers)} are still there: delete the Cluster, or its MachineDeployments, and the control plane follows`);

/** Then all control-plane Machines at once: quorum matters no more. */
export const deleteMembers: Phase<ControlPlaneScope> = async ({ members }, context) => {
  const living = members.filter(isAlive);
  if (living.length > 0) await context.gate();
  await Promise.all(living.map(({ machine }) => context.kube.delete(Machine, machine)));
  return members.length === 0 ? undefined : waitFor('WaitingForMachineDeletion', `waiting until Machines ${names(members.map(({ machine }) => machine))} are gone`);
};

/** Nothing of the cluster answers any more: its connections end. The next cluster of that name has another authority. */
export const disconnect = (deps: ControlPlaneDeps): Phase<ControlPlaneScope> => async function disconnectWorkload({ controlPlane }) {
  const name = clusterOf(controlPlane);
  if (name === undefined) return undefined;
  await deps.components.close({ namespace: controlPlane.metadata.namespace, name });
  await deps.workloads.forget({ namespace: controlPlane.metadata.namespace, name });
  return undefined;
};
