import { z } from 'zod';
import { HealthChecks, Remediation } from './health-check.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { atomicList, int32, int64, nonEmpty, text } from '../schema/fields.js';
import { DeprecatedConditions } from '../shared/deprecated.js';
import { LabelSelector } from '../shared/selector.js';
import type { KindObject } from '../kind.js';

export const MachineHealthCheckSpec = z.object({
  clusterName: text(1, 63).describe('Name of the Cluster that this belongs to, in the same namespace.'),
  selector: LabelSelector.describe('Chooses the Machines to look after.'),
  checks: HealthChecks.optional(),
  remediation: Remediation.optional(),
});
export type MachineHealthCheckSpec = z.infer<typeof MachineHealthCheckSpec>;

export const MachineHealthCheckStatus = nonEmpty({
  conditions: Conditions,
  currentHealthy: int32().min(0).describe('How many of them are healthy.'),
  deprecated: DeprecatedConditions.describe('Kept for clients of the v1beta1 contract; never written here.'),
  expectedMachines: int32().min(0).describe('How many Machines the selector chooses.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
  remediationsAllowed: int32().min(0).describe('How many more may be remediated now.'),
  targets: atomicList(text(1, 253)).max(10000).describe('Names of the Machines.'),
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
