import { z } from 'zod';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind, noStatus } from '../kind.js';
import { atomicList, cel, int32, nonEmpty } from '../schema/fields.js';
import { LabelSelector } from '../shared/selector.js';
import type { KindObject } from '../kind.js';

export const MachineDrainRuleSpec = z.object({
  drain: z.object({
    behavior: z.enum(['Drain', 'Skip', 'WaitCompleted']).describe('Drain: evict. Skip: leave alone. WaitCompleted: wait until they end.'),
    order: int32().describe('Lower goes first; absent: 0.').optional(),
  }).describe('How the Pods are drained.'),
  machines: cel(
    atomicList(nonEmpty({
      clusterSelector: LabelSelector.describe('Chooses clusters by label.'),
      selector: LabelSelector.describe('Chooses Machines.'),
    })).min(1).max(32),
    'self.all(x, self.exists_one(y, x == y))',
    'entries in machines must be unique',
  ).describe('Machines that the rule is for; absent: all.').optional(),
  pods: cel(
    atomicList(nonEmpty({
      namespaceSelector: LabelSelector.describe('Chooses namespaces by label.'),
      selector: LabelSelector.describe('Chooses Pods.'),
    })).min(1).max(32),
    'self.all(x, self.exists_one(y, x == y))',
    'entries in pods must be unique',
  ).describe('Pods that the rule is for; absent: all.').optional(),
});
export type MachineDrainRuleSpec = z.infer<typeof MachineDrainRuleSpec>;

export const MachineDrainRule = defineKind({
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'MachineDrainRule',
  plural: 'machinedrainrules',
  categories: ['cluster-api'],
  labels: CORE_LABELS,
  required: ['metadata', 'spec'],
  columns: [
    { name: 'Behavior', type: 'string', jsonPath: '.spec.drain.behavior' },
    { name: 'Order', type: 'string', jsonPath: '.spec.drain.order' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'How Pods of chosen Machines are drained, and in which order.',
  spec: MachineDrainRuleSpec,
  status: noStatus,
});
export type MachineDrainRule = KindObject<typeof MachineDrainRule>;
