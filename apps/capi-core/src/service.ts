import { Cluster, Machine } from '@handoff/api';
import { byClusterName, ContractKinds } from '@handoff/contract-objects';
import { feedTimeline } from '@handoff/coordination';
import { keyOfObject } from '@handoff/kube';
import type { ServiceContext, ServiceDefinition } from '@handoff/service';
import { WorkloadClusters } from '@handoff/workload';
import { clusterController } from './cluster/cluster.controller.js';
import { machineController } from './machine/machine.controller.js';
import { machineDeploymentController } from './machine-deployment/machine-deployment.controller.js';
import { machineSetController } from './machine-set/machine-set.controller.js';
import { WorkloadConnections } from './workload/connections.js';
import type { ConnectionListener } from './workload/connections.js';

/** capi-core: Cluster, Machine, MachineSet, MachineDeployment; alone in watching the Nodes of workload clusters. */
export const capiCoreService = (): ServiceDefinition => ({
  name: 'capi-core',
  build(context) {
    const kinds = new ContractKinds(context.kube);
    const clusters = new WorkloadClusters(context.kube, 'capi-core');
    const { bus, clock, random, log, coordination } = context;
    const connections = new WorkloadConnections({ clusters, clock, random, log, listener: wakeUp(context) });
    const deps = { kinds, connections, tracer: context.telemetry.tracer };
    return {
      controllers: [clusterController(deps), machineController(deps), machineSetController(kinds), machineDeploymentController()],
      background: [(signal) => feedTimeline(bus, coordination.timeline, signal, (error) => { log.warn({ error: error.message }, 'not written to the timeline'); })],
      resources: [connections],
    };
  },
});

/** What the workload clusters tell wakes their Clusters and Machines. A Node is known to its Machine by provider id only. */
function wakeUp({ stores, wake }: ServiceContext): ConnectionListener {
  const machines = (cluster: string): readonly Machine[] => stores.view(Machine)?.by(byClusterName, cluster) ?? [];
  return {
    changed(cluster) {
      if (stores.view(Cluster)?.get(cluster) !== undefined) wake('cluster', cluster);
      for (const machine of machines(cluster)) wake('machine', keyOfObject(machine));
    },
    nodeChanged(cluster, node) {
      const id = node.spec?.providerID?.toLowerCase();
      if (id === undefined) return;
      for (const machine of machines(cluster)) if (machine.spec.providerID?.toLowerCase() === id) wake('machine', keyOfObject(machine));
    },
  };
}
