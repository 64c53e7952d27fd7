import { MachineDeployment } from '@handoff/api';
import { takeOwnership } from '@handoff/contract-objects';
import type { Phase } from '@handoff/reconcile';
import { waitFor } from '@handoff/reconcile';
import type { MachineDeploymentScope } from './machine-deployment.scope.js';

/** The deployment belongs to its Cluster, not as what the Cluster controls: a user made both. */
export const joinCluster: Phase<MachineDeploymentScope> = async ({ deployment, cluster }, context) => {
  if (cluster === undefined) return waitFor('ClusterNotFound', `Cluster ${deployment.spec.clusterName} named by spec.clusterName is not there yet: apply it`);
  await takeOwnership(context.kube, MachineDeployment, deployment, { owner: cluster, cluster: cluster.metadata.name });
  return undefined;
};
