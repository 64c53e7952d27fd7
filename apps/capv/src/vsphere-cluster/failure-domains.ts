import { matches } from '@handoff/api';
import type { FailureDomain, VSphereCluster, VSphereDeploymentZone, VSphereFailureDomain } from '@handoff/api';

/** A deployment zone and the failure domain that it names; that is absent until it is applied. */
export interface Zone {
  readonly zone: VSphereDeploymentZone;
  readonly domain: VSphereFailureDomain | undefined;
}

/** The zones that a cluster chose, by name. Without a selector none; zones of another vCenter are of no use to it. */
export function zonesOf(
  cluster: VSphereCluster, zones: readonly VSphereDeploymentZone[], domains: readonly VSphereFailureDomain[],
): readonly Zone[] {
  const { failureDomainSelector, server } = cluster.spec;
  if (failureDomainSelector === undefined) return [];
  return zones
    .filter((zone) => matches(failureDomainSelector, zone.metadata.labels) && (zone.spec.server ?? server) === server)
    .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name))
    .map((zone) => ({ zone, domain: domains.find(({ metadata }) => metadata.name === zone.spec.failureDomain) }));
}

/** What the contract tells of a zone. */
export const failureDomainOf = ({ zone, domain }: Zone): FailureDomain => ({
  name: zone.metadata.name,
  controlPlane: zone.spec.controlPlane ?? true,
  ...(domain === undefined ? {} : { attributes: attributesOf(domain) }),
});

const attributesOf = ({ spec }: VSphereFailureDomain): Record<string, string> =>
  ({ region: spec.region.name, zone: spec.zone.name, datacenter: spec.topology.datacenter });
