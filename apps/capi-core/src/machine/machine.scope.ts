import { Cluster, Machine } from '@handoff/api';
import type { ContractReference, Node } from '@handoff/api';
import { byClusterName, keysBy, objectKey } from '@handoff/contract-objects';
import type { ContractKinds } from '@handoff/contract-objects';
import type { Context } from '@handoff/reconcile';
import { BootstrapConfig, contracted, InfrastructureMachine, pruneToContract } from '../contract/contract-objects.js';
import type { Contracted } from '../contract/contract-objects.js';
import { machineByBootstrap, machineByInfrastructure } from '../contract/references.js';
import type { ConnectionState, WorkloadConnections } from '../workload/connections.js';

/** Everything that a reconcile of a Machine looks at. */
export interface MachineScope {
  machine: Machine;
  /** Absent only while the Machine is being deleted and its Cluster went first. */
  readonly cluster: Cluster | undefined;
  /** Made by the Machine's owner; absent until then, where `dataSecretName` was given by hand, and after its deletion. */
  bootstrap: Contracted<BootstrapConfig> | undefined;
  /** Made by the Machine's owner; absent until then and after its deletion. */
  infrastructure: Contracted<InfrastructureMachine> | undefined;
  /** Registered by the kubelet, found by provider id; absent until the cloud provider has set that. */
  node: Node | undefined;
  /** False until the cluster's Nodes have been listed by this process: until then a Node that is not found may well be there. */
  readonly nodesListed: boolean;
  /** What the probe of the workload cluster saw last; absent before the first look. */
  readonly connection: ConnectionState | undefined;
  /** Every Machine of the cluster, this one included. */
  readonly siblings: readonly Machine[];
}

export interface MachineDeps {
  readonly kinds: ContractKinds;
  readonly connections: WorkloadConnections;
}

/** Nodes by provider id, which is compared without regard to case: BIOS UUIDs come in both. */
export const nodeByProviderId = (node: Node): readonly string[] =>
  node.spec?.providerID === undefined ? [] : [node.spec.providerID.toLowerCase()];

export const clusterKeyOf = (machine: Machine): `${string}/${string}` => `${machine.metadata.namespace ?? ''}/${machine.spec.clusterName}`;

export const observeMachine =
  (deps: MachineDeps) =>
  async (machine: Machine, context: Context): Promise<MachineScope> => {
    const clusterKey = clusterKeyOf(machine);
    const [bootstrap, infrastructure] = await Promise.all([
      find(deps, context, machine, machine.spec.bootstrap.configRef, machineByBootstrap),
      find(deps, context, machine, machine.spec.infrastructureRef, machineByInfrastructure),
    ]);
    const infrastructureView = contracted(InfrastructureMachine, infrastructure);
    const providerId = machine.spec.providerID ?? infrastructureView?.view.spec?.providerID;
    const nodes = deps.connections.nodes(clusterKey);
    return {
      machine,
      cluster: context.cached(Cluster).get(clusterKey),
      bootstrap: contracted(BootstrapConfig, bootstrap),
      infrastructure: infrastructureView,
      node: providerId === undefined ? undefined : nodes?.by(nodeByProviderId, providerId.toLowerCase())[0],
      nodesListed: nodes !== undefined,
      connection: deps.connections.state(clusterKey),
      siblings: context.cached(Machine).by(byClusterName, clusterKey),
    };
  };

async function find(
  { kinds }: MachineDeps,
  context: Context,
  machine: Machine,
  reference: ContractReference | undefined,
  index: (machine: Machine) => readonly string[],
): Promise<Parameters<typeof contracted>[1]> {
  if (reference === undefined) return undefined;
  const kind = await kinds.of(reference);
  await context.mirror(kind, (object) => keysBy(context.cached(Machine), index, objectKey(object)), { prune: pruneToContract });
  return context.read(kind, { namespace: machine.metadata.namespace, name: reference.name });
}
