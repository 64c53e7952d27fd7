import { z } from 'zod';
import { ResourceReference } from './resource-binding.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { atomicList, int64, nonEmpty } from '../schema/fields.js';
import { DeprecatedConditions } from '../shared/deprecated.js';
import { LabelSelector } from '../shared/selector.js';
import type { KindObject } from '../kind.js';

export const ClusterResourceSetSpec = z.object({
  clusterSelector: LabelSelector.describe('Clusters of the same namespace, by label. An empty selector chooses none.'),
  resources: atomicList(ResourceReference).min(1).max(100).describe('What is applied, in this order.'),
  strategy: z.enum(['ApplyOnce', 'Reconcile']).describe('ApplyOnce (the default), or Reconcile: again whenever it changes.').optional(),
});
export type ClusterResourceSetSpec = z.infer<typeof ClusterResourceSetSpec>;

export const ClusterResourceSetStatus = nonEmpty({
  conditions: Conditions,
  deprecated: DeprecatedConditions.describe('Kept for clients of the v1beta1 contract; never written here.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
});
export type ClusterResourceSetStatus = z.infer<typeof ClusterResourceSetStatus>;

export const ClusterResourceSet = defineKind({
  group: 'addons.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'ClusterResourceSet',
  plural: 'clusterresourcesets',
  categories: ['cluster-api'],
  labels: CORE_LABELS,
  columns: [
    { name: 'Applied', type: 'string', jsonPath: '.status.conditions[?(@.type=="ResourcesApplied")].status' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'Manifests that are applied to every cluster with chosen labels.',
  spec: ClusterResourceSetSpec,
  status: ClusterResourceSetStatus,
});
export type ClusterResourceSet = KindObject<typeof ClusterResourceSet>;
