import { isDeepStrictEqual } from 'node:util';
import { Annotations, Finalizers, Labels, Machine, MachineSet, ownerReferenceTo } from '@handoff/api';
import { takeOwnership, tracedAnnotations } from '@handoff/contract-objects';
import { AlreadyExists } from '@handoff/kube';
import type { NewObject } from '@handoff/kube';
import { condition, conditionOf, isTrue, waitFor } from '@handoff/reconcile';
import type { Context, Phase } from '@handoff/reconcile';
import { rfc3339 } from '@handoff/time';
import { currentSet, machinesOf } from './machine-deployment.scope.js';
import type { MachineDeploymentScope } from './machine-deployment.scope.js';
import { nextStep } from './rollout.js';

/** Sets that bear its name and have no controller are taken in before any new one is made: a restore may leave them so. */
export const adoptSets: Phase<MachineDeploymentScope> = async (scope, context) => {
  const { deployment, orphans } = scope;
  const adopted = [];
  for (const set of orphans)
    adopted.push(
      await takeOwnership(context.kube, MachineSet, set, { owner: deployment, controller: true, cluster: deployment.spec.clusterName }),
    );
  scope.sets = [...scope.sets, ...adopted];
  return undefined;
};

/** Makes the set of the present revision. Its name follows from the template: two who try make one. */
export const ensureCurrentSet: Phase<MachineDeploymentScope> = async (scope, context) => {
  const { wanted, cluster } = scope;
  if (cluster === undefined || cluster.metadata.deletionTimestamp !== undefined || currentSet(scope) !== undefined) return undefined;
  if (cluster.status?.initialization?.infrastructureProvisioned !== true) {
    return waitFor('WaitingForInfrastructure', `Cluster ${cluster.metadata.name} has no infrastructure yet: Machines are made when it has`);
  }
  const replicas = scope.sets.length === 0 ? wanted.spec.replicas : 0;
  try {
    scope.sets = [...scope.sets, await context.kube.create(MachineSet, newSet(scope, replicas))];
  } catch (error) {
    if (!(error instanceof AlreadyExists)) throw error;
    return waitFor('WaitingForMachineSet', 'a MachineSet of that name is there already and is about to be taken in', { lookAgainMs: 1000 });
  }
  return undefined;
};

function newSet({ wanted, hash }: MachineDeploymentScope, replicas: number): NewObject {
  const { metadata, spec } = wanted;
  const labels = {
    ...spec.template.metadata?.labels,
    [Labels.machineTemplateHash]: hash,
    [Labels.deploymentName]: metadata.name.slice(0, 63),
  };
  return {
    metadata: {
      name: `${metadata.name}-${hash}`,
      namespace: metadata.namespace,
      labels: { ...labels, [Labels.clusterName]: spec.clusterName },
      annotations: { [Annotations.revision]: '1', ...tracedAnnotations(wanted) },
      finalizers: [Finalizers.machineSet],
      ownerReferences: [ownerReferenceTo(wanted, { controller: true, block: true })],
    },
    spec: {
      clusterName: spec.clusterName,
      replicas,
      deletion: spec.deletion,
      ...(spec.machineNaming === undefined ? {} : { machineNaming: spec.machineNaming }),
      selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [Labels.machineTemplateHash]: hash } },
      template: { metadata: { ...spec.template.metadata, labels }, spec: spec.template.spec },
    },
  };
}

/** Moves Machines from the old revisions to the present one, as far as the strategy allows now. */
export const rollOut: Phase<MachineDeploymentScope> = async (scope, context) => {
  const { wanted, deployment, cluster, machines } = scope;
  const current = currentSet(scope);
  if (current === undefined || deployment.spec.paused === true || cluster?.metadata.deletionTimestamp !== undefined) return undefined;
  const old = oldSets(scope);
  const { type, rollingUpdate } = wanted.spec.rollout.strategy;
  const revision = (set: MachineSet): { desired: number; available: number } => ({
    desired: set.spec.replicas ?? 0,
    available: machinesOf(set, machines).filter(
      (machine) => isTrue(machine, 'Available') && machine.metadata.deletionTimestamp === undefined,
    ).length,
  });
  const step =
    type === 'OnDelete'
      ? onDelete(
          wanted.spec.replicas,
          old.map((set) => machinesOf(set, machines).filter((machine) => machine.metadata.deletionTimestamp === undefined).length),
        )
      : nextStep(revision(current), old.map(revision), { replicas: wanted.spec.replicas, ...rollingUpdate });
  scope.sets = await Promise.all(
    scope.sets.map((set) => {
      const index = old.indexOf(set);
      return scale(context, set, set === current ? step.current : (step.old[index] ?? 0));
    }),
  );
  return undefined;
};

/** Whoever deletes an old Machine gets a new one. */
const onDelete = (replicas: number, living: readonly number[]): { current: number; old: readonly number[] } => ({
  current: Math.max(0, replicas - living.reduce((sum, count) => sum + count, 0)),
  old: living,
});

/** Oldest first. */
const oldSets = (scope: MachineDeploymentScope): MachineSet[] => {
  const current = currentSet(scope);
  return scope.sets
    .filter((set) => set !== current && set.metadata.deletionTimestamp === undefined)
    .sort(
      (a, b) =>
        (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '') ||
        a.metadata.name.localeCompare(b.metadata.name),
    );
};

async function scale(context: Context, set: MachineSet, replicas: number): Promise<MachineSet> {
  if (set.spec.replicas === replicas || set.metadata.deletionTimestamp !== undefined) return set;
  const { name, namespace, uid } = set.metadata;
  return context.kube.apply(MachineSet, { metadata: { name, namespace, uid }, spec: { replicas } });
}

/** A revision that nobody runs any more goes: there is no undo that would need it. */
export const dropOldSets: Phase<MachineDeploymentScope> = async (scope, context) => {
  const empty = oldSets(scope).filter((set) => set.spec.replicas === 0 && machinesOf(set, scope.machines).length === 0);
  for (const set of empty) await context.kube.delete(MachineSet, set);
  return undefined;
};

/** Tells each Machine whether it is of the present revision. */
export const markUpToDate: Phase<MachineDeploymentScope> = async (scope, context) => {
  const current = currentSet(scope);
  if (current === undefined) return undefined;
  const uptodate = machinesOf(current, scope.machines);
  await Promise.all(scope.machines.map((machine) => mark(context, machine, uptodate.includes(machine))));
  return undefined;
};

async function mark(context: Context, machine: Machine, isCurrent: boolean): Promise<void> {
  const wanted = isCurrent
    ? condition('UpToDate', true, 'UpToDate')
    : condition('UpToDate', false, 'NotUpToDate', 'made from an earlier template: it is replaced as the rollout goes on');
  const { type, status, reason, message, lastTransitionTime } = conditionOf(machine, 'UpToDate') ?? {
    ...wanted,
    status: undefined,
    lastTransitionTime: '',
  };
  if (isDeepStrictEqual({ type, status, reason, message }, wanted)) return;
  const { name, namespace, uid, generation } = machine.metadata;
  const since = status === wanted.status ? lastTransitionTime : rfc3339(context.clock.now());
  await context.kube.applyStatus(Machine, {
    metadata: { name, namespace, uid },
    status: { conditions: [{ ...wanted, lastTransitionTime: since, observedGeneration: generation }] },
  });
}

/** A deployment that is deleted deletes its sets and waits for them. */
export const deleteSets: Phase<MachineDeploymentScope> = async ({ sets }, context) => {
  const living = sets.filter((set) => set.metadata.deletionTimestamp === undefined);
  if (living.length > 0) await context.gate();
  await Promise.all(living.map((set) => context.kube.delete(MachineSet, set)));
  return sets.length === 0
    ? undefined
    : waitFor(
        'WaitingForMachineSetDeletion',
        `waiting until ${sets.map((set) => `MachineSet ${set.metadata.name}`).join(', ')} ${sets.length === 1 ? 'is' : 'are'} gone`,
      );
};
