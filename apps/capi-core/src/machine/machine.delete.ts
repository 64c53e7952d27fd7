import { HookPrefixes, MachineDeletingReasons as Reason } from '@handoff/api';
import type { Machine } from '@handoff/api';
import { waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import type { Contracted } from '../contract/contract-objects.js';
import type { MachineDeps, MachineScope } from './machine.scope.js';

/** Holds the deletion while somebody's pre-drain hook stands. */
export const waitForPreDrainHooks: Phase<MachineScope> = async ({ machine }) =>
  Promise.resolve(waitForHooks(machine, HookPrefixes.preDrain, Reason.WaitingForPreDrainHook));

/** Holds it likewise before the VM goes. The control plane uses this to take the etcd member out first. */
export const waitForPreTerminateHooks: Phase<MachineScope> = async ({ machine }) =>
  Promise.resolve(waitForHooks(machine, HookPrefixes.preTerminate, Reason.WaitingForPreTerminateHook));

function waitForHooks(machine: Machine, prefix: string, reason: string): Wait | undefined {
  const hooks = Object.keys(machine.metadata.annotations ?? {}).filter((key) => key.startsWith(prefix));
  return hooks.length === 0 ? undefined : waitFor(reason, `waiting until annotation ${hooks.join(', ')} is removed by whoever set it`);
}

/** Deletes the VM's object and waits until it is gone. */
export const deleteInfrastructure = (deps: MachineDeps): Phase<MachineScope> =>
  async function deleteMachineInfrastructure({ infrastructure }, context) {
    return remove(deps, context, infrastructure, Reason.WaitingForInfrastructureDeletion);
  };

/** Then the bootstrap config. */
export const deleteBootstrap = (deps: MachineDeps): Phase<MachineScope> =>
  async function deleteMachineBootstrap({ bootstrap }, context) {
    return remove(deps, context, bootstrap, Reason.WaitingForBootstrapDeletion);
  };

async function remove(
  deps: MachineDeps,
  context: Context,
  part: Contracted<unknown> | undefined,
  reason: string,
): Promise<Wait | undefined> {
  if (part === undefined) return undefined;
  const { object } = part;
  if (object.metadata.deletionTimestamp === undefined) {
    const kind = await deps.kinds.of({ apiGroup: object.apiVersion.split('/')[0] ?? '', kind: object.kind });
    await context.gate();
    await context.kube.delete(kind, object);
    if ((await context.read(kind, object.metadata)) === undefined) return undefined;
  }
  return waitFor(reason, `waiting until ${object.kind} ${object.metadata.name} is gone`);
}
