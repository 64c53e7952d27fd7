import { Machine, VSphereCluster, VSphereFailureDomain } from '@handoff/api';
import type { VSphereDeploymentZone } from '@handoff/api';
import { keyOf } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';
import { asError } from '@handoff/time';
import type { VSphereClient } from '@handoff/vsphere';
import type { VCenters } from '../vcenter/vcenters.js';

/** Machines by the failure domain that they are to be put into. */
export const byFailureDomain = ({ spec }: Machine): readonly string[] => (spec.failureDomain === undefined ? [] : [spec.failureDomain]);

/** Everything that a reconcile of a VSphereDeploymentZone looks at. */
export interface ZoneScope {
  readonly zone: VSphereDeploymentZone;
  /** Absent until somebody applies it. */
  readonly domain: VSphereFailureDomain | undefined;
  /** Logged in as a cluster that lives in the same vCenter: a zone has no login of its own. */
  readonly client: VSphereClient | undefined;
  readonly unreachable: Error | undefined;
  /** Machines that were put there. */
  readonly machines: readonly Machine[];
}

const isProvisioned = ({ metadata, status }: VSphereCluster): boolean =>
  metadata.deletionTimestamp === undefined && status?.initialization?.provisioned === true;

export const observeZone = (vcenters: VCenters) => async (zone: VSphereDeploymentZone, context: Context): Promise<ZoneScope> => {
  const { server, failureDomain } = zone.spec;
  const lender = context.cached(VSphereCluster).list().find((cluster) =>
    (server === undefined || cluster.spec.server === server) && isProvisioned(cluster));
  const scope = {
    zone,
    domain: context.cached(VSphereFailureDomain).get(keyOf({ name: failureDomain })),
    machines: context.cached(Machine).by(byFailureDomain, zone.metadata.name),
  };
  try {
    return { ...scope, client: lender && await vcenters.client(context.kube, lender), unreachable: undefined };
  } catch (error) {
    return { ...scope, client: undefined, unreachable: asError(error) };
  }
};
