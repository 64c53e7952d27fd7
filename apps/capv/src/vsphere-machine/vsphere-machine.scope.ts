import { Cluster, Machine, ownerOf, VSphereCluster, VSphereDeploymentZone, VSphereFailureDomain, VSphereVM } from '@handoff/api';
import type { VSphereMachine } from '@handoff/api';
import { keyOf } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';
import { byCluster, byOwnerUid, clusterKeyOf } from '../references.js';
import type { Placement } from './placement.js';

/** Everything that a reconcile of a VSphereMachine looks at. */
export interface MachineScope {
  /** Replaced by what a phase wrote. */
  machine: VSphereMachine;
  /** Its owner from birth; absent only where somebody made the VSphereMachine by hand. */
  readonly owner: Machine | undefined;
  /** Absent only while everything is being deleted. */
  readonly cluster: Cluster | undefined;
  readonly infrastructure: VSphereCluster | undefined;
  /** What the Machine's failure domain says; `missing` names what of it is not there. */
  readonly placement: { readonly missing: string } | Placement | undefined;
  /** Made by this controller once the Machine may be provisioned. */
  vm: VSphereVM | undefined;
}

export const observeMachine = async (machine: VSphereMachine, context: Context): Promise<MachineScope> => {
  const { namespace } = machine.metadata;
  const reference = ownerOf(machine, Machine);
  const owner = reference && await context.read(Machine, { namespace, name: reference.name });
  const clusterKey = clusterKeyOf(machine);
  return {
    machine,
    owner: owner?.metadata.uid === reference?.uid ? owner : undefined,
    cluster: context.cached(Cluster).get(clusterKey),
    infrastructure: context.cached(VSphereCluster).by(byCluster, clusterKey)[0],
    placement: placementOf(owner, context),
    vm: context.cached(VSphereVM).by(byOwnerUid, machine.metadata.uid)[0],
  };
};

function placementOf(owner: Machine | undefined, context: Context): MachineScope['placement'] {
  const name = owner?.spec.failureDomain;
  if (name === undefined || name === '') return undefined;
  const zone = context.cached(VSphereDeploymentZone).get(keyOf({ name }));
  if (zone === undefined) return { missing: `VSphereDeploymentZone ${name}, which the Machine's spec.failureDomain names, is not there` };
  const domain = context.cached(VSphereFailureDomain).get(keyOf({ name: zone.spec.failureDomain }));
  return domain === undefined ? { missing: `VSphereFailureDomain ${zone.spec.failureDomain}, which VSphereDeploymentZone ${name} names, is not there` } : { zone, domain };
}
