import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { atomicList, mapList, nonEmpty, text } from '../schema/fields.js';
import { DeprecatedConditions } from '../shared/deprecated.js';
import { LabelSelector } from '../shared/selector.js';
import { APIEndpoint, FailureDomain } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const ClusterModule = z.object({
  controlPlane: z.boolean().describe('Whether it is for the control plane.'),
  moduleUUID: text(1, 2048).describe('The cluster module.'),
  targetObjectName: text(1, 253).describe('Name of the MachineDeployment or control plane.'),
}).describe('A vCenter cluster module: keeps the VMs of one group on different hosts.');
export type ClusterModule = z.infer<typeof ClusterModule>;

export const VSphereIdentityReference = z.object({
  kind: z.enum(['VSphereClusterIdentity', 'Secret']).describe('A Secret of the same namespace, or a VSphereClusterIdentity.'),
  name: text(1, 253).describe('Its name.'),
}).describe('Who logs in to vCenter for this cluster.');
export type VSphereIdentityReference = z.infer<typeof VSphereIdentityReference>;

export const VSphereClusterSpec = z.object({
  server: text(1, 1024).describe('Host name or address of vCenter.'),
  clusterModules: atomicList(ClusterModule).max(512).describe('Written by the controller.').optional(),
  controlPlaneEndpoint: APIEndpoint.describe('The virtual IP and port of the API server.').optional(),
  disableClusterModule: z.boolean().describe('Whether cluster modules are not used.').optional(),
  failureDomainSelector: LabelSelector.describe('Chooses VSphereDeploymentZones by label. Absent: none; empty: all.').optional(),
  identityRef: VSphereIdentityReference.optional(),
  thumbprint: text(1, 1024)
    .describe("Fingerprint of vCenter's certificate, SHA-1 or SHA-256. Consulted when the certificate is not trusted otherwise.")
    .optional(),
}).describe('Where in vCenter a cluster lives.');
export type VSphereClusterSpec = z.infer<typeof VSphereClusterSpec>;

export const VSphereClusterStatus = nonEmpty({
  conditions: Conditions,
  deprecated: DeprecatedConditions.describe('Kept for clients of the v1beta1 contract; never written here.'),
  failureDomains: mapList(FailureDomain, ['name']).min(1).max(100).describe('Where Machines can be put.'),
  initialization: nonEmpty({
    provisioned: z.boolean().describe('Whether it was ready once; never goes back.'),
  }).describe('Facts that, once true, stay true.'),
  vCenterVersion: text(1, 256).describe("Version of vCenter's API."),
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
