import { Machine, MachineDeployment, MachineSet } from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import { waitFor } from '@handoff/reconcile';
import type { Context, Phase } from '@handoff/reconcile';
import type { ClusterDeps, ClusterScope } from './cluster.scope.js';

/** First the workers: their deployments, sets, and Machines that nobody owns. The sets delete their own Machines. */
export const deleteWorkers: Phase<ClusterScope> = async ({ deployments, sets, workers }, context) => {
  await deleteAll(context, MachineDeployment, deployments);
  await deleteAll(context, MachineSet, sets);
  await deleteAll(
    context,
    Machine,
    workers.filter((machine) => machine.metadata.ownerReferences?.some((owner) => owner.controller === true) !== true),
  );
  const left = [...deployments, ...sets, ...workers];
  return left.length === 0 ? undefined : waitFor('WaitingForWorkersDeletion', `waiting until the workers are gone: ${list(left)}`);
};

/** Then the control plane, with its Machines. */
export const deleteControlPlane = (deps: ClusterDeps): Phase<ClusterScope> =>
  async function deleteClusterControlPlane({ controlPlane, controlPlaneMachines }, context) {
    if (controlPlane !== undefined) {
      await deleteOne(deps, context, controlPlane.object);
      return waitFor('WaitingForControlPlaneDeletion', `waiting until ${list([controlPlane.object])} is gone`);
    }
    await deleteAll(context, Machine, controlPlaneMachines);
    return controlPlaneMachines.length === 0
      ? undefined
      : waitFor('WaitingForControlPlaneDeletion', `waiting until the control plane is gone: ${list(controlPlaneMachines)}`);
  };

/** Last the infrastructure. */
export const deleteInfrastructure = (deps: ClusterDeps): Phase<ClusterScope> =>
  async function deleteClusterInfrastructure({ infrastructure }, context) {
    if (infrastructure === undefined) return undefined;
    await deleteOne(deps, context, infrastructure.object);
    return waitFor('WaitingForInfrastructureDeletion', `waiting until ${list([infrastructure.object])} is gone`);
  };

export const dropConnection = ({ connections }: ClusterDeps): Phase<ClusterScope> =>
  async function dropWorkloadConnection({ cluster }) {
    await connections.drop(cluster.metadata);
    return undefined;
  };

async function deleteOne({ kinds }: ClusterDeps, context: Context, object: KubeObject): Promise<void> {
  const kind = await kinds.of({ apiGroup: object.apiVersion.split('/')[0] ?? '', kind: object.kind });
  await deleteAll(context, kind, [object]);
}

async function deleteAll<T extends KubeObject>(context: Context, kind: Kind<T>, objects: readonly KubeObject[]): Promise<void> {
  const living = objects.filter((object) => object.metadata.deletionTimestamp === undefined);
  if (living.length === 0) return;
  await context.gate();
  await Promise.all(living.map((object) => context.kube.delete(kind, object as T))); // each list is of the kind that it is passed with
}

/** At most three by name: a person wants to know where to look, not to read a list. */
function list(objects: readonly KubeObject[]): string {
  const names = objects.slice(0, 3).map((object) => `${object.kind} ${object.metadata.name}`);
  return objects.length > names.length ? `${names.join(', ')} and ${String(objects.length - names.length)} more` : names.join(', ');
}
