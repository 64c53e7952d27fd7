import { Cluster, clusterNameOf, ownerOf } from '@handoff/api';
import { waitFor } from '@handoff/reconcile';
import type { Phase } from '@handoff/reconcile';
import type { ClusterDeps, ClusterScope } from './vsphere-cluster.scope.js';

/** A Cluster must have taken it up: its name and label tell what belongs together. */
export const awaitOwner: Phase<ClusterScope> = async ({ cluster }) =>
  Promise.resolve(ownerOf(cluster, Cluster) !== undefined && clusterNameOf(cluster) !== undefined ? undefined
    : waitFor('WaitingForCluster', 'no Cluster names it in spec.infrastructureRef yet: apply the Cluster'));

/** Logs in. */
export const reachVCenter = ({ vcenters }: ClusterDeps): Phase<ClusterScope> => async function reachClusterVCenter(scope, { kube }) {
  if (scope.secret === undefined || ownerOf(scope.cluster, Cluster) === undefined) return undefined;
  const client = await vcenters.client(kube, scope.cluster);
  scope.about = await client.about();
  return undefined;
};

/** The endpoint is the user's to give: kube-vip or a load balancer answers there. */
export const awaitEndpoint: Phase<ClusterScope> = async ({ cluster }) => {
  const { host, port } = cluster.spec.controlPlaneEndpoint ?? {};
  return Promise.resolve(host !== undefined && host !== '' && port !== undefined ? undefined
    : waitFor('WaitingForControlPlaneEndpoint', 'spec.controlPlaneEndpoint is not set: give the virtual IP (or load balancer) and port that the API server will be reached at'));
};

/** Every chosen zone must name a failure domain that is there. */
export const awaitFailureDomains: Phase<ClusterScope> = async ({ zones }) => {
  const lacking = zones.filter(({ domain }) => domain === undefined).map(({ zone }) => `VSphereDeploymentZone ${zone.metadata.name} names VSphereFailureDomain ${zone.spec.failureDomain}, which is not there`);
  return Promise.resolve(lacking.length === 0 ? undefined : waitFor('FailureDomainNotFound', `${lacking.join('; ')}: apply it`));
};
