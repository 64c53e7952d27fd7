import { z } from 'zod';
import { HealthChecks, Remediation } from './health-check.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Condition } from '../object.js';
import { atomicList, int32, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { DeprecatedConditions } from '../shared/deprecated.js';
import { LabelSelector } from '../shared/selector.js';
import type { KindObject } from '../kind.js';

export const MachineHealthCheckSpec = z.object({
  clusterName: text(1, 63),
  selector: LabelSelector,
  checks: HealthChecks.optional(),
  remediation: Remediation.optional(),
});
export type MachineHealthCheckSpec = z.infer<typeof MachineHealthCheckSpec>;

export const MachineHealthCheckStatus = nonEmpty({
  conditions: mapList(Condition, ['type']).max(32),
  currentHealthy: int32().min(0),
  deprecated: DeprecatedConditions,
  expectedMachines: int32().min(0),
  observedGeneration: int64().min(1),
  remediationsAllowed: int32().min(0),
  targets: atomicList(text(1, 253)).max(10000),
});
export type MachineHealthCheckStatus = z.infer<typeof MachineHealthCheckStatus>;

export const MachineHealthCheck = defineKind({
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'MachineHealthCheck',
  plural: 'machinehealthchecks',
  shortNames: ['mhc', 'mhcs'],
  categories: ['cluster-api'],
  labels: CORE_LABELS,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterName' },
    { name: 'Replicas', type: 'integer', jsonPath: '.status.expectedMachines' },
    { name: 'Healthy', type: 'integer', jsonPath: '.status.currentHealthy' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'Finds unhealthy Machines and marks them for replacement.',
  spec: MachineHealthCheckSpec,
  status: MachineHealthCheckStatus,
});
export type MachineHealthCheck = KindObject<typeof MachineHealthCheck>;
