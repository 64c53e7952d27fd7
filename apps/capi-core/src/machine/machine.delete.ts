import { Annotations, HookPrefixes, isControlPlane, MachineDeletingReasons as Reason, Node } from '@handoff/api';
import type { Machine } from '@handoff/api';
import { waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import { drainNode } from '@handoff/workload';
import type { Contracted } from '../contract/contract-objects.js';
import type { MachineDeps, MachineScope } from './machine.scope.js';

/** How often a drain is tried while Pods leave (upstream's 20 s, but Pods that go quickly should not cost as much), in ms. */
const DRAIN_RETRY_MS = 2_000;

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

/** Cordons the Node and moves its Pods away; skipped where there is nobody to move them to. */
export const drain = (deps: MachineDeps): Phase<MachineScope> =>
  async function drainMachine(scope, context) {
    const { machine, node } = scope;
    if (node === undefined || isNodeMoot(scope) || machine.metadata.annotations?.[Annotations.excludeNodeDraining] !== undefined)
      return undefined;
    if (isOver(machine, machine.spec.deletion?.nodeDrainTimeoutSeconds, context)) return undefined;
    const client = await deps.connections.client({ namespace: machine.metadata.namespace, name: machine.spec.clusterName });
    await context.gate();
    const left = await drainNode(client, node);
    return left.length === 0
      ? undefined
      : waitFor(
          Reason.DrainingNode,
          `draining Node ${node.metadata.name}: ${left.slice(0, 3).join('; ')}${left.length > 3 ? ` and ${String(left.length - 3)} more` : ''}`,
          { lookAgainMs: DRAIN_RETRY_MS },
        );
  };

/** Zero or absent means: for ever. Counted from the deletion, which no restart forgets. */
function isOver(machine: Machine, seconds: number | undefined, context: Context): boolean {
  if (seconds === undefined || seconds === 0 || machine.metadata.deletionTimestamp === undefined) return false;
  return context.clock.now() - Date.parse(machine.metadata.deletionTimestamp) > seconds * 1000;
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

/** Last the Node, unless the whole cluster goes. Tried for as long as the Machine allows: 10 s unless it says otherwise; 0: for ever. */
export const deleteNode = (deps: MachineDeps): Phase<MachineScope> =>
  async function deleteMachineNode(scope, context) {
    const { machine, node } = scope;
    if (node === undefined || isNodeMoot(scope)) return undefined;
    const seconds = machine.spec.deletion?.nodeDeletionTimeoutSeconds ?? 10;
    try {
      const client = await deps.connections.client({ namespace: machine.metadata.namespace, name: machine.spec.clusterName });
      await client.delete(Node, node);
      return undefined;
    } catch (error) {
      if (isOver(machine, seconds, context)) return undefined;
      throw error;
    }
  };

/** True when nobody will miss the Node: its cluster goes, its control plane goes, or it is the last of it. */
function isNodeMoot({ cluster, machine, siblings, connection }: MachineScope): boolean {
  if (cluster === undefined || cluster.metadata.deletionTimestamp !== undefined || connection === undefined) return true;
  const others = siblings.filter((other) => isControlPlane(other) && other.metadata.deletionTimestamp === undefined);
  return isControlPlane(machine) && others.length === 0;
}
