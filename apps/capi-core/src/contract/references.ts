import { refKey } from '@handoff/api';
import type { Cluster, ContractReference, KubeObject, Machine } from '@handoff/api';

const keyIn = (object: KubeObject, reference: ContractReference | undefined): readonly string[] =>
  reference === undefined ? [] : [refKey(reference, object.metadata.namespace ?? '')];

/** Machines by the infrastructure machine that they refer to. */
export const machineByInfrastructure = (machine: Machine): readonly string[] => keyIn(machine, machine.spec.infrastructureRef);

/** Machines by their bootstrap config. */
export const machineByBootstrap = (machine: Machine): readonly string[] => keyIn(machine, machine.spec.bootstrap.configRef);

/** Clusters by their infrastructure cluster. */
export const clusterByInfrastructure = (cluster: Cluster): readonly string[] => keyIn(cluster, cluster.spec.infrastructureRef);

/** Clusters by their control plane. */
export const clusterByControlPlane = (cluster: Cluster): readonly string[] => keyIn(cluster, cluster.spec.controlPlaneRef);
