import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { ReadyStatus } from './ready-status.js';
import { defineKind } from '../kind.js';
import { nonEmpty, text } from '../schema/fields.js';
import type { KindObject } from '../kind.js';

export const VSphereDeploymentZoneSpec = z.object({
  failureDomain: text(1, 253).describe('Name of the VSphereFailureDomain.'),
  controlPlane: z.boolean().describe('Whether control-plane Machines may go there; absent: yes.').optional(),
  placementConstraint: nonEmpty({
    folder: text(1, 2048).describe('Folder for the VM.'),
    resourcePool: text(1, 2048).describe('Resource pool for the VM.'),
  }).describe('Where in vCenter VMs go.').optional(),
  server: text(1, 1024).describe('Host name or address of vCenter.').optional(),
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
