import { Finalizers, isOwnedBy, Secret } from '@handoff/api';
import { waitFor } from '@handoff/reconcile';
import type { Phase } from '@handoff/reconcile';
import type { ClusterDeps, ClusterScope } from './vsphere-cluster.scope.js';

/** The login is needed until the last machine is gone. */
export const awaitMachines: Phase<ClusterScope> = async ({ machines }) => {
  const names = machines.slice(0, 3).map(({ metadata }) => metadata.name).join(', ');
  return Promise.resolve(machines.length === 0 ? undefined
    : waitFor('WaitingForMachines', `waiting until VSphereMachine ${names}${machines.length > 3 ? ` and ${String(machines.length - 3)} more` : ''} ${machines.length === 1 ? 'is' : 'are'} gone`));
};

/** The Secret goes with the cluster that owns it. */
export const deleteIdentity = ({ vcenters }: ClusterDeps): Phase<ClusterScope> => async function deleteClusterIdentity(scope, context) {
  const { cluster, secret } = scope;
  await vcenters.release(cluster);
  if (secret === undefined || cluster.spec.identityRef?.kind !== 'Secret' || !isOwnedBy(secret, cluster)) return undefined;
  await context.gate();
  const index = secret.metadata.finalizers?.indexOf(Finalizers.vsphereClusterSecret) ?? -1;
  const free = index < 0 ? secret : await context.kube.patch(Secret, secret, [
    { op: 'test', path: `/metadata/finalizers/${String(index)}`, value: Finalizers.vsphereClusterSecret },
    { op: 'remove', path: `/metadata/finalizers/${String(index)}` },
  ]);
  await context.kube.delete(Secret, free);
  return undefined;
};
