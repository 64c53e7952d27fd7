import { problemIf } from './problem.js';
import type { VSphereFailureDomain } from '../infrastructure/vsphere-failure-domain.js';
import type { FieldProblem } from './problem.js';

/** What upstream refuses about a VSphereFailureDomain. */
export function validateVSphereFailureDomain({ spec }: VSphereFailureDomain): readonly FieldProblem[] {
  const { region, zone, topology } = spec;
  const areas = [region.type, zone.type];
  return [
    ...problemIf(
      topology.networks !== undefined && topology.networkConfigurations !== undefined,
      'spec.topology',
      'The networks are listed twice.',
      'Set networks or networkConfigurations, not both.',
    ),
    ...problemIf(
      (areas.includes('ComputeCluster') || topology.hosts !== undefined) && topology.computeCluster === undefined,
      'spec.topology.computeCluster',
      'A region, zone or host group of a compute cluster needs that cluster.',
      'Name the compute cluster.',
    ),
    ...problemIf(
      areas.includes('HostGroup') && topology.hosts === undefined,
      'spec.topology.hosts',
      'A region or zone that is a host group needs that group.',
      'Set hosts.hostGroupName and hosts.vmGroupName.',
    ),
  ];
}
