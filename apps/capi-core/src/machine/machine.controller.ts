import { Finalizers, Machine, MachineConditions as Type } from '@handoff/api';
import { aboutKey, byClusterName, keysBy } from '@handoff/contract-objects';
import { Bootstrap, Core, Vsphere } from '@handoff/events';
import type { ObjectReference } from '@handoff/events';
import type { Key, StoreView } from '@handoff/kube';
import { controller, hears, STATUS_GATHER_MS } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { machineByBootstrap, machineByInfrastructure } from '../contract/references.js';
import { adoptBootstrapData } from './machine.bootstrap.js';
import { deleteBootstrap, deleteInfrastructure, waitForPreDrainHooks, waitForPreTerminateHooks } from './machine.delete.js';
import { deleteNode, drain, waitForVolumes } from './machine.drain.js';
import { machineFacts } from './machine.handoffs.js';
import { machineMilestones } from './machine.milestones.js';
import { adoptProviderId } from './machine.infrastructure.js';
import { settleNode } from './machine.node.js';
import { observeMachine } from './machine.scope.js';
import type { MachineDeps, MachineScope } from './machine.scope.js';
import { machineStatus } from './machine.status.js';

const byInfrastructure = (about: ObjectReference, own: StoreView<Machine>): Key[] => keysBy(own, machineByInfrastructure, aboutKey(about));
const byBootstrap = (about: ObjectReference, own: StoreView<Machine>): Key[] => keysBy(own, machineByBootstrap, aboutKey(about));
const ofCluster = (about: ObjectReference, own: StoreView<Machine>): Key[] =>
  keysBy(own, byClusterName, `${about.namespace ?? ''}/${about.name}`);

/** Written by the Machine's owner, its control plane, or a health check. */
const FOREIGN_CONDITIONS = [
  Type.UpToDate, Type.HealthCheckSucceeded, Type.OwnerRemediated, Type.ExternallyRemediated, Type.APIServerPodHealthy,
  Type.ControllerManagerPodHealthy, Type.SchedulerPodHealthy, Type.EtcdPodHealthy, Type.EtcdMemberHealthy,
  Type.NodeKubeadmLabelsAndTaintsSet,
];

/** Follows one server from bootstrap data through its VM to its Node, and back again. */
export const machineController = (deps: MachineDeps): Controller =>
  controller<Machine, MachineScope>({
    name: 'machine',
    for: Machine,
    hears: [
      hears(Bootstrap.DataReady, byBootstrap),
      hears(Bootstrap.DataFailed, byBootstrap),
      hears(Bootstrap.ConfigDeleted, byBootstrap),
      hears(Vsphere.MachineReady, byInfrastructure),
      hears(Vsphere.MachineNotReady, byInfrastructure),
      hears(Vsphere.MachineGone, byInfrastructure),
      hears(Core.InfrastructureProvisioned, ofCluster),
      hears(Core.ClusterDeleting, ofCluster),
      hears(Core.WorkloadReachable, ofCluster),
      hears(Core.WorkloadUnreachable, ofCluster),
    ],
    foreignConditions: FOREIGN_CONDITIONS,
    observe: observeMachine(deps),
    phases: [adoptBootstrapData(deps), adoptProviderId(deps), settleNode(deps)],
    status: machineStatus,
    gatherStatus: STATUS_GATHER_MS,
    handoffs: machineFacts,
    milestones: machineMilestones,
    gone: Core.MachineDeleted,
    finalize: {
      finalizer: Finalizers.machine,
      phases: [
        waitForPreDrainHooks,
        drain(deps),
        waitForVolumes(deps),
        waitForPreTerminateHooks,
        deleteInfrastructure(deps),
        deleteBootstrap(deps),
        deleteNode(deps),
      ],
    },
  });
