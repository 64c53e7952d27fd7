import { Cluster, controllerOf, Finalizers, isControlPlane, KubeadmConfig, KubeadmControlPlane, Machine, Secret } from '@handoff/api';
import { byClusterName, keysBy } from '@handoff/contract-objects';
import { Bootstrap, Core } from '@handoff/events';
import type { EventType, ObjectReference } from '@handoff/events';
import { keyOfObject } from '@handoff/kube';
import type { Key, StoreView } from '@handoff/kube';
import { controller, hears, mirrors, STATUS_GATHER_MS } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { clusterSecrets } from '../cluster-secrets/secrets.js';
import { awaitOwner, ensureCertificates } from './control-plane.certificates.js';
import { awaitWorkers, deleteMembers, disconnect } from './control-plane.delete.js';
import { controlPlaneFacts } from './control-plane.handoffs.js';
import { controlPlaneMilestones } from './control-plane.milestones.js';
import { ensureKubeconfig } from './control-plane.kubeconfig.js';
import { adoptMembers, awaitInfrastructure, checkSpec, scale } from './control-plane.scale.js';
import { clusterOf, controlPlaneByCluster, observeControlPlane } from './control-plane.scope.js';
import type { ControlPlaneDeps, ControlPlaneScope } from './control-plane.scope.js';
import { controlPlaneStatus } from './control-plane.status.js';
import { reportMembers, syncMachines } from './control-plane.sync.js';

const ofCluster = (about: ObjectReference, own: StoreView<KubeadmControlPlane>, cluster: string | undefined): Key[] =>
  cluster === undefined ? [] : keysBy(own, controlPlaneByCluster, `${about.namespace ?? ''}/${cluster}`);

/** What brings the next step. */
const STEPS: readonly EventType[] = [
  Core.ClusterDeclared, Core.InfrastructureProvisioned, Core.WorkloadReachable, Core.ClusterDeleting,
  Core.MachineRunning, Core.MachineDeleted,
];
/** What is told on, and followed by no step. */
const NEWS: readonly EventType[] = [Core.MachineChanged, Core.NodeChanged];
/** News is gathered, for so many ms after the first: a boot tells much in a short time. */
const GATHER_MS = 200;

/** A control plane is concerned by its own Machines, and by workers that leave before it does. */
function ofMachine(machine: Machine, own: StoreView<KubeadmControlPlane>): Key[] {
  if (!isControlPlane(machine) && machine.metadata.deletionTimestamp === undefined) return [];
  return byClusterName(machine).flatMap((cluster) => keysBy(own, controlPlaneByCluster, cluster));
}

/** The control plane whose certificates or kubeconfig a Secret holds. */
const ownerOfSecret = (secret: Secret): Key[] => {
  const controller = controllerOf(secret);
  return controller?.kind === KubeadmControlPlane.kind ? [`${secret.metadata.namespace ?? ''}/${controller.name}`] : [];
};

/** A cluster's control plane: its authorities, its administrator's kubeconfig, and its Machines, of which one changes at a time. */
export const controlPlaneController = (deps: ControlPlaneDeps): Controller => controller<KubeadmControlPlane, ControlPlaneScope>({
  name: 'kubeadmcontrolplane',
  for: KubeadmControlPlane,
  hears: [
    ...STEPS.map((event) => hears(event, ofCluster)),
    ...NEWS.map((event) => hears(event, ofCluster, { gather: GATHER_MS })),
  ],
  mirrors: [
    mirrors(Cluster, (cluster, own) => keysBy(own, controlPlaneByCluster, keyOfObject(cluster))),
    mirrors(Machine, ofMachine),
    mirrors(KubeadmConfig, () => []),
    mirrors(Secret, ownerOfSecret, clusterSecrets),
  ],
  clusterOf,
  observe: observeControlPlane(deps),
  phases: [
    awaitOwner, checkSpec, ensureCertificates(deps), awaitInfrastructure, ensureKubeconfig(deps),
    adoptMembers, syncMachines, scale(deps), reportMembers(deps),
  ],
  status: controlPlaneStatus,
  gatherStatus: STATUS_GATHER_MS,
  handoffs: controlPlaneFacts,
  milestones: controlPlaneMilestones,
  gone: Bootstrap.ControlPlaneDeleted,
  finalize: { finalizer: Finalizers.kubeadmControlPlane, phases: [awaitWorkers, deleteMembers, disconnect(deps)] },
});
