import { Annotations, isControlPlane, MachineDeletingReasons as Reason, Node } from '@handoff/api';
import type { Machine } from '@handoff/api';
import type { KubeClient } from '@handoff/kube';
import { waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import { attachedVolumes, drainNode } from '@handoff/workload';
import type { MachineDeps, MachineScope } from './machine.scope.js';

/** How often a drain is tried while Pods leave (upstream's 20 s, but Pods that go quickly should not cost as much), in ms. */
const RETRY_MS = 2_000;
/** How long the Node is tried to be deleted unless the Machine says otherwise (upstream's default), in seconds. */
const NODE_DELETION_SECONDS = 10;

/** Cordons the Node and moves its Pods away; skipped where there is nobody to move them to. */
export const drain = (deps: MachineDeps): Phase<MachineScope> =>
  async function drainMachine(scope, context) {
    const { machine, node } = scope;
    if (isNodeMoot(scope) || isExcluded(machine, Annotations.excludeNodeDraining)) return undefined;
    if (isOver(machine, machine.spec.deletion?.nodeDrainTimeoutSeconds, context)) return undefined;
    if (node === undefined) return unlisted(scope, Reason.DrainingNode);
    const client = await clientOf(deps, machine);
    await context.gate();
    const left = await drainNode(client, node);
    return left.length === 0 ? undefined
      : waitFor(Reason.DrainingNode, `draining Node ${node.metadata.name}: ${listed(left)}`, { lookAgainMs: RETRY_MS });
  };

/** Then its volumes are waited for: a server that goes with a volume attached leaves that locked for whoever needs it next. */
export const waitForVolumes = (deps: MachineDeps): Phase<MachineScope> =>
  async function waitForMachineVolumes(scope, context) {
    const { machine, node } = scope;
    if (isNodeMoot(scope) || isExcluded(machine, Annotations.excludeWaitForNodeVolumeDetach)) return undefined;
    if (isOver(machine, machine.spec.deletion?.nodeVolumeDetachTimeoutSeconds, context)) return undefined;
    if (node === undefined) return unlisted(scope, Reason.WaitingForVolumeDetach);
    const left = await attachedVolumes(await clientOf(deps, machine), node);
    return left.length === 0 ? undefined
      : waitFor(Reason.WaitingForVolumeDetach, `waiting until Node ${node.metadata.name} has let go of ${listed(left)}`, { lookAgainMs: RETRY_MS });
  };

/** Last the Node goes, unless the whole cluster does. Tried for as long as the Machine allows; 0: for ever. */
export const deleteNode = (deps: MachineDeps): Phase<MachineScope> =>
  async function deleteMachineNode(scope, context) {
    const { machine } = scope;
    if (isNodeMoot(scope)) return undefined;
    try {
      const client = await clientOf(deps, machine);
      const node = scope.node ?? (await unlistedNode(client, scope));
      if (node !== undefined) await client.delete(Node, node);
      return undefined;
    } catch (error) {
      if (isOver(machine, machine.spec.deletion?.nodeDeletionTimeoutSeconds ?? NODE_DELETION_SECONDS, context)) return undefined;
      throw error;
    }
  };

/** The Node by the name that the Machine remembers, while the cluster's Nodes have not been listed; only if it is still this Machine's. */
async function unlistedNode(client: KubeClient, { machine, nodesListed }: MachineScope): Promise<Node | undefined> {
  const name = machine.status?.nodeRef?.name;
  const found = nodesListed || name === undefined ? undefined : await client.get(Node, { name });
  return found?.spec?.providerID?.toLowerCase() === machine.spec.providerID?.toLowerCase() ? found : undefined;
}

/** A Node that was known and is not found is gone only if the cluster's Nodes have been listed: after a start that takes a moment. */
function unlisted({ machine, nodesListed, connection }: MachineScope, reason: string): Wait | undefined {
  const name = machine.status?.nodeRef?.name;
  if (nodesListed || name === undefined) return undefined;
  const why = connection === undefined || connection.message === '' ? 'its API has not been dialled yet' : connection.message;
  return waitFor(reason, `Node ${name} cannot be looked after while the workload cluster does not answer: ${why}`, { lookAgainMs: RETRY_MS });
}

const clientOf = ({ connections }: MachineDeps, { metadata, spec }: Machine): Promise<KubeClient> =>
  connections.client({ namespace: metadata.namespace, name: spec.clusterName });

const isExcluded = ({ metadata }: Machine, annotation: string): boolean => metadata.annotations?.[annotation] !== undefined;

/** Zero or absent means: for ever. Counted from the deletion, which no restart forgets. */
function isOver({ metadata }: Machine, seconds: number | undefined, { clock }: Context): boolean {
  if (seconds === undefined || seconds === 0 || metadata.deletionTimestamp === undefined) return false;
  return clock.now() - Date.parse(metadata.deletionTimestamp) > seconds * 1000;
}

/** True when nobody will miss the Node: there never was one, its cluster goes, or it is the last of the control plane. */
function isNodeMoot({ cluster, machine, node, siblings }: MachineScope): boolean {
  if (node === undefined && machine.status?.nodeRef === undefined) return true;
  if (cluster === undefined || cluster.metadata.deletionTimestamp !== undefined) return true;
  const others = siblings.filter((other) => isControlPlane(other) && other.metadata.deletionTimestamp === undefined);
  return isControlPlane(machine) && others.length === 0;
}

/** At most three: a person wants to know where to look. */
const listed = (words: readonly string[]): string =>
  `${words.slice(0, 3).join('; ')}${words.length > 3 ? ` and ${String(words.length - 3)} more` : ''}`;
