import { Finalizers, VSphereCluster, VSphereDeploymentZone, VSphereFailureDomain, VSphereMachine } from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import { Core, Vsphere } from '@handoff/events';
import { keyOfObject } from '@handoff/kube';
import type { Key, StoreView } from '@handoff/kube';
import { controller, hears, mirrors, STATUS_GATHER_MS } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { ofCluster, ofNamedCluster, ofSameCluster } from '../references.js';
import { awaitMachines, deleteIdentity } from './vsphere-cluster.delete.js';
import { ownIdentity } from './vsphere-cluster.identity.js';
import { awaitEndpoint, awaitFailureDomains, awaitOwner, reachVCenter } from './vsphere-cluster.phases.js';
import { observeCluster } from './vsphere-cluster.scope.js';
import type { ClusterDeps, ClusterScope } from './vsphere-cluster.scope.js';
import { clusterFacts, clusterStatus } from './vsphere-cluster.status.js';

/** Zones are few and belong to nobody: whoever chooses any looks. */
const choosing = (_zone: KubeObject, own: StoreView<VSphereCluster>): Key[] =>
  own.list().filter(({ spec }) => spec.failureDomainSelector !== undefined).map(keyOfObject);

/** Prepares what the machines of a cluster share: the way into vCenter, the endpoint, the failure domains. */
export const vsphereClusterController = (deps: ClusterDeps): Controller => controller<VSphereCluster, ClusterScope>({
  name: 'vspherecluster',
  for: VSphereCluster,
  hears: [hears(Core.ClusterDeclared, ofCluster), hears(Vsphere.MachineGone, ofNamedCluster)],
  mirrors: [mirrors(VSphereMachine, ofSameCluster), mirrors(VSphereDeploymentZone, choosing), mirrors(VSphereFailureDomain, choosing)],
  observe: observeCluster(deps),
  phases: [awaitOwner, ownIdentity, reachVCenter(deps), awaitEndpoint, awaitFailureDomains],
  status: clusterStatus,
  gatherStatus: STATUS_GATHER_MS,
  handoffs: clusterFacts,
  gone: Vsphere.ClusterDeleted,
  finalize: { finalizer: Finalizers.vsphereCluster, phases: [awaitMachines, deleteIdentity(deps)] },
});
