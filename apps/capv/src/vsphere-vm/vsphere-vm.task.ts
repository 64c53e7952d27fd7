import { VSphereVMReasons as Reason } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import { rfc3339 } from '@handoff/time';
import { DuplicateNameError, ObjectGoneError, VSphereError } from '@handoff/vsphere';
import type { TaskRef } from '@handoff/vsphere';
import { unmarkCloneStarted } from './clone-mark.js';
import { occupantOf } from './duplicate.js';
import type { VmDeps, VmScope, VmTask } from './vsphere-vm.scope.js';

/** How long nothing is tried after a task failed, in milliseconds; upstream's minute. */
export const RETRY_MS = 60_000;
/** How soon to look again for a machine that vCenter is still making, or that has just gone, in milliseconds. */
const LOOK_AGAIN_MS = 2_000;
/** After vCenter refused a clone it is not asked again for so long, in milliseconds. */
const REFUSAL_MS = 10_000;

/** A task of an earlier reconcile: waits while it runs, and for a minute after it failed. */
export const finishTask = (deps: VmDeps): Phase<VmScope> => async function finishEarlierTask(scope, context) {
  const { task } = scope;
  if (task !== undefined) return takeOutcome(deps, scope, context, task);
  scope.retryAfter = undefined;
  return undefined;
};

/**
 * Does what may start a task while vCenter has room for one more of ours. The place is kept while the task is under way. The Lease is what
 * says who may work at all; `confirm` only notices, before it costs vCenter anything, that this process was away for longer than its place
 * was kept.
 */
export async function withPlace(deps: VmDeps, { vm, client }: VmScope, start: () => Promise<Wait | undefined>): Promise<Wait | undefined> {
  if (client === undefined) return undefined;
  const key = keyOfObject(vm);
  const place = await deps.places.enter(key, client.server);
  if (place === undefined) {
    return waitFor('WaitingForVCenterCapacity', `vCenter ${client.server} has ${String(deps.places.limit)} tasks of ours under way, as many as it is given at once (VSPHERE_MAX_TASKS): ${vm.metadata.name} waits for one of them to end`);
  }
  try {
    await place.confirm();
    return await start();
  } finally {
    if (deps.tasks.underWay(key, client) === undefined) deps.places.release(key);
  }
}

/** Asks vCenter for something that is done to the machine, and stays with the task. @returns undefined when it is done */
export async function command(
  deps: VmDeps, scope: VmScope, context: Context, ask: () => Promise<TaskRef | undefined>,
): Promise<Wait | undefined> {
  try {
    return await withPlace(deps, scope, async () => {
      const ref = await ask();
      return ref === undefined ? undefined : runTask(deps, scope, context, ref);
    });
  } catch (error) {
    if (!(error instanceof ObjectGoneError)) throw error;
    deps.watches.forget(keyOfObject(scope.vm));
    return goneMeanwhile(scope, error);
  }
}

/** Stays with a task that was just started. @returns undefined when it succeeded; then the scope has what it made */
export async function runTask(deps: VmDeps, scope: VmScope, context: Context, ref: TaskRef): Promise<Wait | undefined> {
  if (scope.client === undefined) return undefined;
  const key = keyOfObject(scope.vm);
  const outcome = await deps.tasks.outcome(key, scope.client, ref);
  if (outcome !== undefined) deps.tasks.forget(key);
  if (outcome?.state === 'succeeded' && outcome.result !== undefined) scope.ref = outcome.result;
  return takeOutcome(deps, scope, context, { ref, outcome });
}

/** What was worked on is gone: a look into the inventory tells more. */
function goneMeanwhile(scope: VmScope, { message }: ObjectGoneError): Wait {
  scope.task = undefined;
  scope.ref = undefined;
  scope.live = undefined;
  scope.isJudged = true;
  return waitFor('ObjectGone', message, { lookAgainMs: LOOK_AGAIN_MS });
}

async function takeOutcome(deps: VmDeps, scope: VmScope, context: Context, task: VmTask): Promise<Wait | undefined> {
  const { ref, outcome } = task;
  scope.task = task;
  if (outcome === undefined) return whileRunning(scope, ref);
  if (outcome.state === 'failed') return afterFailure(deps, scope, context, ref, outcome.error);
  forgetTask(scope);
  return undefined;
}

function forgetTask(scope: VmScope): void {
  scope.task = undefined;
  scope.retryAfter = undefined;
}

async function afterFailure(deps: VmDeps, scope: VmScope, context: Context, ref: TaskRef, error: Error): Promise<Wait | undefined> {
  if (error instanceof DuplicateNameError) return takeOccupant(deps, scope, context, error);
  if (error instanceof ObjectGoneError) return goneMeanwhile(scope, error);
  const now = context.clock.now();
  if (scope.retryAfter !== undefined && scope.retryAfter <= now) {
    forgetTask(scope);
    return undefined;
  }
  if (scope.retryAfter === undefined) context.log.warn({ task: ref.value, error: error.message, fault: faultOf(error) }, 'vCenter task failed');
  scope.retryAfter ??= now + RETRY_MS;
  const message = `${error.message} (vCenter task ${ref.value}); it is tried again at ${rfc3339(scope.retryAfter)}`;
  return waitFor(Reason.TaskFailed, message, { awaited: ref.value, lookAgainMs: scope.retryAfter - now });
}

/** The name is taken: by the machine of an earlier attempt, which is the one that was wanted, or by another. @throws TerminalError */
export async function takeOccupant(deps: VmDeps, scope: VmScope, context: Context, error: DuplicateNameError): Promise<Wait | undefined> {
  scope.task = undefined;
  scope.isJudged = true;
  const occupant = occupantOf(error, scope.vm);
  switch (occupant.kind) {
    case 'ours':
      scope.ref = occupant.ref;
      return undefined;
    case 'unfinished':
      return waitFor(Reason.WaitingForClone, occupant.message, { lookAgainMs: LOOK_AGAIN_MS });
    case 'foreign': {
      const refusal = new TerminalError('DuplicateName', occupant.message);
      noteRefusal(deps, scope, context, refusal);
      await unmarkCloneStarted(scope, context);
      throw refusal;
    }
  }
}

/** The mark of a clone comes and goes with each attempt, and each wakes the object: without a pause vCenter would be asked without end. */
export function noteRefusal({ refusals }: VmDeps, { vm }: VmScope, { clock }: Context, error: Error): void {
  refusals.set(vm.metadata.uid, { error, until: clock.now() + REFUSAL_MS });
}

function whileRunning({ ref: machine, vm }: VmScope, { value }: TaskRef): Wait {
  return machine === undefined
    ? waitFor(Reason.WaitingForClone, `vCenter is cloning ${vm.metadata.name} from template ${vm.spec.template} (task ${value})`)
    : waitFor(Reason.PoweringOn, `vCenter is working on ${vm.metadata.name} (task ${value})`);
}

const faultOf = (error: Error): string | undefined => (error instanceof VSphereError ? error.fault : undefined);
