import { IPAddressClaim, VSphereCluster } from '@handoff/api';
import type { VSphereVM } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';
import { asError } from '@handoff/time';
import { moRef } from '@handoff/vsphere';
import type { ClonePlan, MoRef, TaskRef, VmInfo, VSphereClient } from '@handoff/vsphere';
import { byCluster, clusterKeyOf } from '../references.js';
import type { TaskPlaces } from '../vcenter/task-places.js';
import type { VCenters } from '../vcenter/vcenters.js';
import type { TaskOutcome, VmTasks } from '../vcenter/vm-tasks.js';
import type { VmWatches } from '../vcenter/vm-watches.js';
import { claimRequests } from './claims.js';
import type { ClaimRequest } from './claims.js';

/** What the reconciles of machines share. */
export interface VmDeps {
  readonly vcenters: VCenters;
  readonly tasks: VmTasks;
  readonly places: TaskPlaces;
  readonly watches: VmWatches;
  /** Clones, by uid, that vCenter refused: not asked for again before `until`, milliseconds since the epoch. */
  readonly refusals: Map<string, { readonly error: Error; readonly until: number }>;
  /** How machines were cloned, by uid, until their status says so. */
  readonly plans: Map<string, ClonePlan>;
  /** Machines, by uid, whose guest was asked to shut down by this process. */
  readonly softPowerOffs: Set<string>;
}

/** A machine's task in vCenter. */
export interface VmTask {
  readonly ref: TaskRef;
  /** Undefined while it runs. */
  readonly outcome: TaskOutcome | undefined;
}

/** A claim that the spec asks for, and the object; absent until it is made. */
export interface ClaimState extends ClaimRequest {
  readonly claim: IPAddressClaim | undefined;
}

/** Everything that a reconcile of a VSphereVM looks at. */
export interface VmScope {
  /** Replaced by what a phase wrote. */
  vm: VSphereVM;
  /** Absent only when somebody deleted it by force. */
  readonly cluster: VSphereCluster | undefined;
  claims: readonly ClaimState[];
  /** Logged in; absent when that failed, which `unreachable` tells of. */
  readonly client: VSphereClient | undefined;
  readonly unreachable: Error | undefined;
  /** The last task that was started, until its success is taken note of. A failed one stays until it is tried again. */
  task: VmTask | undefined;
  /** Milliseconds since the epoch; after a failed task nothing is tried before. */
  retryAfter: number | undefined;
  /** The machine in vCenter; absent before the clone is there, and after it is gone. */
  ref: MoRef | undefined;
  /** What vCenter said of it last, and what this reconcile has done to it since; absent when vCenter has not told yet. */
  live: VmInfo | undefined;
  /** What came of a clone was found out in this reconcile: the next one goes on from there. */
  isJudged: boolean;
  /** The guest has everything that it boots with; found out while the machine is off. */
  configured: boolean;
  /** How it was cloned; absent once the status says so. */
  plan: ClonePlan | undefined;
}

export const observeVm = (deps: VmDeps) => async (vm: VSphereVM, context: Context): Promise<VmScope> => {
  if (vm.status?.cloneMode !== undefined || vm.metadata.deletionTimestamp !== undefined) deps.plans.delete(vm.metadata.uid);
  const cluster = context.cached(VSphereCluster).by(byCluster, clusterKeyOf(vm))[0];
  const scope: VmScope = {
    vm, cluster,
    claims: claimStates(vm, context),
    ...await reach(deps, vm, cluster, context),
    task: undefined,
    retryAfter: vm.status?.retryAfter === undefined ? undefined : Date.parse(vm.status.retryAfter),
    ref: undefined, live: undefined, isJudged: false, configured: false, plan: deps.plans.get(vm.metadata.uid),
  };
  try {
    await look(deps, scope);
    return scope;
  } catch (error) {
    return { ...scope, client: undefined, unreachable: asError(error) };
  }
};

/** The claims as known now; called again where a claim may have been answered meanwhile. */
export const claimStates = (vm: VSphereVM, context: Context): readonly ClaimState[] =>
  claimRequests(vm).map((request) => ({ ...request, claim: context.cached(IPAddressClaim).get(`${vm.metadata.namespace ?? ''}/${request.name}`) }));

async function reach(deps: VmDeps, vm: VSphereVM, cluster: VSphereCluster | undefined, { kube }: Context): Promise<Pick<VmScope, 'client' | 'unreachable'>> {
  if (cluster === undefined) return { client: undefined, unreachable: undefined };
  try {
    const { server, thumbprint } = vm.spec;
    return { client: await deps.vcenters.client(kube, cluster, { server, thumbprint }), unreachable: undefined };
  } catch (error) {
    return { client: undefined, unreachable: asError(error) };
  }
}

/** What vCenter knows: the task under way, else the machine. */
async function look(deps: VmDeps, scope: VmScope): Promise<void> {
  const { vm, client } = scope;
  if (client === undefined) return;
  const key = keyOfObject(vm);
  const ref = deps.tasks.underWay(key, client) ?? (vm.status?.taskRef === undefined ? undefined : moRef('Task', vm.status.taskRef));
  if (ref !== undefined) {
    const outcome = await deps.tasks.outcome(key, client, ref);
    if (outcome !== undefined) deps.tasks.forget(key);
    scope.task = { ref, outcome };
    const isKnown = vm.status?.vmRef !== undefined || deps.watches.ref(key, client) !== undefined;
    if (outcome === undefined && !isKnown) return; // a clone: there is nothing to be found yet
    if (outcome?.state === 'succeeded' || outcome?.state === 'forgotten') scope.task = undefined;
    if (outcome?.state === 'succeeded') scope.ref = outcome.result;
  }
  scope.ref ??= deps.watches.ref(key, client) ?? await findMachine(client, vm);
  await lookAtMachine(deps, scope);
}

/** By BIOS UUID where that is known, for it survives a restore that changes every uid; else by the instance UUID of the clone. */
const findMachine = (client: VSphereClient, { metadata, spec }: VSphereVM): Promise<MoRef | undefined> =>
  client.findVm(spec.biosUUID === undefined ? { instanceUuid: metadata.uid } : { biosUuid: spec.biosUUID });

/** Begins to watch the machine and takes what vCenter says of it. */
export async function lookAtMachine(deps: VmDeps, scope: VmScope): Promise<void> {
  const { client, ref, vm } = scope;
  if (client === undefined || ref === undefined) return;
  const state = await deps.watches.state(keyOfObject(vm), client, ref);
  if (state === 'gone') scope.ref = undefined;
  else scope.live = state;
}

/** True while vCenter tells nothing of a machine that may well be there: what was so last is taken to be so still. */
export const isUnseen = ({ client, ref, live }: VmScope): boolean => live === undefined && (client === undefined || ref !== undefined);

/** True when vCenter has the machine and no task is under way. */
export const isSettled = (scope: VmScope): scope is VmScope & { client: VSphereClient; ref: MoRef; live: VmInfo } =>
  scope.client !== undefined && scope.task === undefined && scope.ref !== undefined && scope.live !== undefined;
