import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { ReadyStatus } from './ready-status.js';
import { defineKind } from '../kind.js';
import { nonEmpty, text } from '../schema/fields.js';
import type { KindObject } from '../kind.js';

export const VSphereDeploymentZoneSpec = z.object({
  failureDomain: text(1, 253),
  controlPlane: z.boolean().optional(),
  placementConstraint: nonEmpty({
    folder: text(1, 2048),
    resourcePool: text(1, 2048),
  }).optional(),
  server: text(1, 1024).optional(),
});
export type VSphereDeploymentZoneSpec = z.infer<typeof VSphereDeploymentZoneSpec>;

export const VSphereDeploymentZone = defineKind({
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'VSphereDeploymentZone',
  plural: 'vspheredeploymentzones',
  namespaced: false,
  categories: ['cluster-api'],
  labels: INFRASTRUCTURE_LABELS,
  description: 'A failure domain together with the folder and resource pool that VMs go to.',
  spec: VSphereDeploymentZoneSpec,
  status: ReadyStatus,
});
export type VSphereDeploymentZone = KindObject<typeof VSphereDeploymentZone>;
