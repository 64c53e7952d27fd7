import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { VSphereMachineSpec } from './clone-spec.js';
import { defineKind, noStatus } from '../kind.js';
import { nonEmpty } from '../schema/fields.js';
import { TemplateMetadata } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const VSphereMachineTemplateSpec = z.object({
  template: nonEmpty({
    metadata: TemplateMetadata.describe('Labels and annotations for what is made.'),
    spec: VSphereMachineSpec,
  }).describe('What every object that is made from this looks like.'),
});
export type VSphereMachineTemplateSpec = z.infer<typeof VSphereMachineTemplateSpec>;

export const VSphereMachineTemplate = defineKind({
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'VSphereMachineTemplate',
  plural: 'vspheremachinetemplates',
  categories: ['cluster-api'],
  labels: INFRASTRUCTURE_LABELS,
  required: [],
  columns: [
    { name: 'ClusterClass', type: 'string', jsonPath: '.metadata.ownerReferences[?(@.kind=="ClusterClass")].name' },
    { name: 'Cluster', type: 'string', jsonPath: '.metadata.ownerReferences[?(@.kind=="Cluster")].name' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'What the VSphereMachines of a group are made from. Its spec does not change: make a new template instead.',
  spec: VSphereMachineTemplateSpec,
  status: noStatus,
});
export type VSphereMachineTemplate = KindObject<typeof VSphereMachineTemplate>;
