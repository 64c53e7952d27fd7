import { Finalizers, Machine, MachineSet } from '@handoff/api';
import { byClusterName, keysBy } from '@handoff/contract-objects';
import type { ContractKinds } from '@handoff/contract-objects';
import { Core } from '@handoff/events';
import type { ObjectReference } from '@handoff/events';
import type { Key, StoreView } from '@handoff/kube';
import { conditionsOf, controller, fact, hears, mirrors, STATUS_GATHER_MS } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { adoptMachines, deleteMachines, scaleDown, scaleUp } from './machine-set.scale.js';
import { observeMachineSet } from './machine-set.scope.js';
import type { MachineSetScope } from './machine-set.scope.js';
import { machineSetStatus } from './machine-set.status.js';

/** A Machine says which cluster it is of; its set is one of that cluster's. */
const setsOf = (about: ObjectReference, own: StoreView<MachineSet>, cluster: string | undefined): Key[] =>
  cluster === undefined ? [] : keysBy(own, byClusterName, `${about.namespace ?? ''}/${cluster}`);

/** What Machines tell on the way is counted together, so many ms after the first; that one is gone is heard at once. */
const GATHER_MS = 200;

/** Keeps a number of Machines that are made alike. */
export const machineSetController = (kinds: ContractKinds): Controller =>
  controller<MachineSet, MachineSetScope>({
    name: 'machineset',
    for: MachineSet,
    hears: [
      hears(Core.MachineChanged, setsOf, { gather: GATHER_MS }),
      hears(Core.MachineDeleted, setsOf),
      hears(Core.InfrastructureProvisioned, setsOf),
    ],
    mirrors: [
      mirrors(
        Machine,
        (machine) =>
          machine.metadata.ownerReferences?.flatMap(({ kind, name }): Key[] =>
            kind === MachineSet.kind ? [`${machine.metadata.namespace ?? ''}/${name}`] : [],
          ) ?? [],
      ),
    ],
    observe: observeMachineSet,
    phases: [adoptMachines, scaleUp(kinds), scaleDown],
    status: machineSetStatus,
    gatherStatus: STATUS_GATHER_MS,
    handoffs: (_scope, _report, set) => [
      fact(Core.MachineSetChanged, [
        conditionsOf(set).map((entry) => [entry.type, entry.status]),
        set.status?.replicas,
        set.status?.availableReplicas,
      ], { actsOn: [set.status?.replicas, set.status?.availableReplicas, set.metadata.deletionTimestamp] }),
    ],
    gone: Core.MachineSetDeleted,
    finalize: { finalizer: Finalizers.machineSet, phases: [deleteMachines] },
  });
