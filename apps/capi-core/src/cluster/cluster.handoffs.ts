import { Core } from '@handoff/events';
import { fact } from '@handoff/reconcile';
import type { Fact } from '@handoff/reconcile';
import type { ClusterScope } from './cluster.scope.js';

/** The facts that hold of a Cluster now. */
export function clusterFacts({ cluster, infrastructure, controlPlane, machines, connection }: ClusterScope): readonly Fact[] {
  if (cluster.metadata.deletionTimestamp !== undefined) return [fact(Core.ClusterDeleting)];
  const provisioned =
    infrastructure?.view.status?.initialization?.provisioned === true || cluster.status?.initialization?.infrastructureProvisioned === true;
  const initialized = controlPlane?.view.status?.initialization?.controlPlaneInitialized === true;
  const running = machines.length > 0 && machines.every((machine) => machine.status?.phase === 'Running');
  return [
    fact(Core.ClusterDeclared, [
      infrastructure?.object.metadata.ownerReferences?.length,
      controlPlane?.object.metadata.ownerReferences?.length,
    ], { isInSpec: true }),
    fact(Core.ClusterChanged, cluster.spec),
    ...(provisioned
      ? [fact(Core.InfrastructureProvisioned, [cluster.spec.controlPlaneEndpoint, infrastructure?.view.status?.failureDomains])]
      : []),
    ...(initialized ? [fact(Core.ControlPlaneInitialized)] : []),
    ...(connection?.reachable === true ? [fact(Core.WorkloadReachable, connection.initialized)] : []),
    ...(connection?.reachable === false && connection.lastAnswer > 0 ? [fact(Core.WorkloadUnreachable)] : []),
    ...(running && initialized ? [fact(Core.ClusterReady, machines.length)] : []),
  ];
}
