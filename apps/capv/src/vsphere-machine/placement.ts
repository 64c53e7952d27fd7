import type { NetworkDevice, VSphereDeploymentZone, VSphereFailureDomain, VSphereMachine, VSphereVM } from '@handoff/api';

type MachineSpec = VSphereMachine['spec'];
type VmSpec = Omit<VSphereVM['spec'], 'biosUUID' | 'bootstrapRef'>;

/** Where a Machine's failure domain puts it. */
export interface Placement {
  readonly zone: VSphereDeploymentZone;
  readonly domain: VSphereFailureDomain;
}

/** The machine to clone: as the VSphereMachine says, but where the failure domain says otherwise, as that does. */
export function placedSpec({ naming: _, providerID: __, ...spec }: MachineSpec, placement: Placement | undefined): VmSpec {
  if (placement === undefined) return spec;
  const { topology } = placement.domain.spec;
  const { placementConstraint, server } = placement.zone.spec;
  const pool = placementConstraint?.resourcePool ?? (topology.computeCluster === undefined ? undefined : `${topology.computeCluster}/Resources`);
  return {
    ...spec,
    datacenter: topology.datacenter,
    ...(server === undefined ? {} : { server }),
    ...(placementConstraint?.folder === undefined ? {} : { folder: placementConstraint.folder }),
    ...(pool === undefined ? {} : { resourcePool: pool }),
    ...(topology.datastore === undefined ? {} : { datastore: topology.datastore }),
    network: { ...spec.network, devices: placedDevices(spec.network.devices, topology) },
  };
}

/** Networks go to the adapters in their order; adapters without one keep theirs. */
function placedDevices(devices: readonly NetworkDevice[], { networks = [], networkConfigurations = [] }: VSphereFailureDomain['spec']['topology']): NetworkDevice[] {
  return devices.map((device, index) => {
    const configuration = networkConfigurations[index];
    if (configuration !== undefined) return { ...device, ...configuration };
    const network = networks[index];
    return network === undefined ? device : { ...device, networkName: network };
  });
}
