import { Cluster, clusterNameOf, Finalizers, Machine, MachineDeployment, MachineSet } from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import { aboutKey, keysBy } from '@handoff/contract-objects';
import { Bootstrap, Core, Vsphere } from '@handoff/events';
import type { ObjectReference } from '@handoff/events';
import type { Key, StoreView } from '@handoff/kube';
import { controller, hears, mirrors, STATUS_GATHER_MS } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { clusterByControlPlane, clusterByInfrastructure } from '../contract/references.js';
import { deleteControlPlane, deleteInfrastructure, deleteWorkers, dropConnection } from './cluster.delete.js';
import { clusterFacts } from './cluster.handoffs.js';
import { clusterMilestones } from './cluster.milestones.js';
import { beginOperation } from './cluster.operation.js';
import { adoptEndpoint, dialWorkload, ownControlPlane, ownInfrastructure, ownTemplates } from './cluster.phases.js';
import { observeCluster } from './cluster.scope.js';
import type { ClusterDeps, ClusterScope } from './cluster.scope.js';
import { clusterStatus } from './cluster.status.js';

const named = (about: ObjectReference, _own: StoreView<Cluster>, cluster: string | undefined): Key[] =>
  cluster === undefined ? [] : [`${about.namespace ?? ''}/${cluster}`];

const ofCluster = (object: KubeObject): Key[] => {
  const cluster = clusterNameOf(object);
  return cluster === undefined ? [] : [`${object.metadata.namespace ?? ''}/${cluster}`];
};

/** A Cluster only tells of what its Machines come to: it may do so a little later, and once for many. */
const GATHER_MS = 300;

/** Brings a cluster's parts together: owns them, copies the endpoint, says how far the whole is, and takes it down in order. */
export const clusterController = (deps: ClusterDeps): Controller =>
  controller<Cluster, ClusterScope>({
    name: 'cluster',
    for: Cluster,
    hears: [
      hears(Vsphere.InfrastructureReady, (about, own) => keysBy(own, clusterByInfrastructure, aboutKey(about))),
      hears(Vsphere.ClusterDeleted, (about, own) => keysBy(own, clusterByInfrastructure, aboutKey(about))),
      hears(Bootstrap.ControlPlaneChanged, (about, own) => keysBy(own, clusterByControlPlane, aboutKey(about))),
      hears(Bootstrap.ControlPlaneDeleted, (about, own) => keysBy(own, clusterByControlPlane, aboutKey(about))),
      hears(Core.MachineChanged, named, { gather: GATHER_MS }),
      hears(Core.MachineDeleted, named),
      hears(Core.MachineDeploymentChanged, named, { gather: GATHER_MS }),
      hears(Core.MachineDeploymentDeleted, named),
      hears(Core.MachineSetDeleted, named),
    ],
    mirrors: [mirrors(Machine, ofCluster), mirrors(MachineDeployment, ofCluster), mirrors(MachineSet, ofCluster)],
    clusterOf: (cluster) => cluster.metadata.name,
    observe: observeCluster(deps),
    phases: [
      beginOperation(deps.tracer), ownInfrastructure(deps), ownControlPlane(deps), ownTemplates(deps), adoptEndpoint, dialWorkload(deps),
    ],
    status: clusterStatus,
    gatherStatus: STATUS_GATHER_MS,
    handoffs: clusterFacts,
    milestones: clusterMilestones,
    gone: Core.ClusterDeleted,
    finalize: {
      finalizer: Finalizers.cluster,
      phases: [deleteWorkers, deleteControlPlane(deps), deleteInfrastructure(deps), dropConnection(deps)],
    },
  });
