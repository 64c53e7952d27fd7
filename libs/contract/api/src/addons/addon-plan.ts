import { z } from 'zod';
import { AddonGate } from './readiness-gate.js';
import { HANDOFF_LABELS, MOVED_ALONG } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { atomicList, dateTime, int32, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { DNS_LABEL } from '../schema/patterns.js';
import { LabelSelector } from '../shared/selector.js';
import type { KindObject } from '../kind.js';

/** Where manifests are: every data key of it is YAML with one or more documents, applied in the order of the keys. */
export const AddonManifests = z.object({
  kind: z.enum(['ConfigMap', 'Secret']).describe('A Secret needs no special type.'),
  name: text(1, 253).describe('In the namespace of the plan.'),
  optional: z.boolean().default(false).describe('Go on without it when it does not exist, instead of waiting for it.'),
});
export type AddonManifests = z.infer<typeof AddonManifests>;

export const AddonStep = z.object({
  name: text(1, 63).regex(DNS_LABEL).describe('Name of the step, unique in the plan.'),
  manifests: atomicList(AddonManifests).max(100).describe('What is applied, in this order.').optional(),
  readyWhen: atomicList(AddonGate).max(100).describe('What must hold before the next step begins; all of it.').optional(),
  timeoutSeconds: int32()
    .min(1)
    .default(600)
    .describe('How long the step may take before the cluster is reported as failed at it. It is tried on even then.'),
});
export type AddonStep = z.infer<typeof AddonStep>;

export const AddonPlanSpec = z.object({
  clusterSelector: LabelSelector.describe('Clusters of the same namespace, by label. An empty selector chooses none.'),
  steps: mapList(AddonStep, ['name']).min(1).max(50).describe('Done one after another, for every cluster by itself.'),
});
export type AddonPlanSpec = z.infer<typeof AddonPlanSpec>;

export const AddonPlanCluster = z.object({
  name: text(1, 63).describe('Name of the Cluster.'),
  phase: z.enum(['Waiting', 'Installing', 'Ready', 'Failed']).describe('How far this cluster is.'),
  step: text(1, 63).describe('The step that it is at.').optional(),
  since: dateTime().describe('When it came to this step and phase.').optional(),
  message: text(1, 32768).describe('What is waited for, or what failed, in words for people.').optional(),
});
export type AddonPlanCluster = z.infer<typeof AddonPlanCluster>;

export const AddonPlanStatus = nonEmpty({
  conditions: Conditions.describe('Ready: every chosen cluster has finished every step.'),
  clusters: mapList(AddonPlanCluster, ['name']).max(1000).describe('Every chosen cluster.'),
  matchedClusters: int32().min(0).describe('How many clusters the selector chooses.'),
  readyClusters: int32().min(0).describe('How many of them have finished every step.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
});
export type AddonPlanStatus = z.infer<typeof AddonPlanStatus>;

export const AddonPlan = defineKind({
  group: 'addons.handoff.dev',
  version: 'v1alpha1',
  kind: 'AddonPlan',
  plural: 'addonplans',
  shortNames: ['ap'],
  categories: ['cluster-api'],
  labels: { ...HANDOFF_LABELS, ...MOVED_ALONG },
  columns: [
    { name: 'Clusters', type: 'integer', jsonPath: '.status.matchedClusters' },
    { name: 'Installed', type: 'integer', jsonPath: '.status.readyClusters' },
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Message', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].message', priority: 10 },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'Add-ons for every cluster with chosen labels, installed step by step: a step begins when the gates of the one before hold.',
  spec: AddonPlanSpec,
  status: AddonPlanStatus,
});
export type AddonPlan = KindObject<typeof AddonPlan>;
