import { VSphereVM, VSphereVMReasons as Reason } from '@handoff/api';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import { rfc3339 } from '@handoff/time';
import { DuplicateNameError, NotFoundError, planClone, VSphereError } from '@handoff/vsphere';
import type { CloneSpec, TaskRef, VSphereClient } from '@handoff/vsphere';
import { cloneRequest } from './clone-request.js';
import { occupantOf } from './duplicate.js';
import { lacksStaticAddress } from './static-addresses.js';
import { lookAtMachine } from './vsphere-vm.scope.js';
import type { VmDeps, VmScope } from './vsphere-vm.scope.js';
import { runTask } from './vsphere-vm.task.js';
import { unsupportedFields } from './unsupported.js';

/** When the clone was asked for: set before, so that a machine that vCenter is still making is not overlooked by a deletion. */
export const CLONE_STARTED = 'handoff.dev/clone-started';

/** How soon to look again for what somebody may add to vCenter, and for a clone whose task is not known, in milliseconds. */
const LOOK_AGAIN_MS = 15_000;
const UNFINISHED_MS = 5_000;

/** Clones the template; once in the life of the object, however often it is tried. */
export const cloneMachine = (deps: VmDeps): Phase<VmScope> => async function clone(scope, context) {
  const { vm, client } = scope;
  if (client === undefined || scope.task !== undefined || scope.ref !== undefined || lacksStaticAddress(vm) !== undefined) return undefined;
  const { biosUUID } = vm.spec;
  if (biosUUID !== undefined) {
    throw new TerminalError(Reason.NotFoundByBIOSUUID, `vCenter ${client.server} has no machine with BIOS UUID ${biosUUID} any more: it was removed there; delete the Machine, so that its owner makes another`);
  }
  const unsupported = unsupportedFields(vm.spec);
  if (unsupported.length > 0) throw new TerminalError('NotSupported', `${unsupported.join(', ')}: not supported; leave it out of the VSphereMachineTemplate`);
  const request = await find(client, scope, context);
  if ('reason' in request) return request;
  await context.gate();
  await markStarted(scope, context);
  const started = await start(client, scope, context, request);
  if (!('value' in started)) return started.wait;
  scope.plan = planClone(request);
  for (const note of scope.plan.notes) context.log.info({ note }, 'cloning otherwise than asked');
  const wait = await runTask(deps, scope, context, started);
  if (wait === undefined) await lookAtMachine(deps, scope);
  return wait;
};

async function find(client: VSphereClient, { vm }: VmScope, { random, signal }: Context): Promise<CloneSpec | Wait> {
  try {
    return await cloneRequest(client, vm, random, signal);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return waitFor(`${camelCase(error.kind)}NotFound`, `${error.message}: add it in vCenter ${client.server}, or name one that is there (${fieldOf(error.kind)} of the VSphereMachineTemplate; make a new template, its spec does not change)`, { awaited: error.lookedFor, lookAgainMs: LOOK_AGAIN_MS });
  }
}

async function markStarted(scope: VmScope, { kube, clock }: Context): Promise<void> {
  const { annotations } = scope.vm.metadata;
  if (annotations?.[CLONE_STARTED] !== undefined) return;
  const value = rfc3339(clock.now());
  scope.vm = await kube.patch(VSphereVM, scope.vm, [annotations === undefined
    ? { op: 'add', path: '/metadata/annotations', value: { [CLONE_STARTED]: value } }
    : { op: 'add', path: `/metadata/annotations/${CLONE_STARTED.replace('/', '~1')}`, value }]);
}

/** vCenter refused: there is nothing to look out for. */
async function unmarkStarted(scope: VmScope, { kube }: Context): Promise<void> {
  if (scope.vm.metadata.annotations?.[CLONE_STARTED] === undefined) return;
  scope.vm = await kube.patch(VSphereVM, scope.vm, [{ op: 'remove', path: `/metadata/annotations/${CLONE_STARTED.replace('/', '~1')}` }]);
}

async function start(client: VSphereClient, scope: VmScope, context: Context, request: CloneSpec): Promise<TaskRef | { readonly wait: Wait | undefined }> {
  try {
    return await client.cloneVm(request);
  } catch (error) {
    if (error instanceof DuplicateNameError) return { wait: judge(error, scope) };
    if (error instanceof VSphereError && error.fault !== undefined) await unmarkStarted(scope, context);
    throw error;
  }
}

function judge(error: DuplicateNameError, scope: VmScope): Wait | undefined {
  const occupant = occupantOf(error, scope.vm);
  switch (occupant.kind) {
    case 'ours':
      scope.ref = occupant.ref;
      return undefined;
    case 'unfinished':
      return waitFor(Reason.WaitingForClone, occupant.message, { lookAgainMs: UNFINISHED_MS });
    case 'foreign':
      throw new TerminalError('DuplicateName', occupant.message);
  }
}

const camelCase = (words: string): string => words.split(/\W+/).map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');

const FIELDS: Readonly<Record<string, string>> = { 'resource pool': 'resourcePool', 'storage policy': 'storagePolicyName', network: 'network.devices' };

const fieldOf = (kind: string): string => `spec.template.spec.${FIELDS[kind] ?? kind}`;
