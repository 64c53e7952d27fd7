import { z } from 'zod';
import { MachineTemplateSpec } from './machine-spec.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Condition } from '../object.js';
import { allOptional, atomic, atomicList, int32, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { V1Beta1Condition } from '../shared/deprecated.js';
import { VersionReplicas } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const MachinePoolSpec = z.object({
  clusterName: text(1, 63),
  template: MachineTemplateSpec,
  failureDomains: atomicList(text(1, 256)).max(100).optional(),
  providerIDList: atomicList(text(1, 512)).max(10000).optional(),
  replicas: int32().optional(),
});
export type MachinePoolSpec = z.infer<typeof MachinePoolSpec>;

export const MachinePoolStatus = nonEmpty({
  availableReplicas: int32(),
  conditions: mapList(Condition, ['type']).max(32),
  deprecated: allOptional({
    v1beta1: allOptional({
      availableReplicas: int32(),
      conditions: z.array(V1Beta1Condition),
      failureMessage: text(1, 10240),
      failureReason: z.string(),
      readyReplicas: int32(),
      unavailableReplicas: int32(),
    }),
  }),
  initialization: nonEmpty({
    bootstrapDataSecretCreated: z.boolean(),
    infrastructureProvisioned: z.boolean(),
  }),
  nodeRefs: atomicList(atomic(allOptional({
    apiVersion: z.string(),
    fieldPath: z.string(),
    kind: z.string(),
    name: z.string(),
    namespace: z.string(),
    resourceVersion: z.string(),
    uid: z.string(),
  }))).max(10000),
  observedGeneration: int64().min(1),
  phase: z.enum(['Pending', 'Provisioning', 'Provisioned', 'Running', 'ScalingUp', 'ScalingDown', 'Scaling', 'Deleting', 'Failed', 'Unknown']),
  readyReplicas: int32(),
  replicas: int32(),
  upToDateReplicas: int32(),
  versions: mapList(VersionReplicas, ['version']).min(1).max(100),
});
export type MachinePoolStatus = z.infer<typeof MachinePoolStatus>;

export const MachinePool = defineKind({
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'MachinePool',
  plural: 'machinepools',
  shortNames: ['mp'],
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
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Version', type: 'string', jsonPath: '.spec.template.spec.version' },
  ],
  scale: {
    specReplicasPath: '.spec.replicas',
    statusReplicasPath: '.status.replicas',
  },
  description: 'A group of workers that the infrastructure itself keeps at a number.',
  spec: MachinePoolSpec,
  status: MachinePoolStatus,
});
export type MachinePool = KindObject<typeof MachinePool>;
