import { POOL_LABELS } from '../crd/labels.js';
import { InClusterIPPoolSpec, InClusterIPPoolStatus } from './pool.js';
import { defineKind } from '../kind.js';
import type { KindObject } from '../kind.js';

export const GlobalInClusterIPPool = defineKind({
  group: 'ipam.cluster.x-k8s.io',
  version: 'v1alpha2',
  kind: 'GlobalInClusterIPPool',
  plural: 'globalinclusterippools',
  namespaced: false,
  categories: ['cluster-api'],
  labels: POOL_LABELS,
  required: [],
  columns: [
    { name: 'Addresses', type: 'string', jsonPath: '.spec.addresses' },
    { name: 'Total', type: 'integer', jsonPath: '.status.ipAddresses.total' },
    { name: 'Free', type: 'integer', jsonPath: '.status.ipAddresses.free' },
    { name: 'Used', type: 'integer', jsonPath: '.status.ipAddresses.used' },
  ],
  description: 'Addresses that claims of every namespace are served from.',
  spec: InClusterIPPoolSpec,
  status: InClusterIPPoolStatus,
});
export type GlobalInClusterIPPool = KindObject<typeof GlobalInClusterIPPool>;
