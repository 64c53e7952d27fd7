import { z } from 'zod';
import { ReplicaCounts } from './machine-status.js';
import { Topology } from './topology.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { atomicList, int32, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { DeprecatedFailure } from '../shared/deprecated.js';
import { ContractReference } from '../shared/references.js';
import { APIEndpoint, FailureDomain, ReadinessGate } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const ClusterSpec = nonEmpty({
  availabilityGates: mapList(ReadinessGate, ['conditionType'])
    .min(1)
    .max(32)
    .describe('Further conditions of the Cluster that count towards Available.'),
  clusterNetwork: nonEmpty({
    apiServerPort: int32().min(1).max(65535).describe('Port of every API server; absent: 6443.'),
    pods: z.object({
      cidrBlocks: atomicList(text(1, 43)).min(1).max(100).describe('Networks as address/prefix; one per family.'),
    }).describe('Networks of Pods.'),
    serviceDomain: text(1, 253).describe('Domain of Services; absent: cluster.local.'),
    services: z.object({
      cidrBlocks: atomicList(text(1, 43)).min(1).max(100).describe('Networks as address/prefix; one per family.'),
    }).describe('Networks of Services.'),
  }).describe('Networks of the workload cluster.'),
  controlPlaneEndpoint: APIEndpoint
    .describe('Where clients reach the API server. Filled in from the infrastructure or control plane when absent.'),
  controlPlaneRef: ContractReference.describe('The object that provides the control plane.'),
  infrastructureRef: ContractReference.describe('The object that provides the infrastructure.'),
  paused: z.boolean().describe('Nothing is done to this object, nor to those that belong to it, while this is true.'),
  topology: Topology.describe('Describes the cluster by a ClusterClass; leave out to refer to the parts yourself.'),
});
export type ClusterSpec = z.infer<typeof ClusterSpec>;

export const ClusterStatus = nonEmpty({
  conditions: Conditions,
  controlPlane: ReplicaCounts.describe('Replicas of the control plane.'),
  deprecated: DeprecatedFailure.describe('Kept for clients of the v1beta1 contract; never written here.'),
  failureDomains: mapList(FailureDomain, ['name']).min(1).max(100).describe('Where Machines can be put.'),
  initialization: nonEmpty({
    controlPlaneInitialized: z.boolean().describe('Whether the API server answered once; never goes back.'),
    infrastructureProvisioned: z.boolean().describe('Whether the infrastructure was ready once; never goes back.'),
  }).describe('Facts that, once true, stay true.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
  phase: z
    .enum(['Pending', 'Provisioning', 'Provisioned', 'Deleting', 'Failed', 'Unknown'])
    .describe('How far it is, in one word for people; decide by conditions instead.'),
  workers: ReplicaCounts.describe('Replicas of all workers.'),
});
export type ClusterStatus = z.infer<typeof ClusterStatus>;

export const Cluster = defineKind({
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'Cluster',
  plural: 'clusters',
  shortNames: ['cl'],
  categories: ['cluster-api'],
  labels: CORE_LABELS,
  columns: [
    { name: 'ClusterClass', type: 'string', jsonPath: '.spec.topology.classRef.name' },
    { name: 'Available', type: 'string', jsonPath: '.status.conditions[?(@.type=="Available")].status' },
    { name: 'CP Desired', type: 'integer', jsonPath: '.status.controlPlane.desiredReplicas' },
    { name: 'CP Current', type: 'integer', jsonPath: '.status.controlPlane.replicas', priority: 10 },
    { name: 'CP Ready', type: 'integer', jsonPath: '.status.controlPlane.readyReplicas', priority: 10 },
    { name: 'CP Available', type: 'integer', jsonPath: '.status.controlPlane.availableReplicas' },
    { name: 'CP Up-to-date', type: 'integer', jsonPath: '.status.controlPlane.upToDateReplicas' },
    { name: 'W Desired', type: 'integer', jsonPath: '.status.workers.desiredReplicas' },
    { name: 'W Current', type: 'integer', jsonPath: '.status.workers.replicas', priority: 10 },
    { name: 'W Ready', type: 'integer', jsonPath: '.status.workers.readyReplicas', priority: 10 },
    { name: 'W Available', type: 'integer', jsonPath: '.status.workers.availableReplicas' },
    { name: 'W Up-to-date', type: 'integer', jsonPath: '.status.workers.upToDateReplicas' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Version', type: 'string', jsonPath: '.spec.topology.version' },
  ],
  description: 'A Kubernetes cluster: which infrastructure and which control plane belong to it, and how far it is.',
  spec: ClusterSpec,
  status: ClusterStatus,
});
export type Cluster = KindObject<typeof Cluster>;
