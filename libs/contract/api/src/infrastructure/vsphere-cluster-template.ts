import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { VSphereClusterSpec } from './vsphere-cluster.js';
import { defineKind, noStatus } from '../kind.js';
import { nonEmpty } from '../schema/fields.js';
import { TemplateMetadata } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const VSphereClusterTemplateSpec = z.object({
  template: nonEmpty({
    metadata: TemplateMetadata.describe('Labels and annotations for what is made.'),
    spec: VSphereClusterSpec,
  }).describe('What every object that is made from this looks like.'),
});
export type VSphereClusterTemplateSpec = z.infer<typeof VSphereClusterTemplateSpec>;

export const VSphereClusterTemplate = defineKind({
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'VSphereClusterTemplate',
  plural: 'vsphereclustertemplates',
  categories: ['cluster-api'],
  labels: INFRASTRUCTURE_LABELS,
  required: [],
  columns: [
    { name: 'ClusterClass', type: 'string', jsonPath: '.metadata.ownerReferences[?(@.kind=="ClusterClass")].name' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'What the VSphereClusters of a ClusterClass are made from.',
  spec: VSphereClusterTemplateSpec,
  status: noStatus,
});
export type VSphereClusterTemplate = KindObject<typeof VSphereClusterTemplate>;
