import {
  Annotations, Finalizers, isControlledBy, KubeadmConfig, labelValueOf, Labels, Machine, ownerReferenceTo,
} from '@handoff/api';
import type { Cluster, ContractReference, KubeadmConfigSpec } from '@handoff/api';
import { createPart, fillName, mayLackParts, partReference, readTemplate, tracedAnnotations } from '@handoff/contract-objects';
import type { ContractKinds, MachinePart } from '@handoff/contract-objects';
import { AlreadyExists } from '@handoff/kube';
import type { NewObject } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';
import { randomSuffix } from '@handoff/time';
import { pickFailureDomain } from './failure-domains.js';
import { requiredConditions } from './control-plane.health.js';
import type { ControlPlaneScope, Member } from './control-plane.scope.js';

const infrastructurePart = ({ wanted }: ControlPlaneScope): MachinePart =>
  ({ template: wanted.spec.machineTemplate.spec.infrastructureRef, field: 'spec.machineTemplate.spec.infrastructureRef' });

/**
 * Makes one more Machine with everything that it consists of. Its name is random, so a lost answer could double it: a consistent list
 * by owner comes first, and what that shows is taken instead.
 */
export async function addMember(kinds: ContractKinds, scope: ControlPlaneScope, context: Context, cluster: Cluster): Promise<void> {
  const part = infrastructurePart(scope);
  await readTemplate(kinds, context, cluster.metadata.namespace, part); // nothing is begun that cannot be finished
  const unseen = await findUnseen(scope, context, cluster);
  const machine = unseen ?? await context.kube.create(Machine, newMachine(scope, context, cluster));
  const member: Member = { machine, config: undefined, infrastructure: undefined, outdated: [], health: [] };
  scope.members = [...scope.members, member];
  await completeMember(kinds, scope, context, member);
}

async function findUnseen({ controlPlane, members }: ControlPlaneScope, context: Context, cluster: Cluster): Promise<Machine | undefined> {
  const labelSelector = `${Labels.clusterName}=${cluster.metadata.name},${Labels.controlPlane}`;
  const { items } = await context.kube.list(Machine, { namespace: cluster.metadata.namespace, labelSelector });
  const known = new Set(members.map(({ machine }) => machine.metadata.uid));
  return items.find((machine) => isControlledBy(machine, controlPlane) && !known.has(machine.metadata.uid));
}

/** Makes the parts of a Machine that an earlier attempt did not come to. */
export async function completeMember(kinds: ContractKinds, scope: ControlPlaneScope, context: Context, member: Member): Promise<void> {
  const { machine, config, infrastructure } = member;
  if (!mayLackParts(machine)) return;
  await Promise.all([
    config === undefined && createConfig(scope, context, machine),
    infrastructure === undefined && createInfrastructure(kinds, scope, context, machine),
  ]);
}

async function createInfrastructure(kinds: ContractKinds, scope: ControlPlaneScope, context: Context, machine: Machine): Promise<void> {
  const part = infrastructurePart(scope);
  await createPart(kinds, context, machine, part, await readTemplate(kinds, context, machine.metadata.namespace, part));
}

function newMachine(scope: ControlPlaneScope, context: Context, cluster: Cluster): NewObject {
  const { wanted } = scope;
  const { metadata, spec } = wanted;
  const { machineTemplate: template } = spec;
  const name = fillName(spec.machineNaming?.template ?? '{{ .kubeadmControlPlane.name }}-{{ .random }}', {
    'kubeadmControlPlane.name': metadata.name, 'cluster.name': cluster.metadata.name, random: randomSuffix(context.random),
  });
  const failureDomain = pickFailureDomain(cluster, scope.members.map(({ machine }) => machine));
  return {
    metadata: {
      name, namespace: metadata.namespace,
      labels: {
        ...template.metadata?.labels,
        [Labels.clusterName]: cluster.metadata.name, [Labels.controlPlane]: '', [Labels.controlPlaneName]: labelValueOf(metadata.name),
      },
      annotations: { ...template.metadata?.annotations, ...tracedAnnotations(wanted) },
      finalizers: [Finalizers.machine],
      ownerReferences: [ownerReferenceTo(scope.controlPlane, { controller: true, block: true })],
    },
    spec: {
      clusterName: cluster.metadata.name,
      version: spec.version,
      bootstrap: { configRef: configReference(name) },
      infrastructureRef: partReference(infrastructurePart(scope), name),
      ...(failureDomain === undefined ? {} : { failureDomain }),
      ...inPlaceSpec(scope),
    },
  };
}

const configReference = (name: string): ContractReference => ({ apiGroup: KubeadmConfig.group, kind: KubeadmConfig.kind, name });

/** The fields of a Machine that follow the control plane without a new Machine. */
export function inPlaceSpec({ wanted }: ControlPlaneScope): Pick<Machine['spec'], 'deletion' | 'readinessGates' | 'taints'> {
  const { deletion, readinessGates = [], taints } = wanted.spec.machineTemplate.spec;
  const required = requiredConditions(wanted.spec.kubeadmConfigSpec).map((conditionType) => ({ conditionType }));
  const own = readinessGates.filter((gate) => !required.some(({ conditionType }) => conditionType === gate.conditionType));
  return {
    readinessGates: [...required, ...own],
    ...(deletion === undefined ? {} : { deletion }),
    ...(taints === undefined ? {} : { taints }),
  };
}

/** The first node needs `initConfiguration`, all others `joinConfiguration`; both `clusterConfiguration`, which tells where etcd is. */
export function configSpec(spec: KubeadmConfigSpec, initialized: boolean): KubeadmConfigSpec {
  const { initConfiguration, joinConfiguration, ...rest } = spec;
  if (initialized) return { ...rest, ...(joinConfiguration === undefined ? {} : { joinConfiguration }) };
  return { ...rest, ...(initConfiguration === undefined ? {} : { initConfiguration }) };
}

async function createConfig({ wanted, initialized }: ControlPlaneScope, context: Context, machine: Machine): Promise<void> {
  const { name, namespace, labels } = machine.metadata;
  try {
    await context.kube.create(KubeadmConfig, {
      metadata: {
        name, namespace, labels,
        annotations: { ...wanted.spec.machineTemplate.metadata?.annotations, ...tracedAnnotations(machine) },
        ownerReferences: [ownerReferenceTo(machine, { controller: true, block: true })],
      },
      spec: configSpec(wanted.spec.kubeadmConfigSpec, initialized),
    });
  } catch (error) {
    if (!(error instanceof AlreadyExists)) throw error;
  }
}

/** True for a Machine that somebody asked to have removed first. */
export const isMarkedForDeletion = (machine: Machine): boolean => machine.metadata.annotations?.[Annotations.deleteMachine] !== undefined;
