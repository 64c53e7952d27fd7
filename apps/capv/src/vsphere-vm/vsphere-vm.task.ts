import { VSphereVMReasons as Reason } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import { waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import { rfc3339 } from '@handoff/time';
import { VSphereError } from '@handoff/vsphere';
import type { TaskRef } from '@handoff/vsphere';
import type { TaskOutcome } from '../vcenter/vm-tasks.js';
import type { VmDeps, VmScope } from './vsphere-vm.scope.js';

/** How long nothing is tried after a task failed, in milliseconds; upstream's minute. */
export const RETRY_MS = 60_000;

/** A task of an earlier reconcile: waits while it runs, and for a minute after it failed. */
export const finishTask: Phase<VmScope> = async (scope, context) => {
  const { task } = scope;
  return Promise.resolve(task === undefined ? forgetRetry(scope) : takeOutcome(scope, context, task.ref, task.outcome));
};

function forgetRetry(scope: VmScope): undefined {
  scope.retryAfter = undefined;
}

/**
 * Stays with a task that was just started. @returns undefined when it succeeded; then the scope has what it made
 */
export async function runTask(deps: VmDeps, scope: VmScope, context: Context, ref: TaskRef | undefined): Promise<Wait | undefined> {
  if (ref === undefined || scope.client === undefined) return undefined; // what was asked for is so already
  const outcome = await deps.tasks.outcome(keyOfObject(scope.vm), scope.client, ref);
  if (outcome?.state === 'succeeded' && outcome.result !== undefined) scope.ref = outcome.result;
  return takeOutcome(scope, context, ref, outcome);
}

function takeOutcome(scope: VmScope, context: Context, ref: TaskRef, outcome: TaskOutcome | undefined): Wait | undefined {
  scope.task = { ref, outcome };
  if (outcome === undefined) return whileRunning(scope, ref);
  if (outcome.state !== 'failed') {
    scope.task = undefined;
    return forgetRetry(scope);
  }
  const now = context.clock.now();
  if (scope.retryAfter !== undefined && scope.retryAfter <= now) {
    scope.task = undefined;
    return forgetRetry(scope);
  }
  scope.retryAfter ??= now + RETRY_MS;
  context.log.warn({ task: ref.value, error: outcome.error.message, fault: faultOf(outcome.error) }, 'vCenter task failed');
  const message = `${outcome.error.message} (vCenter task ${ref.value}); it is tried again at ${rfc3339(scope.retryAfter)}`;
  return waitFor(Reason.TaskFailed, message, { awaited: ref.value, lookAgainMs: scope.retryAfter - now });
}

function whileRunning({ ref: machine, vm }: VmScope, { value }: TaskRef): Wait {
  return machine === undefined
    ? waitFor(Reason.WaitingForClone, `vCenter is cloning ${vm.metadata.name} from template ${vm.spec.template} (task ${value})`)
    : waitFor(Reason.PoweringOn, `vCenter is working on ${vm.metadata.name} (task ${value})`);
}

const faultOf = (error: Error): string | undefined => (error instanceof VSphereError ? error.fault : undefined);
