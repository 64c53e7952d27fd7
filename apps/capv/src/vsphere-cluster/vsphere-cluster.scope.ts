import { VSphereDeploymentZone, VSphereFailureDomain, VSphereMachine } from '@handoff/api';
import type { Secret, VSphereCluster } from '@handoff/api';
import type { Context } from '@handoff/reconcile';
import { asError } from '@handoff/time';
import type { About } from '@handoff/vsphere';
import { byCluster, clusterKeyOf } from '../references.js';
import { readIdentitySecret } from '../vcenter/login.js';
import type { VCenters } from '../vcenter/vcenters.js';
import { zonesOf } from './failure-domains.js';
import type { Zone } from './failure-domains.js';

export interface ClusterDeps {
  readonly vcenters: VCenters;
  /** Where the Secrets of VSphereClusterIdentities are. */
  readonly namespace: string;
}

/** Everything that a reconcile of a VSphereCluster looks at. */
export interface ClusterScope {
  readonly cluster: VSphereCluster;
  /** Who logs in; absent when it is not there or may not be used, which `identityProblem` tells of. */
  secret: Secret | undefined;
  readonly identityProblem: Error | undefined;
  /** What vCenter says about itself; absent until it is reached. */
  about: About | undefined;
  /** Deployment zones that the selector chooses. */
  readonly zones: readonly Zone[];
  /** VSphereMachines of the cluster: the cluster goes after them. */
  readonly machines: readonly VSphereMachine[];
}

export const observeCluster = ({ namespace }: ClusterDeps) => async (cluster: VSphereCluster, context: Context): Promise<ClusterScope> => {
  const zones = zonesOf(cluster, context.cached(VSphereDeploymentZone).list(), context.cached(VSphereFailureDomain).list());
  const machines = context.cached(VSphereMachine).by(byCluster, clusterKeyOf(cluster));
  const scope = { cluster, about: undefined, zones, machines };
  try {
    return { ...scope, secret: await readIdentitySecret(context.kube, cluster, namespace), identityProblem: undefined };
  } catch (error) {
    return { ...scope, secret: undefined, identityProblem: asError(error) };
  }
};
