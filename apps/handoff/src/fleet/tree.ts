import { controllerOf, isControlPlane } from '@handoff/api';
import type { KubeObject, Machine } from '@handoff/api';
import { conditionOf, WAITING } from '@handoff/reconcile';
import type { ClusterObjects } from './fleet.js';

/** How an object does, in one word. */
export type Health = 'ready' | 'working' | 'failed' | 'deleting' | 'paused';

/** An object with what belongs to it. */
export interface TreeNode {
  readonly kind: string;
  readonly name: string;
  readonly health: Health;
  /** Its phase, or what it came to. */
  readonly state: string;
  /** What it waits for, in its own words, and since when (RFC 3339). */
  readonly waiting?: { readonly reason: string; readonly message: string; readonly since: string } | undefined;
  readonly children: readonly TreeNode[];
}

/** Everything of a cluster as a tree: who made what. @returns undefined when there is no such Cluster */
export function clusterTree(objects: ClusterObjects): TreeNode | undefined {
  const { cluster, infrastructure, controlPlane, deployments, sets, machines, plans, bindings, name } = objects;
  if (cluster === undefined) return undefined;
  const owned = (owner: KubeObject): TreeNode[] => machines.filter((machine) => controllerOf(machine)?.uid === owner.metadata.uid).map((machine) => machineNode(objects, machine));
  const children = [
    ...(infrastructure === undefined ? [] : [node(infrastructure)]),
    ...(controlPlane === undefined ? [] : [node(controlPlane, owned(controlPlane))]),
    ...deployments.map((deployment) => node(deployment, sets.filter((set) => controllerOf(set)?.uid === deployment.metadata.uid).map((set) => node(set, owned(set))))),
    ...plans.map((plan) => planNode(plan, name)),
    ...bindings.map((binding) => node(binding)),
  ];
  return node(cluster, children);
}

function machineNode(objects: ClusterObjects, machine: Machine): TreeNode {
  const of = <T extends KubeObject>(kind: readonly T[]): readonly T[] => kind.filter((object) => controllerOf(object)?.uid === machine.metadata.uid);
  const vsphere = of(objects.vsphereMachines).map((vsphereMachine) => node(vsphereMachine,
    objects.vms.filter((vm) => controllerOf(vm)?.uid === vsphereMachine.metadata.uid).map((vm) => node(vm,
      objects.claims.filter((claim) => claim.metadata.ownerReferences?.some(({ uid }) => uid === vm.metadata.uid)).map((claim) => claimNode(objects, claim))))));
  const made = node(machine, [...of(objects.configs).map((config) => node(config)), ...vsphere]);
  return isControlPlane(machine) ? { ...made, kind: 'Machine' } : made;
}

function claimNode(objects: ClusterObjects, claim: ClusterObjects['claims'][number]): TreeNode {
  const address = objects.addresses.find(({ metadata }) => metadata.name === claim.status?.addressRef?.name);
  return { ...node(claim), state: address?.spec.address ?? '' };
}

function planNode(plan: ClusterObjects['plans'][number], cluster: string): TreeNode {
  const entry = plan.status?.clusters?.find((candidate) => candidate.name === cluster);
  const ready = entry?.phase === 'Ready';
  const words = [entry?.phase ?? '', ready ? '' : entry?.step ?? ''].filter((word) => word !== '').join(' ');
  const waiting = ready || entry?.message === undefined ? undefined : { reason: entry.phase, message: entry.message, since: entry.since ?? '' };
  return { kind: plan.kind, name: plan.metadata.name, health: entry?.phase === 'Failed' ? 'failed' : ready ? 'ready' : 'working', state: words, waiting, children: [] };
}

function node(object: KubeObject, children: readonly TreeNode[] = []): TreeNode {
  const waiting = conditionOf(object, WAITING);
  return {
    kind: object.kind, name: object.metadata.name, health: healthOf(object), state: stateOf(object),
    waiting: waiting === undefined ? undefined : { reason: waiting.reason, message: waiting.message, since: waiting.lastTransitionTime },
    children,
  };
}

function healthOf(object: KubeObject): Health {
  if (object.metadata.deletionTimestamp !== undefined) return 'deleting';
  if (conditionOf(object, 'Paused')?.status === 'True') return 'paused';
  const verdict = conditionOf(object, 'Ready') ?? conditionOf(object, 'Available');
  if (verdict?.status === 'True') return 'ready';
  if (conditionOf(object, 'BootstrapSucceeded')?.status === 'False') return 'failed';
  return verdict === undefined && conditionOf(object, WAITING) === undefined ? 'ready' : 'working';
}

function stateOf(object: KubeObject): string {
  const status = 'status' in object && typeof object.status === 'object' && object.status !== null ? object.status : {};
  const phase = 'phase' in status && typeof status.phase === 'string' ? status.phase : '';
  const counts = 'replicas' in status && typeof status.replicas === 'number' && 'readyReplicas' in status ? `${String(status.readyReplicas)}/${String(status.replicas)} ready` : '';
  return [phase, counts].filter((word) => word !== '').join(' ');
}
