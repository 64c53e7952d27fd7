import { z } from 'zod';
import { ResourceReference } from './resource-binding.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Condition } from '../object.js';
import { atomicList, int64, mapList, nonEmpty } from '../schema/fields.js';
import { DeprecatedConditions } from '../shared/deprecated.js';
import { LabelSelector } from '../shared/selector.js';
import type { KindObject } from '../kind.js';

export const ClusterResourceSetSpec = z.object({
  clusterSelector: LabelSelector,
  resources: atomicList(ResourceReference).min(1).max(100),
  strategy: z.enum(['ApplyOnce', 'Reconcile']).optional(),
});
export type ClusterResourceSetSpec = z.infer<typeof ClusterResourceSetSpec>;

export const ClusterResourceSetStatus = nonEmpty({
  conditions: mapList(Condition, ['type']).max(32),
  deprecated: DeprecatedConditions,
  observedGeneration: int64().min(1),
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
