import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Condition } from '../object.js';
import { atomicList, mapList, nonEmpty, text } from '../schema/fields.js';
import { DeprecatedConditions } from '../shared/deprecated.js';
import { LabelSelector } from '../shared/selector.js';
import { APIEndpoint, FailureDomain } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

/** A vCenter cluster module: keeps the VMs of one group on different hosts. */
export const ClusterModule = z.object({
  controlPlane: z.boolean(),
  moduleUUID: text(1, 2048),
  targetObjectName: text(1, 253),
});
export type ClusterModule = z.infer<typeof ClusterModule>;

/** Who logs in to vCenter for this cluster. */
export const VSphereIdentityReference = z.object({
  kind: z.enum(['VSphereClusterIdentity', 'Secret']),
  name: text(1, 253),
});
export type VSphereIdentityReference = z.infer<typeof VSphereIdentityReference>;

/** Where in vCenter a cluster lives. */
export const VSphereClusterSpec = z.object({
  server: text(1, 1024),
  clusterModules: atomicList(ClusterModule).max(512).optional(),
  controlPlaneEndpoint: APIEndpoint.optional(),
  disableClusterModule: z.boolean().optional(),
  failureDomainSelector: LabelSelector.optional(),
  identityRef: VSphereIdentityReference.optional(),
  thumbprint: text(1, 1024).optional(),
});
export type VSphereClusterSpec = z.infer<typeof VSphereClusterSpec>;

export const VSphereClusterStatus = nonEmpty({
  conditions: mapList(Condition, ['type']).max(32),
  deprecated: DeprecatedConditions,
  failureDomains: mapList(FailureDomain, ['name']).min(1).max(100),
  initialization: nonEmpty({
    provisioned: z.boolean(),
  }),
  vCenterVersion: text(1, 256),
});
export type VSphereClusterStatus = z.infer<typeof VSphereClusterStatus>;

export const VSphereCluster = defineKind({
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'VSphereCluster',
  plural: 'vsphereclusters',
  categories: ['cluster-api'],
  labels: INFRASTRUCTURE_LABELS,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.metadata.labels[\'cluster\\.x-k8s\\.io/cluster-name\']' },
    { name: 'Server', type: 'string', jsonPath: '.spec.server' },
    { name: 'ControlPlane Endpoint', type: 'string', jsonPath: '.spec.controlPlaneEndpoint.host' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Provisioned', type: 'string', jsonPath: '.status.initialization.provisioned' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'The vCenter that a cluster runs in, and its API endpoint.',
  spec: VSphereClusterSpec,
  status: VSphereClusterStatus,
});
export type VSphereCluster = KindObject<typeof VSphereCluster>;
