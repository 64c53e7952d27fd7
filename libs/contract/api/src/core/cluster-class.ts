import { z } from 'zod';
import { ControlPlaneClass, InfrastructureClass, MachineDeploymentClass, MachinePoolClass } from './cluster-class-parts.js';
import { ClusterClassPatch } from './cluster-class-patches.js';
import { ClusterClassStatusVariable, ClusterClassVariable } from './cluster-class-variables.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { atomicList, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { DeprecatedConditions } from '../shared/deprecated.js';
import { ReadinessGate } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const ClusterClassSpec = z.object({
  controlPlane: ControlPlaneClass,
  infrastructure: InfrastructureClass,
  availabilityGates: mapList(ReadinessGate, ['conditionType'])
    .min(1)
    .max(32)
    .describe('Further conditions of the Cluster that count towards Available.')
    .optional(),
  kubernetesVersions: atomicList(text(1, 256)).min(1).max(100).describe('Versions that an upgrade may pass, in order.').optional(),
  patches: atomicList(ClusterClassPatch).min(1).max(1000).describe('Changes to the templates, made in order.').optional(),
  upgrade: nonEmpty({
    external: nonEmpty({
      generateUpgradePlanExtension: text(1, 512).describe('Name of the extension handler.'),
    }).describe('A runtime extension that plans upgrades.'),
  }).describe('How upgrades are planned.').optional(),
  variables: atomicList(ClusterClassVariable).min(1).max(1000).describe('What a Cluster of this class may set.').optional(),
  workers: nonEmpty({
    machineDeployments: mapList(MachineDeploymentClass, ['class']).min(1).max(100).describe('Groups of workers.'),
    machinePools: mapList(MachinePoolClass, ['class']).min(1).max(100).describe('Pools of workers.'),
  }).describe('The workers.').optional(),
});
export type ClusterClassSpec = z.infer<typeof ClusterClassSpec>;

export const ClusterClassStatus = nonEmpty({
  conditions: Conditions,
  deprecated: DeprecatedConditions.describe('Kept for clients of the v1beta1 contract; never written here.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
  variables: atomicList(ClusterClassStatusVariable).max(1000).describe('Every variable with its definitions.'),
});
export type ClusterClassStatus = z.infer<typeof ClusterClassStatus>;

export const ClusterClass = defineKind({
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'ClusterClass',
  plural: 'clusterclasses',
  shortNames: ['cc'],
  categories: ['cluster-api'],
  labels: CORE_LABELS,
  columns: [
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Variables Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="VariablesReady")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'A template for whole clusters: Clusters refer to it and set its variables.',
  spec: ClusterClassSpec,
  status: ClusterClassStatus,
});
export type ClusterClass = KindObject<typeof ClusterClass>;
