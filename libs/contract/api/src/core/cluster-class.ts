import { z } from 'zod';
import { ControlPlaneClass, InfrastructureClass, MachineDeploymentClass, MachinePoolClass } from './cluster-class-parts.js';
import { ClusterClassPatch } from './cluster-class-patches.js';
import { ClusterClassStatusVariable, ClusterClassVariable } from './cluster-class-variables.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Condition } from '../object.js';
import { atomicList, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { DeprecatedConditions } from '../shared/deprecated.js';
import { ReadinessGate } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const ClusterClassSpec = z.object({
  controlPlane: ControlPlaneClass,
  infrastructure: InfrastructureClass,
  availabilityGates: mapList(ReadinessGate, ['conditionType']).min(1).max(32).optional(),
  kubernetesVersions: atomicList(text(1, 256)).min(1).max(100).optional(),
  patches: atomicList(ClusterClassPatch).min(1).max(1000).optional(),
  upgrade: nonEmpty({
    external: nonEmpty({
      generateUpgradePlanExtension: text(1, 512),
    }),
  }).optional(),
  variables: atomicList(ClusterClassVariable).min(1).max(1000).optional(),
  workers: nonEmpty({
    machineDeployments: mapList(MachineDeploymentClass, ['class']).min(1).max(100),
    machinePools: mapList(MachinePoolClass, ['class']).min(1).max(100),
  }).optional(),
});
export type ClusterClassSpec = z.infer<typeof ClusterClassSpec>;

export const ClusterClassStatus = nonEmpty({
  conditions: mapList(Condition, ['type']).max(32),
  deprecated: DeprecatedConditions,
  observedGeneration: int64().min(1),
  variables: atomicList(ClusterClassStatusVariable).max(1000),
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
