import { z } from 'zod';
import { MachineDeletionOrder, MachineNaming, MachineTemplateSpec } from './machine-spec.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { allOptional, int32, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { V1Beta1Condition } from '../shared/deprecated.js';
import { LabelSelector } from '../shared/selector.js';
import { VersionReplicas } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const MachineSetSpec = z.object({
  clusterName: text(1, 63).describe('Name of the Cluster that this belongs to, in the same namespace.'),
  selector: LabelSelector.describe('Chooses the Machines. Empty: those of this set.'),
  template: MachineTemplateSpec,
  deletion: MachineDeletionOrder.optional(),
  machineNaming: MachineNaming.optional(),
  replicas: int32().describe('How many Machines there should be; absent: 1.').optional(),
});
export type MachineSetSpec = z.infer<typeof MachineSetSpec>;

export const MachineSetStatus = nonEmpty({
  availableReplicas: int32().describe('How many Machines are Available: Ready for long enough.'),
  conditions: Conditions,
  deprecated: allOptional({
    v1beta1: allOptional({
      availableReplicas: int32(),
      conditions: z.array(V1Beta1Condition),
      failureMessage: text(1, 10240),
      failureReason: z.string(),
      fullyLabeledReplicas: int32(),
      readyReplicas: int32(),
    }),
  }).describe('Kept for clients of the v1beta1 contract; never written here.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
  readyReplicas: int32().describe('How many Machines are Ready.'),
  replicas: int32().describe('How many Machines there are.'),
  selector: text(1, 4096).describe('The selector as text, for the scale subresource.'),
  upToDateReplicas: int32().describe('How many Machines are as the spec wants them.'),
  versions: mapList(VersionReplicas, ['version']).min(1).max(100).describe('How many replicas run which Kubernetes version.'),
});
export type MachineSetStatus = z.infer<typeof MachineSetStatus>;

export const MachineSet = defineKind({
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'MachineSet',
  plural: 'machinesets',
  shortNames: ['ms'],
  categories: ['cluster-api'],
  labels: CORE_LABELS,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterName' },
    { name: 'Desired', type: 'integer', jsonPath: '.spec.replicas' },
    { name: 'Current', type: 'integer', jsonPath: '.status.replicas' },
    { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas' },
    { name: 'Available', type: 'integer', jsonPath: '.status.availableReplicas' },
    { name: 'Up-to-date', type: 'integer', jsonPath: '.status.upToDateReplicas' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Version', type: 'string', jsonPath: '.spec.template.spec.version' },
  ],
  scale: {
    specReplicasPath: '.spec.replicas',
    statusReplicasPath: '.status.replicas',
    labelSelectorPath: '.status.selector',
  },
  description: 'Keeps a number of equal Machines. Made by a MachineDeployment, one for each revision.',
  spec: MachineSetSpec,
  status: MachineSetStatus,
});
export type MachineSet = KindObject<typeof MachineSet>;
