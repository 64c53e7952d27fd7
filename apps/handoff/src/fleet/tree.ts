import { controllerOf } from '@handoff/api';
import type { KubeObject, Machine } from '@handoff/api';
import { conditionOf, WAITING } from '@handoff/reconcile';
import type { ClusterObjects } from './fleet.js';
import { severityOf } from './severity.js';

/** How an object does, in one word. */
export type Health = 'ready' | 'working' | 'failed' | 'deleting' | 'paused';

/** What an object waits for, in its own words, and since when (RFC 3339). */
export interface Waiting {
  readonly reason: string;
  readonly message: string;
  readonly since: string;
}

/** An object with what belongs to it. */
export interface TreeNode {
  readonly kind: string;
  readonly name: string;
  readonly health: Health;
  /** Its phase, or what it came to. */
  readonly state: string;
  readonly waiting?: Waiting | undefined;
  readonly children: readonly TreeNode[];
}

/** Everything of a cluster as a tree: who made what. @returns undefined when there is no such Cluster */
export function clusterTree(objects: ClusterObjects): TreeNode | undefined {
  const { cluster, infrastructure, controlPlane, deployments, sets, machines, plans, bindings, name } = objects;
  if (cluster === undefined) return undefined;
  const owned = (owner: KubeObject): TreeNode[] => machines.filter(isOf(owner)).map((machine) => machineNode(objects, machine));
  const withSets = (deployment: KubeObject): TreeNode =>
    node(deployment, sets.filter(isOf(deployment)).map((set) => node(set, owned(set))));
  const children = [
    ...(infrastructure === undefined ? [] : [node(infrastructure)]),
    ...(controlPlane === undefined ? [] : [node(controlPlane, owned(controlPlane))]),
    ...deployments.map(withSets),
    ...plans.map((plan) => planNode(plan, name)),
    ...bindings.map((binding) => node(binding)),
  ];
  return node(cluster, children);
}

const isOf = (owner: KubeObject) => (object: KubeObject): boolean => controllerOf(object)?.uid === owner.metadata.uid;

function machineNode(objects: ClusterObjects, machine: Machine): TreeNode {
  const { configs, vsphereMachines, vms, claims } = objects;
  const claimsOf = (vm: KubeObject): TreeNode[] => claims
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === vm.metadata.uid))
    .map((claim) => claimNode(objects, claim));
  const withVms = (infrastructure: KubeObject): TreeNode =>
    node(infrastructure, vms.filter(isOf(infrastructure)).map((vm) => node(vm, claimsOf(vm))));
  const isItsOwn = isOf(machine);
  return node(machine, [...configs.filter(isItsOwn).map((config) => node(config)), ...vsphereMachines.filter(isItsOwn).map(withVms)]);
}

function claimNode(objects: ClusterObjects, claim: ClusterObjects['claims'][number]): TreeNode {
  const address = objects.addresses.find(({ metadata }) => metadata.name === claim.status?.addressRef?.name);
  return { ...node(claim), state: address?.spec.address ?? '' };
}

function planNode(plan: ClusterObjects['plans'][number], cluster: string): TreeNode {
  const entry = plan.status?.clusters?.find((candidate) => candidate.name === cluster);
  const ready = entry?.phase === 'Ready';
  const state = ready ? 'Ready' : entry?.step === undefined ? '' : `step ${entry.step}`;
  const reason = entry?.phase === 'Failed' ? 'AddonFailed' : entry?.phase ?? '';
  const waiting = ready || entry?.message === undefined ? undefined : { reason, message: entry.message, since: entry.since ?? '' };
  return { kind: plan.kind, name: plan.metadata.name, health: entry?.phase === 'Failed' ? 'failed' : ready ? 'ready' : 'working', state, waiting, children: [] };
}

function node(object: KubeObject, children: readonly TreeNode[] = []): TreeNode {
  const waiting = waitingOf(object);
  return { kind: object.kind, name: object.metadata.name, health: healthOf(object, waiting), state: stateOf(object), waiting, children };
}

/** What it says that it waits for; else what its guest failed at; else why it is not ready. */
function waitingOf(object: KubeObject): Waiting | undefined {
  const unmet = [conditionOf(object, 'BootstrapSucceeded'), verdictOf(object)].find((entry) => entry?.status === 'False');
  const told = conditionOf(object, WAITING) ?? unmet;
  return told === undefined ? undefined : { reason: told.reason, message: told.message, since: told.lastTransitionTime };
}

const verdictOf = (object: KubeObject): ReturnType<typeof conditionOf> => conditionOf(object, 'Ready') ?? conditionOf(object, 'Available');

function healthOf(object: KubeObject, waiting: Waiting | undefined): Health {
  if (object.metadata.deletionTimestamp !== undefined) return 'deleting';
  if (conditionOf(object, 'Paused')?.status === 'True') return 'paused';
  if (waiting !== undefined) return severityOf(waiting.reason) === 'problem' ? 'failed' : 'working';
  const counts = countsOf(object);
  if (counts !== undefined && counts.ready < counts.wanted) return 'working';
  const verdict = verdictOf(object);
  return verdict === undefined || verdict.status === 'True' ? 'ready' : 'working';
}

function stateOf(object: KubeObject): string {
  const counts = countsOf(object);
  if (counts !== undefined) return `${String(counts.ready)}/${String(counts.wanted)} ready`;
  const phase = record(object, 'status')['phase'];
  return typeof phase === 'string' ? phase : '';
}

/** Of those that count replicas. */
function countsOf(object: KubeObject): { wanted: number; ready: number } | undefined {
  const wanted = record(object, 'spec')['replicas'] ?? record(object, 'status')['replicas'];
  const ready = record(object, 'status')['readyReplicas'] ?? 0;
  return typeof wanted === 'number' && typeof ready === 'number' ? { wanted, ready } : undefined;
}

function record(object: KubeObject, part: 'spec' | 'status'): Readonly<Record<string, unknown>> {
  const value: unknown = part in object ? Reflect.get(object, part) : undefined;
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
