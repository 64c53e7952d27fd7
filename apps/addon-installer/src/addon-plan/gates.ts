import { CSIDriver, CSINode, CustomResourceDefinition, DaemonSet, Deployment, isControlledBy, Node, NodeLabels, Pod, Taints } from '@handoff/api';
import type { AddonGate, Kind, KubeObject } from '@handoff/api';
import type { Selection, StoreView } from '@handoff/kube';
import { z } from 'zod';
import { expressionHolds } from './expression.js';

/** What a gate is judged by. */
export interface Sight {
  readonly views: { of<T extends KubeObject>(kind: Kind<T>, selection?: Selection): StoreView<T> };
  /** The address that all control-plane nodes share: no node's own. */
  readonly endpoint: string | undefined;
  /** The kind as the workload cluster serves it; undefined when it does not (now). */
  readonly kind: (apiVersion: string, kind: string) => Promise<Kind | undefined>;
}

type Nodes = 'ControlPlane' | 'All';

/** The Pods of such a DaemonSet are replaced by whoever deletes them: nothing to wait for. */
const UpdatedOnDelete = z.looseObject({ updateStrategy: z.looseObject({ type: z.literal('OnDelete') }) });

/**
 * What a gate still waits for, in words; undefined when it holds. Only nodes that exist now are looked at: the control plane adds its
 * second machine when the first has its Node with a provider id, so a gate that waited for machines to come would wait for ever.
 * @throws InvalidExpression
 */
export async function awaitedBy(gate: AddonGate, sight: Sight): Promise<string | undefined> {
  if (gate.deploymentAvailable !== undefined) return deploymentAvailable(gate.deploymentAvailable, sight);
  if (gate.daemonSetReadyOnNodes !== undefined) return daemonSetReady(gate.daemonSetReadyOnNodes, sight);
  if (gate.nodesReady !== undefined) return onNodes(gate.nodesReady.nodes, sight, 'not Ready', isReady);
  if (gate.nodesInitialized !== undefined) return nodesInitialized(gate.nodesInitialized.nodes, sight);
  if (gate.csiDriver !== undefined) return csiDriver(gate.csiDriver.name, sight);
  if (gate.csiNodes !== undefined) return csiNodes(gate.csiNodes, sight);
  return gate.objectMatches === undefined ? undefined : objectMatches(gate.objectMatches, sight);
}

const named = (name: string, namespace?: string): Selection => ({ namespace, fieldSelector: `metadata.name=${name}` });

const keyIn = (namespace: string | undefined, name: string): `${string}/${string}` => `${namespace ?? ''}/${name}`;

function deploymentAvailable({ namespace, name, min }: NonNullable<AddonGate['deploymentAvailable']>, { views }: Sight): string | undefined {
  const deployment = views.of(Deployment, named(name, namespace)).get(keyIn(namespace, name));
  if (deployment === undefined) return `Deployment ${namespace}/${name} is not there`;
  const { observedGeneration, availableReplicas = 0, updatedReplicas = availableReplicas } = deployment.status ?? {};
  // replicas of an earlier template are on their way out
  const available = isObserved(deployment, observedGeneration) ? Math.min(availableReplicas, updatedReplicas) : 0;
  return available >= min ? undefined : `Deployment ${namespace}/${name}: ${available} of ${min} replicas available`;
}

function daemonSetReady({ namespace, name, nodes }: NonNullable<AddonGate['daemonSetReadyOnNodes']>, sight: Sight): string | undefined {
  const daemonSet = sight.views.of(DaemonSet, named(name, namespace)).get(keyIn(namespace, name));
  const pods = sight.views.of(Pod, { namespace }).list();
  if (daemonSet === undefined) return `DaemonSet ${namespace}/${name} is not there`;
  const { observedGeneration, desiredNumberScheduled = 0, updatedNumberScheduled = desiredNumberScheduled } = daemonSet.status ?? {};
  if (!isObserved(daemonSet, observedGeneration)) return `DaemonSet ${namespace}/${name} has not been looked at by its controller`;
  if (!UpdatedOnDelete.safeParse(daemonSet.spec).success && updatedNumberScheduled < desiredNumberScheduled) {
    return `DaemonSet ${namespace}/${name}: ${updatedNumberScheduled} of ${desiredNumberScheduled} Pods are up to date`;
  }
  const readyOn = new Set(pods.filter((pod) => isControlledBy(pod, daemonSet) && isPodReady(pod)).map((pod) => pod.spec.nodeName));
  return onNodes(nodes, sight, `no ready Pod of DaemonSet ${namespace}/${name}`, (node) => readyOn.has(node.metadata.name));
}

const nodesInitialized = (nodes: Nodes, sight: Sight): string | undefined =>
  onNodes(nodes, sight, 'not initialized by the cloud provider (provider id, taint, internal address)', (node) =>
    (node.spec?.providerID ?? '') !== ''
    && node.spec?.taints?.some(({ key }) => key === Taints.cloudProviderUninitialized.key) !== true
    && node.status?.addresses?.some(({ type, address }) => type === 'InternalIP' && address !== sight.endpoint) === true);

function csiDriver(name: string, { views }: Sight): string | undefined {
  return views.of(CSIDriver, named(name)).get(keyIn(undefined, name)) === undefined ? `CSIDriver ${name} is not there` : undefined;
}

function csiNodes({ driver, nodes }: NonNullable<AddonGate['csiNodes']>, sight: Sight): string | undefined {
  const registered = sight.views.of(CSINode);
  return onNodes(nodes, sight, `CSI driver ${driver} is not registered`, ({ metadata }) =>
    registered.get(keyIn(undefined, metadata.name))?.spec.drivers?.some(({ name, nodeID }) => name === driver && nodeID !== '') === true);
}

async function objectMatches(gate: NonNullable<AddonGate['objectMatches']>, { views, kind: served }: Sight): Promise<string | undefined> {
  const { apiVersion, namespace, name, cel, message } = gate;
  const what = `${gate.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const kind = await served(apiVersion, gate.kind);
  if (kind === undefined) {
    views.of(CustomResourceDefinition); // tells when that changes
    return `${what}: the cluster does not serve ${apiVersion} ${gate.kind} yet`;
  }
  const within = kind.namespaced ? namespace ?? 'default' : undefined;
  const object = views.of(kind, named(name, within)).get(keyIn(within, name));
  if (object === undefined) return message ?? `${what} is not there`;
  return expressionHolds(cel, object) ? undefined : message ?? `${what}: waiting for ${cel}`;
}

/** Names the chosen nodes for which something does not hold. */
function onNodes(which: Nodes, { views }: Sight, lack: string, holds: (node: Node) => boolean): string | undefined {
  const chosen = views.of(Node).list().filter((node) => which === 'All' || node.metadata.labels?.[NodeLabels.controlPlane] !== undefined);
  if (chosen.length === 0) return `no ${which === 'All' ? '' : 'control-plane '}node has registered`;
  const lacking = chosen.filter((node) => !holds(node)).map((node) => node.metadata.name).sort();
  if (lacking.length === 0) return undefined;
  const more = lacking.length > 3 ? ` and ${lacking.length - 3} more` : '';
  return `${lacking.length === 1 ? 'node' : 'nodes'} ${lacking.slice(0, 3).join(', ')}${more}: ${lack}`;
}

const isReady = (node: Node): boolean => node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;

const isPodReady = (pod: Pod): boolean =>
  pod.metadata.deletionTimestamp === undefined && pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;

/** What a status says counts only once it speaks of the present spec. */
const isObserved = (object: KubeObject, observed: number | undefined): boolean => (observed ?? 0) >= (object.metadata.generation ?? 0);
