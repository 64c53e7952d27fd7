import { Cluster, isControlPlane, Machine, MachineDeployment, MachineSet } from '@handoff/api';
import type { ContractReference } from '@handoff/api';
import { byClusterName, keysBy, objectKey } from '@handoff/contract-objects';
import type { ContractKinds } from '@handoff/contract-objects';
import { keyOfObject } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';
import { ControlPlane, contracted, InfrastructureCluster, pruneToContract } from '../contract/contract-objects.js';
import type { Contracted } from '../contract/contract-objects.js';
import { clusterByControlPlane, clusterByInfrastructure } from '../contract/references.js';
import type { ConnectionState, WorkloadConnections } from '../workload/connections.js';
import type { Tracer } from '@handoff/telemetry';

/** Everything that a reconcile of a Cluster looks at. */
export interface ClusterScope {
  cluster: Cluster;
  /** Set by the user's manifest; absent until it is applied. */
  infrastructure: Contracted<InfrastructureCluster> | undefined;
  /** Set by the user's manifest; absent until it is applied, or where a cluster has none. */
  controlPlane: Contracted<ControlPlane> | undefined;
  readonly machines: readonly Machine[];
  readonly controlPlaneMachines: readonly Machine[];
  readonly workers: readonly Machine[];
  readonly deployments: readonly MachineDeployment[];
  readonly sets: readonly MachineSet[];
  /** What the probe saw last; absent before the first look. */
  readonly connection: ConnectionState | undefined;
}

export interface ClusterDeps {
  readonly kinds: ContractKinds;
  readonly connections: WorkloadConnections;
  readonly tracer: Tracer;
}

export const observeCluster =
  (deps: ClusterDeps) =>
  async (cluster: Cluster, context: Context): Promise<ClusterScope> => {
    const name = keyOfObject(cluster);
    const machines = context.cached(Machine).by(byClusterName, name);
    const [infrastructure, controlPlane] = await Promise.all([
      find(deps, context, cluster, cluster.spec.infrastructureRef, clusterByInfrastructure),
      find(deps, context, cluster, cluster.spec.controlPlaneRef, clusterByControlPlane),
    ]);
    return {
      cluster,
      infrastructure: contracted(InfrastructureCluster, infrastructure),
      controlPlane: contracted(ControlPlane, controlPlane),
      machines,
      controlPlaneMachines: machines.filter(isControlPlane),
      workers: machines.filter((machine) => !isControlPlane(machine)),
      deployments: context.cached(MachineDeployment).by(byClusterName, name),
      sets: context.cached(MachineSet).by(byClusterName, name),
      connection: deps.connections.state(name),
    };
  };

async function find(
  { kinds }: ClusterDeps,
  context: Context,
  cluster: Cluster,
  reference: ContractReference | undefined,
  index: (cluster: Cluster) => readonly string[],
): Promise<Parameters<typeof contracted>[1]> {
  if (reference === undefined) return undefined;
  const kind = await kinds.of(reference);
  await context.mirror(kind, (object) => keysBy(context.cached(Cluster), index, objectKey(object)), { prune: pruneToContract });
  return context.read(kind, { namespace: cluster.metadata.namespace, name: reference.name });
}
