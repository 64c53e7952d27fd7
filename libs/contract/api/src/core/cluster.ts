import { z } from 'zod';
import { Topology } from './topology.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Condition } from '../object.js';
import { allOptional, atomicList, int32, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { DeprecatedFailure } from '../shared/deprecated.js';
import { ContractReference } from '../shared/references.js';
import { APIEndpoint, FailureDomain, ReadinessGate, VersionReplicas } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const ClusterSpec = nonEmpty({
  availabilityGates: mapList(ReadinessGate, ['conditionType']).min(1).max(32),
  clusterNetwork: nonEmpty({
    apiServerPort: int32().min(1).max(65535),
    pods: z.object({
      cidrBlocks: atomicList(text(1, 43)).min(1).max(100),
    }),
    serviceDomain: text(1, 253),
    services: z.object({
      cidrBlocks: atomicList(text(1, 43)).min(1).max(100),
    }),
  }),
  controlPlaneEndpoint: APIEndpoint,
  controlPlaneRef: ContractReference,
  infrastructureRef: ContractReference,
  paused: z.boolean(),
  topology: Topology,
});
export type ClusterSpec = z.infer<typeof ClusterSpec>;

export const ClusterStatus = nonEmpty({
  conditions: mapList(Condition, ['type']).max(32),
  controlPlane: allOptional({
    availableReplicas: int32(),
    desiredReplicas: int32(),
    readyReplicas: int32(),
    replicas: int32(),
    upToDateReplicas: int32(),
    upgradePlan: atomicList(z.object({
      version: text(1, 256),
    })).min(1).max(32),
    versions: atomicList(VersionReplicas).min(1).max(32),
  }),
  deprecated: DeprecatedFailure,
  failureDomains: mapList(FailureDomain, ['name']).min(1).max(100),
  initialization: nonEmpty({
    controlPlaneInitialized: z.boolean(),
    infrastructureProvisioned: z.boolean(),
  }),
  observedGeneration: int64().min(1),
  phase: z.enum(['Pending', 'Provisioning', 'Provisioned', 'Deleting', 'Failed', 'Unknown']),
  workers: allOptional({
    availableReplicas: int32(),
    desiredReplicas: int32(),
    readyReplicas: int32(),
    replicas: int32(),
    upToDateReplicas: int32(),
    upgradePlan: atomicList(z.object({
      version: text(1, 256),
    })).min(1).max(32),
    versions: atomicList(VersionReplicas).min(1).max(32),
  }),
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
