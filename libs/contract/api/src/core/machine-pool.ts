import { z } from 'zod';
import { MachineTemplateSpec } from './machine-spec.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { allOptional, atomic, atomicList, int32, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { V1Beta1Condition } from '../shared/deprecated.js';
import { VersionReplicas } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const MachinePoolSpec = z.object({
  clusterName: text(1, 63).describe('Name of the Cluster that this belongs to, in the same namespace.'),
  template: MachineTemplateSpec,
  failureDomains: atomicList(text(1, 256)).max(100).describe('The failure domains to spread over.').optional(),
  providerIDList: atomicList(text(1, 512)).max(10000).describe('Provider ids of the servers of the pool.').optional(),
  replicas: int32().describe('How many Machines there should be.').optional(),
});
export type MachinePoolSpec = z.infer<typeof MachinePoolSpec>;

export const MachinePoolStatus = nonEmpty({
  availableReplicas: int32().describe('How many Machines are Available: Ready for long enough.'),
  conditions: Conditions,
  deprecated: allOptional({
    v1beta1: allOptional({
      availableReplicas: int32(),
      conditions: z.array(V1Beta1Condition),
      failureMessage: text(1, 10240),
      failureReason: z.string(),
      readyReplicas: int32(),
      unavailableReplicas: int32(),
    }),
  }).describe('Kept for clients of the v1beta1 contract; never written here.'),
  initialization: nonEmpty({
    bootstrapDataSecretCreated: z.boolean().describe('Whether the bootstrap data was there once; never goes back.'),
    infrastructureProvisioned: z.boolean().describe('Whether the infrastructure was ready once; never goes back.'),
  }).describe('Facts that, once true, stay true.'),
  nodeRefs: atomicList(atomic(allOptional({
    apiVersion: z.string(),
    fieldPath: z.string().describe('Path of the field.'),
    kind: z.string(),
    name: z.string(),
    namespace: z.string(),
    resourceVersion: z.string(),
    uid: z.string(),
  }))).max(10000).describe('Nodes of the pool.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
  phase: z
    .enum(['Pending', 'Provisioning', 'Provisioned', 'Running', 'ScalingUp', 'ScalingDown', 'Scaling', 'Deleting', 'Failed', 'Unknown'])
    .describe('How far it is, in one word for people; decide by conditions instead.'),
  readyReplicas: int32().describe('How many Machines are Ready.'),
  replicas: int32().describe('How many Machines there are.'),
  upToDateReplicas: int32().describe('How many Machines are as the spec wants them.'),
  versions: mapList(VersionReplicas, ['version']).min(1).max(100).describe('How many replicas run which Kubernetes version.'),
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
