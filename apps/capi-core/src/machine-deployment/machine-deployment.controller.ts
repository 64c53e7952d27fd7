import { Finalizers, Labels, Machine, MachineDeployment, MachineSet } from '@handoff/api';
import { byClusterName, keysBy } from '@handoff/contract-objects';
import { Core } from '@handoff/events';
import type { ObjectReference } from '@handoff/events';
import type { Key, StoreView } from '@handoff/kube';
import { conditionsOf, controller, fact, hears, mirrors, STATUS_GATHER_MS } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { joinCluster } from './machine-deployment.own.js';
import { adoptSets, deleteSets, dropOldSets, ensureCurrentSet, markUpToDate, rollOut } from './machine-deployment.phases.js';
import { observeMachineDeployment } from './machine-deployment.scope.js';
import type { MachineDeploymentScope } from './machine-deployment.scope.js';
import { machineDeploymentStatus } from './machine-deployment.status.js';

const deploymentsOf = (about: ObjectReference, own: StoreView<MachineDeployment>, cluster: string | undefined): Key[] =>
  cluster === undefined ? [] : keysBy(own, byClusterName, `${about.namespace ?? ''}/${cluster}`);

const byLabel = (object: { metadata: { namespace?: string | undefined; labels?: Record<string, string> | undefined } }): Key[] => {
  const name = object.metadata.labels?.[Labels.deploymentName];
  return name === undefined ? [] : [`${object.metadata.namespace ?? ''}/${name}`];
};

/** What Machines tell on the way is counted together, so many ms after the first; that one is gone is heard at once. */
const GATHER_MS = 200;

/** Rolls a group of Machines from one template to the next. */
export const machineDeploymentController = (): Controller =>
  controller<MachineDeployment, MachineDeploymentScope>({
    name: 'machinedeployment',
    for: MachineDeployment,
    hears: [
      hears(Core.InfrastructureProvisioned, deploymentsOf),
      hears(Core.ClusterDeclared, deploymentsOf),
      hears(Core.MachineChanged, deploymentsOf, { gather: GATHER_MS }),
      hears(Core.MachineDeleted, deploymentsOf),
      hears(Core.MachineSetChanged, deploymentsOf, { gather: GATHER_MS }),
      hears(Core.MachineSetDeleted, deploymentsOf),
    ],
    mirrors: [mirrors(MachineSet, byLabel), mirrors(Machine, byLabel)],
    observe: observeMachineDeployment,
    phases: [joinCluster, adoptSets, ensureCurrentSet, rollOut, dropOldSets, markUpToDate],
    status: machineDeploymentStatus,
    gatherStatus: STATUS_GATHER_MS,
    handoffs: (_scope, _report, deployment) => [
      fact(Core.MachineDeploymentChanged, [
        conditionsOf(deployment).map((entry) => [entry.type, entry.status, entry.message]),
        deployment.status?.replicas,
        deployment.status?.availableReplicas,
        deployment.spec.replicas,
      ], { actsOn: [] }),
    ],
    gone: Core.MachineDeploymentDeleted,
    finalize: { finalizer: Finalizers.machineDeployment, phases: [deleteSets] },
  });
