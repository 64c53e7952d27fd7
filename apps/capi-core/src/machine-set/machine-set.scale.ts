import { Annotations, Finalizers, Labels, Machine, ownerReferenceTo } from '@handoff/api';
import {
  createPart,
  fillName,
  mayLackParts,
  partReference,
  readTemplate,
  takeOwnership,
  tracedAnnotations,
} from '@handoff/contract-objects';
import type { ContractKinds, MachinePart } from '@handoff/contract-objects';
import { isTrue, waitFor } from '@handoff/reconcile';
import type { Context, Phase } from '@handoff/reconcile';
import { randomSuffix } from '@handoff/time';
import type { MachineSetScope } from './machine-set.scope.js';

/** Machines that belong here and have no controller are taken in before any new one is made. */
export const adoptMachines: Phase<MachineSetScope> = async (scope, context) => {
  const { set, orphans } = scope;
  const adopted = [];
  for (const machine of orphans)
    adopted.push(await takeOwnership(context.kube, Machine, machine, { owner: set, controller: true, cluster: set.spec.clusterName }));
  scope.machines = [...scope.machines, ...adopted];
  return undefined;
};

/** Makes what is missing: Machines, and parts of Machines that an earlier attempt did not come to. */
export const scaleUp = (kinds: ContractKinds): Phase<MachineSetScope> =>
  async function scaleMachineSetUp(scope, context) {
    const { set, wanted, machines, cluster } = scope;
    const living = machines.filter((machine) => machine.metadata.deletionTimestamp === undefined);
    const missing = wanted.spec.replicas - living.length;
    const incomplete = living.filter(mayLackParts);
    if (missing <= 0 && incomplete.length === 0) return undefined;
    if (cluster?.metadata.deletionTimestamp !== undefined) return undefined;
    if (set.metadata.annotations?.[Annotations.disableMachineCreate] !== undefined && missing > 0)
      return waitFor('MachineCreationDisabled', `annotation ${Annotations.disableMachineCreate} holds back ${String(missing)} Machines`);
    const parts = partsOf(scope);
    const templates = new Map<MachinePart, Awaited<ReturnType<typeof readTemplate>>>();
    const template = async (part: MachinePart): Promise<Awaited<ReturnType<typeof readTemplate>>> => {
      const known = templates.get(part) ?? (await readTemplate(kinds, context, set.metadata.namespace, part));
      templates.set(part, known);
      return known;
    };
    if (missing > 0) {
      await Promise.all(parts.map(template)); // nothing is begun that cannot be finished
      scope.machines = [...machines, ...(await createMachines(scope, context, missing))];
    }
    for (const machine of scope.machines.filter(mayLackParts)) await completeMachine(kinds, context, machine, parts, template);
    return undefined;
  };

function partsOf({ wanted }: MachineSetScope): MachinePart[] {
  const { bootstrap, infrastructureRef } = wanted.spec.template.spec;
  return [
    ...(bootstrap.configRef === undefined ? [] : [{ template: bootstrap.configRef, field: 'spec.template.spec.bootstrap.configRef' }]),
    { template: infrastructureRef, field: 'spec.template.spec.infrastructureRef' },
  ];
}

async function completeMachine(
  kinds: ContractKinds,
  context: Context,
  machine: Machine,
  parts: readonly MachinePart[],
  template: (part: MachinePart) => Promise<Awaited<ReturnType<typeof readTemplate>>>,
): Promise<void> {
  await Promise.all(
    parts.map(async (part) => {
      const reference = partReference(part, machine.metadata.name);
      const view = await context.mirror(await kinds.of(reference), () => []);
      if (view.get(`${machine.metadata.namespace ?? ''}/${reference.name}`) !== undefined) return;
      await createPart(kinds, context, machine, part, await template(part));
    }),
  );
}

/** Names are random, so a lost reply could double a Machine: a consistent list by owner comes first. */
async function createMachines(scope: MachineSetScope, context: Context, missing: number): Promise<Machine[]> {
  const { set, wanted, machines } = scope;
  await context.gate(); // and no other replica may lead before these have arrived
  const { items } = await context.kube.list(Machine, {
    namespace: set.metadata.namespace,
    labelSelector: `${Labels.clusterName}=${set.spec.clusterName}`,
  });
  const listed = items.filter((machine) => machine.metadata.ownerReferences?.some((owner) => owner.uid === set.metadata.uid) === true);
  const unseen = listed.filter((machine) => !machines.some((known) => known.metadata.uid === machine.metadata.uid));
  const created = await Promise.all(
    Array.from({ length: Math.max(0, missing - unseen.length) }, () => context.kube.create(Machine, newMachine(wanted, context))),
  );
  return [...unseen, ...created];
}

function newMachine(wanted: MachineSetScope['wanted'], context: Context): Parameters<Context['kube']['create']>[1] {
  const { metadata, spec } = wanted;
  const { template } = spec;
  const name = fillName(spec.machineNaming?.template ?? '{{ .machineSet.name }}-{{ .random }}', {
    'machineSet.name': metadata.name,
    'cluster.name': spec.clusterName,
    random: randomSuffix(context.random),
  });
  const made = (reference: { apiGroup: string; kind: string; name: string }): typeof reference =>
    partReference({ template: reference, field: '' }, name);
  return {
    metadata: {
      name,
      namespace: metadata.namespace,
      labels: { ...template.metadata?.labels, [Labels.setName]: labelValue(metadata.name), ...groupLabels(metadata.labels) },
      annotations: { ...template.metadata?.annotations, ...tracedAnnotations(wanted) },
      finalizers: [Finalizers.machine],
      ownerReferences: [ownerReferenceTo(wanted, { controller: true, block: true })],
    },
    spec: {
      ...template.spec,
      clusterName: spec.clusterName,
      infrastructureRef: made(template.spec.infrastructureRef),
      bootstrap:
        template.spec.bootstrap.configRef === undefined ? template.spec.bootstrap : { configRef: made(template.spec.bootstrap.configRef) },
    },
  };
}

/** What a deployment put on its set stands on the Machines too. */
function groupLabels(labels: Record<string, string> | undefined): Record<string, string> {
  const names = [Labels.clusterName, Labels.deploymentName, Labels.machineTemplateHash] as const;
  return Object.fromEntries(names.flatMap((name) => (labels?.[name] === undefined ? [] : [[name, labels[name]]])));
}

const labelValue = (name: string): string => name.slice(0, 63);

/** Deletes what is too much: first what is going or marked anyway, then what is not healthy, then by the set's order. */
export const scaleDown: Phase<MachineSetScope> = async ({ wanted, machines }, context) => {
  const living = machines.filter((machine) => machine.metadata.deletionTimestamp === undefined);
  const surplus = living.length - wanted.spec.replicas;
  if (surplus <= 0) return undefined;
  const victims = [...living].sort(byUrgency(wanted.spec.deletion.order)).slice(0, surplus);
  await context.gate();
  for (const machine of victims) await context.kube.delete(Machine, machine);
  return undefined;
};

/** A set that is deleted deletes its Machines and waits for them. */
export const deleteMachines: Phase<MachineSetScope> = async ({ machines }, context) => {
  const living = machines.filter((machine) => machine.metadata.deletionTimestamp === undefined);
  if (living.length > 0) await context.gate();
  await Promise.all(living.map((machine) => context.kube.delete(Machine, machine)));
  return machines.length === 0
    ? undefined
    : waitFor(
        'WaitingForMachineDeletion',
        `waiting until ${String(machines.length)} Machines are gone: ${machines
          .slice(0, 3)
          .map((machine) => machine.metadata.name)
          .join(', ')}`,
      );
};

const byUrgency =
  (order: 'Newest' | 'Oldest' | 'Random') =>
  (a: Machine, b: Machine): number =>
    rank(b) - rank(a) || byAge(order, a, b) || a.metadata.name.localeCompare(b.metadata.name);

function rank(machine: Machine): number {
  if (machine.metadata.annotations?.[Annotations.deleteMachine] !== undefined) return 3;
  if (machine.status?.nodeRef === undefined) return 2;
  return isTrue(machine, 'Ready') ? 0 : 1;
}

function byAge(order: 'Newest' | 'Oldest' | 'Random', a: Machine, b: Machine): number {
  const difference = Date.parse(a.metadata.creationTimestamp ?? '') - Date.parse(b.metadata.creationTimestamp ?? '');
  return order === 'Oldest' ? difference : order === 'Newest' ? -difference : 0;
}
