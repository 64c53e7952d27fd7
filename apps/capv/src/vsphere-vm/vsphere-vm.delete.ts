import { effectiveVirtualMachine, IPAddressClaim, isOwnedBy, VSphereVMReasons as Reason } from '@handoff/api';
import type { VSphereVM } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import { waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import { rfc3339 } from '@handoff/time';
import { DuplicateNameError, ObjectGoneError, ToolsUnavailableError } from '@handoff/vsphere';
import type { VmInfo } from '@handoff/vsphere';
import { byOwnerUid } from '../references.js';
import { claimRequests, releaseClaim } from './claims.js';
import { cloneStarted } from './clone-mark.js';
import type { VmDeps, VmScope } from './vsphere-vm.scope.js';
import { command, finishTask } from './vsphere-vm.task.js';

/** A clone of which only the beginning is known is looked out for so long, in milliseconds: longer than any that succeeds should take. */
const CLONE_LIMIT_MS = 15 * 60_000;
const UNFINISHED_MS = 2_000;

/** False while nothing has been asked of vCenter yet: then there is nothing to look for there, nor anybody to ask. */
const mayExist = (vm: VSphereVM): boolean =>
  vm.spec.biosUUID !== undefined || vm.status?.taskRef !== undefined || vm.status?.vmRef !== undefined || cloneStarted(vm) !== undefined;

/** vCenter must be reached before anything can be said to be gone. */
export const reachForDeletion: Phase<VmScope> = async ({ vm, cluster, client, unreachable }) => {
  if (client !== undefined || !mayExist(vm)) return undefined;
  if (unreachable !== undefined) throw unreachable;
  return Promise.resolve(waitFor('WaitingForVSphereCluster', `${cluster === undefined ? 'the VSphereCluster is gone' : 'vCenter is not reached'}, and with it the way to the vCenter that ${vm.metadata.name} is in: apply the VSphereCluster again, or remove the machine there and then this object's finalizer`));
};

/** A task under way ends first: a clone that is not waited for would be left behind. */
export const settleTask = (deps: VmDeps): Phase<VmScope> => async function settleEarlierTask(scope, context) {
  const { vm, task } = scope;
  const failure = task?.outcome?.state === 'failed' ? task.outcome.error : undefined;
  if (failure !== undefined && (scope.ref === undefined || failure instanceof ObjectGoneError)) scope.task = undefined;
  else {
    const wait = await finishTask(deps)(scope, context);
    if (wait !== undefined) return wait;
  }
  // A task that failed because the name is taken tells nothing: it may be taken by an earlier clone of ours.
  const isConcluded = vm.status?.taskRef !== undefined && !(failure instanceof DuplicateNameError);
  if (scope.ref !== undefined || isConcluded || vm.spec.biosUUID !== undefined || vm.status?.vmRef !== undefined) return undefined;
  return lookOutForClone(vm, context);
};

/** The process ended between asking for a clone and noting its task: vCenter may be making it and knows it by no UUID yet. */
function lookOutForClone(vm: VSphereVM, { clock }: Context): Wait | undefined {
  const started = cloneStarted(vm);
  if (started === undefined || clock.now() - started > CLONE_LIMIT_MS) return undefined;
  return waitFor(Reason.WaitingForClone, `a clone of ${vm.metadata.name} was asked for and its task is not known: waiting for it to appear, until ${rfc3339(started + CLONE_LIMIT_MS)}`, { lookAgainMs: UNFINISHED_MS });
}

/** Switches the machine off in the way that its spec asks for. */
export const powerOff = (deps: VmDeps): Phase<VmScope> => async function powerOffMachine(scope, context) {
  const { client, ref, live } = scope;
  if (client === undefined || ref === undefined || live === undefined || live.powerState === 'poweredOff') return undefined;
  const soft = await shutDown(deps, scope, live, context);
  if (soft !== undefined) return soft;
  const wait = await command(deps, scope, context, () => context.gate().then(() => client.powerOff(ref)));
  if (wait === undefined) scope.live = { ...live, powerState: 'poweredOff' };
  return wait;
};

/** Asks the guest, once, and gives it the time that the spec allows, counted from the deletion, which no restart forgets. */
async function shutDown(deps: VmDeps, { vm, client, ref }: VmScope, live: VmInfo, context: Context): Promise<Wait | undefined> {
  const { powerOffMode, guestSoftPowerOffTimeoutSeconds } = effectiveVirtualMachine(vm.spec);
  const since = Date.parse(vm.metadata.deletionTimestamp ?? '');
  const left = powerOffMode === 'soft' ? Infinity : since + guestSoftPowerOffTimeoutSeconds * 1000 - context.clock.now();
  if (powerOffMode === 'hard' || client === undefined || ref === undefined || left <= 0 || live.powerState === 'suspended') return undefined;
  const wait = waitFor(Reason.Deleting, `waiting until the guest of ${vm.metadata.name} has shut down (powerOffMode ${powerOffMode})`, { lookAgainMs: Math.min(left, 30_000) });
  if (deps.softPowerOffs.has(vm.metadata.uid)) return wait;
  if (!live.guest.toolsRunning) return powerOffMode === 'trySoft' ? undefined : withoutTools(vm);
  await context.gate();
  try {
    await client.shutdownGuest(ref);
  } catch (error) {
    if (!(error instanceof ToolsUnavailableError)) throw error;
    return powerOffMode === 'trySoft' ? undefined : withoutTools(vm);
  }
  deps.softPowerOffs.add(vm.metadata.uid);
  return wait;
}

const withoutTools = ({ metadata }: VSphereVM): Wait =>
  waitFor(Reason.Deleting, `powerOffMode of ${metadata.name} is soft and its guest runs no VMware Tools: power it off in vCenter, or set powerOffMode to trySoft or hard`);

/** Removes the machine with its disks. */
export const destroy = (deps: VmDeps): Phase<VmScope> => async function destroyMachine(scope, context) {
  const { client, ref, vm } = scope;
  if (client === undefined || ref === undefined) return undefined;
  const wait = await command(deps, scope, context, () => context.gate().then(() => client.destroy(ref)));
  if (wait !== undefined) return wait;
  deps.watches.forget(keyOfObject(vm));
  scope.ref = undefined;
  scope.live = undefined;
  return undefined;
};

/** Now that nobody uses them, the addresses go back to their pools. */
export const releaseAddresses = (deps: VmDeps): Phase<VmScope> => async function releaseClaims({ vm }, context) {
  const { namespace, uid } = vm.metadata;
  const known = context.cached(IPAddressClaim).by(byOwnerUid, uid);
  const named = await Promise.all(claimRequests(vm).map(({ name }) => context.kube.get(IPAddressClaim, { namespace, name })));
  const own = [...known, ...named].flatMap((claim) => (claim !== undefined && isOwnedBy(claim, vm) ? [claim] : []));
  const claims = new Map(own.map((claim) => [claim.metadata.name, claim]));
  if (claims.size > 0) await context.gate();
  await Promise.all([...claims.values()].map((claim) => releaseClaim(context.kube, claim)));
  deps.watches.forget(keyOfObject(vm));
  deps.tasks.forget(keyOfObject(vm));
  deps.softPowerOffs.delete(uid);
  deps.refusals.delete(uid);
  return undefined;
};
