import { z } from 'zod';
import { int32, nonEmpty, text } from '../schema/fields.js';

const namespace = () => text(1, 63).describe('Namespace in the workload cluster.');
const name = () => text(1, 253).describe('Name in the workload cluster.');
const nodes = () =>
  z
    .enum(['ControlPlane', 'All'])
    .default('All')
    .describe('Which of the Nodes that exist now are looked at; nodes that join later are never waited for.');

/** Enough replicas of a Deployment are available. Not all: a controller with anti-affinity never gets them all on one node. */
export const DeploymentAvailable = z.object({
  namespace: namespace(),
  name: name(),
  min: int32().min(1).default(1).describe('How many available replicas are enough.'),
});

/** A ready Pod of a DaemonSet runs on every existing node of the chosen sort. */
export const DaemonSetReadyOnNodes = z.object({ namespace: namespace(), name: name(), nodes: nodes() });

/** An object in the workload cluster makes a CEL expression true; `self` is the object. */
export const ObjectMatches = z.object({
  apiVersion: text(1, 317).describe('E.g. apps/v1.'),
  kind: text(1, 63).describe('E.g. DaemonSet.'),
  namespace: namespace().optional(),
  name: name(),
  cel: text(1, 4096).describe('Expression over `self`, e.g. self.status.phase == "Ready".'),
  message: text(1, 1024).describe('What is waited for, in words for people.').optional(),
});

/**
 * One thing to wait for before the next step. Exactly one field is set. Every gate speaks of the nodes that exist, so a control
 * plane that waits for its first node to get ready before it adds the second can never wait for an add-on that waits for the second.
 */
export const AddonGate = nonEmpty({
  deploymentAvailable: DeploymentAvailable.describe('Enough replicas of a Deployment are available.'),
  daemonSetReadyOnNodes: DaemonSetReadyOnNodes.describe('A DaemonSet has a ready Pod on every existing node of the chosen sort.'),
  nodesReady: z.object({ nodes: nodes() }).describe('Every existing node of the chosen sort is Ready.'),
  nodesInitialized: z
    .object({ nodes: nodes() })
    .describe('The cloud provider is done with every existing node: provider id set, taint gone, an internal address besides the VIP.'),
  csiDriver: z.object({ name: name() }).describe('A CSIDriver of this name exists.'),
  csiNodes: z
    .object({ driver: name(), nodes: nodes() })
    .describe('Every existing node of the chosen sort has registered this CSI driver with a node id.'),
  objectMatches: ObjectMatches.describe('An object makes a CEL expression true.'),
}).meta({ maxProperties: 1 });
export type AddonGate = z.infer<typeof AddonGate>;
