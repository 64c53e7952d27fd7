import { z } from 'zod';
import { ResourceSetBinding } from './resource-binding.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind, noStatus } from '../kind.js';
import { atomicList, text } from '../schema/fields.js';
import type { KindObject } from '../kind.js';

export const ClusterResourceSetBindingSpec = z.object({
  clusterName: text(1, 63).describe('Name of the Cluster that this belongs to, in the same namespace.'),
  bindings: atomicList(ResourceSetBinding).max(100).describe('One entry for each ClusterResourceSet.').optional(),
});
export type ClusterResourceSetBindingSpec = z.infer<typeof ClusterResourceSetBindingSpec>;

export const ClusterResourceSetBinding = defineKind({
  group: 'addons.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'ClusterResourceSetBinding',
  plural: 'clusterresourcesetbindings',
  categories: ['cluster-api'],
  labels: CORE_LABELS,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterName' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'What ClusterResourceSets have applied to one cluster. Named as the cluster.',
  spec: ClusterResourceSetBindingSpec,
  status: noStatus,
});
export type ClusterResourceSetBinding = KindObject<typeof ClusterResourceSetBinding>;
