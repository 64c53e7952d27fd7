import { VSphereVMReasons as Reason } from '@handoff/api';
import type { VSphereVM } from '@handoff/api';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import { DuplicateNameError, NotFoundError, planClone, VSphereError } from '@handoff/vsphere';
import type { CloneSpec, TaskRef, VSphereClient } from '@handoff/vsphere';
import { markCloneStarted, unmarkCloneStarted } from './clone-mark.js';
import { cloneRequest } from './clone-request.js';
import { lacksStaticAddress } from './static-addresses.js';
import { lookAtMachine } from './vsphere-vm.scope.js';
import type { VmDeps, VmScope } from './vsphere-vm.scope.js';
import { noteRefusal, runTask, takeOccupant, withPlace } from './vsphere-vm.task.js';
import { unsupportedFields } from './unsupported.js';

/** How soon to look again for what somebody may add to vCenter, in milliseconds. */
const LOOK_AGAIN_MS = 15_000;

/** Clones the template; once in the life of the object, however often it is tried. */
export const cloneMachine = (deps: VmDeps): Phase<VmScope> => async function clone(scope, context) {
  const { vm, client } = scope;
  if (client === undefined || scope.task !== undefined) return undefined;
  if (scope.ref !== undefined && scope.live === undefined) await lookAtMachine(deps, scope); // just found to be there already
  if (scope.ref !== undefined || scope.isJudged || lacksStaticAddress(vm) !== undefined) return undefined;
  assertMayClone(deps, vm, client.server, context);
  const request = await find(client, scope, context);
  if ('reason' in request) return request;
  scope.plan = planClone(request);
  deps.plans.set(vm.metadata.uid, scope.plan);
  for (const note of scope.plan.notes) context.log.info({ note }, 'cloning otherwise than asked');
  const wait = await withPlace(deps, scope, async () => {
    await context.gate();
    const started = await start(deps, client, scope, context, request);
    return 'value' in started ? runTask(deps, scope, context, started) : started.wait;
  });
  if (wait === undefined) await lookAtMachine(deps, scope);
  return wait;
};

/** @throws TerminalError when there must not be a clone; what vCenter said a moment ago, when it refused then */
function assertMayClone({ refusals }: VmDeps, { spec, metadata }: VSphereVM, server: string, { clock }: Context): void {
  const { biosUUID } = spec;
  if (biosUUID !== undefined) {
    throw new TerminalError(Reason.NotFoundByBIOSUUID, `vCenter ${server} has no machine with BIOS UUID ${biosUUID} any more: it was removed there; delete the Machine, so that its owner makes another`);
  }
  const unsupported = unsupportedFields(spec);
  if (unsupported.length > 0) throw new TerminalError('NotSupported', `${unsupported.join(', ')}: not supported; leave it out of the VSphereMachineTemplate`);
  const refusal = refusals.get(metadata.uid);
  if (refusal !== undefined && refusal.until > clock.now()) throw refusal.error;
}

async function find(client: VSphereClient, { vm }: VmScope, { random, signal }: Context): Promise<CloneSpec | Wait> {
  try {
    return await cloneRequest(client, vm, random, signal);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return waitFor(`${camelCase(error.kind)}NotFound`, `${error.message}: add it in vCenter ${client.server}, or name one that is there (${fieldOf(error.kind)} of the VSphereMachineTemplate; make a new template, its spec does not change)`, { awaited: error.lookedFor, lookAgainMs: LOOK_AGAIN_MS });
  }
}

async function start(
  deps: VmDeps, client: VSphereClient, scope: VmScope, context: Context, request: CloneSpec,
): Promise<TaskRef | { readonly wait: Wait | undefined }> {
  const isFirst = await markCloneStarted(scope, context);
  try {
    return await client.cloneVm(request);
  } catch (error) {
    if (error instanceof DuplicateNameError) return { wait: await takeOccupant(deps, scope, context, error) };
    if (error instanceof VSphereError && error.fault !== undefined) {
      noteRefusal(deps, scope, context, error);
      if (isFirst) await unmarkCloneStarted(scope, context);
    }
    throw error;
  }
}

const camelCase = (words: string): string => words.split(/\W+/).map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');

const FIELDS: Readonly<Record<string, string>> = { 'resource pool': 'resourcePool', 'storage policy': 'storagePolicyName', network: 'network.devices' };

const fieldOf = (kind: string): string => `spec.template.spec.${FIELDS[kind] ?? kind}`;
