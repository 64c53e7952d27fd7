import { z } from 'zod';
import { MachineDeletion, MachineTaint } from '../core/machine-spec.js';
import { dateTime, int32, intOrString, mapList, nonEmpty, text } from '../schema/fields.js';
import { ContractReference } from '../shared/references.js';
import { ReadinessGate, TemplateMetadata } from '../shared/shapes.js';

export const KubeadmControlPlaneRollout = nonEmpty({
  after: dateTime().describe('Roll out once this time has passed, even if nothing changed.'),
  before: nonEmpty({
    certificatesExpiryDays: int32().min(7).describe('Replace a Machine when its certificates end within this many days.'),
  }).describe('Roll out ahead of a time.'),
  strategy: z.object({
    type: z.enum(['RollingUpdate']).describe('RollingUpdate is the only way.'),
    rollingUpdate: nonEmpty({
      maxSurge: intOrString().describe('1 (the default): add before removing. 0: remove before adding.'),
    }).describe('How many more Machines may exist during a rollout.').optional(),
  }).meta({ minProperties: 1 }).describe('How old Machines are replaced.'),
}).describe('When and how control-plane Machines are replaced.');
export type KubeadmControlPlaneRollout = z.infer<typeof KubeadmControlPlaneRollout>;

export const KubeadmControlPlaneRemediation = nonEmpty({
  maxRetry: int32().describe("How often one Machine's replacement is replaced again; absent: without end."),
  minHealthyPeriodSeconds: int32()
    .min(0)
    .describe('A failure later than this after the last remediation counts as a new one; absent: an hour.'),
  retryPeriodSeconds: int32().min(0).describe('How long to wait between retries.'),
}).describe('How often and how soon a broken control-plane Machine is replaced.');
export type KubeadmControlPlaneRemediation = z.infer<typeof KubeadmControlPlaneRemediation>;

export const KubeadmControlPlaneMachineTemplate = z.object({
  spec: z.object({
    infrastructureRef: ContractReference.describe('Template of the servers.'),
    deletion: MachineDeletion.optional(),
    readinessGates: mapList(ReadinessGate, ['conditionType'])
      .min(1)
      .max(32)
      .describe('Further conditions that count towards Ready.')
      .optional(),
    taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).describe('Taints that the Node gets.').optional(),
  }).describe('What the Machines are.'),
  metadata: TemplateMetadata.describe('Labels and annotations for what is made.').optional(),
}).describe('What control-plane Machines are made from.');
export type KubeadmControlPlaneMachineTemplate = z.infer<typeof KubeadmControlPlaneMachineTemplate>;

export const LastRemediation = z.object({
  machine: text(1, 253).describe('Name of the Machine.'),
  retryCount: int32().min(0).describe('How often in a row.'),
  time: dateTime().describe('When.'),
}).describe('The remediation that was done last.');
export type LastRemediation = z.infer<typeof LastRemediation>;
