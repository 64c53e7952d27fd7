import { z } from 'zod';
import { MachineDeletionOrder, MachineNaming, MachineTemplateSpec } from './machine-spec.js';
import { MachineRollout } from './rollout.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { allOptional, int32, int64, intOrString, mapList, nonEmpty, text } from '../schema/fields.js';
import { V1Beta1Condition } from '../shared/deprecated.js';
import { LabelSelector } from '../shared/selector.js';
import { VersionReplicas } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const MachineDeploymentSpec = z.object({
  clusterName: text(1, 63).describe('Name of the Cluster that this belongs to, in the same namespace.'),
  selector: LabelSelector.describe('Chooses the Machines. Empty: those of this deployment.'),
  template: MachineTemplateSpec,
  deletion: MachineDeletionOrder.optional(),
  machineNaming: MachineNaming.optional(),
  paused: z.boolean().describe('No rollout begins while this is true.').optional(),
  remediation: nonEmpty({
    maxInFlight: intOrString().describe('How many Machines may be replaced at once.'),
  }).describe('Limits the replacement of unhealthy Machines.').optional(),
  replicas: int32().describe('How many Machines there should be; absent: 1.').optional(),
  rollout: MachineRollout.optional(),
});
export type MachineDeploymentSpec = z.infer<typeof MachineDeploymentSpec>;

export const MachineDeploymentStatus = nonEmpty({
  availableReplicas: int32().describe('How many Machines are Available: Ready for long enough.'),
  conditions: Conditions,
  deprecated: allOptional({
    v1beta1: allOptional({
      availableReplicas: int32(),
      conditions: z.array(V1Beta1Condition),
      readyReplicas: int32(),
      unavailableReplicas: int32(),
      updatedReplicas: int32(),
    }),
  }).describe('Kept for clients of the v1beta1 contract; never written here.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
  phase: z
    .enum(['ScalingUp', 'ScalingDown', 'Running', 'Failed', 'Unknown'])
    .describe('How far it is, in one word for people; decide by conditions instead.'),
  readyReplicas: int32().describe('How many Machines are Ready.'),
  replicas: int32().describe('How many Machines there are.'),
  selector: text(1, 4096).describe('The selector as text, for the scale subresource.'),
  upToDateReplicas: int32().describe('How many Machines are as the spec wants them.'),
  versions: mapList(VersionReplicas, ['version']).min(1).max(100).describe('How many replicas run which Kubernetes version.'),
});
export type MachineDeploymentStatus = z.infer<typeof MachineDeploymentStatus>;

export const MachineDeployment = defineKind({
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'MachineDeployment',
  plural: 'machinedeployments',
  shortNames: ['md'],
  categories: ['cluster-api'],
  labels: CORE_LABELS,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterName' },
    { name: 'Available', type: 'string', jsonPath: '.status.conditions[?(@.type=="Available")].status' },
    { name: 'Desired', type: 'integer', jsonPath: '.spec.replicas' },
    { name: 'Current', type: 'integer', jsonPath: '.status.replicas' },
    { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas' },
    { name: 'Available', type: 'integer', jsonPath: '.status.availableReplicas' },
    { name: 'Up-to-date', type: 'integer', jsonPath: '.status.upToDateReplicas' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Version', type: 'string', jsonPath: '.spec.template.spec.version' },
  ],
  scale: {
    specReplicasPath: '.spec.replicas',
    statusReplicasPath: '.status.replicas',
    labelSelectorPath: '.status.selector',
  },
  description: 'A group of equal workers that can be scaled and rolled out.',
  spec: MachineDeploymentSpec,
  status: MachineDeploymentStatus,
});
export type MachineDeployment = KindObject<typeof MachineDeployment>;
