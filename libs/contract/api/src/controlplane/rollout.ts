import { z } from 'zod';
import { MachineDeletion, MachineTaint } from '../core/machine-spec.js';
import { dateTime, int32, intOrString, mapList, nonEmpty, text } from '../schema/fields.js';
import { ContractReference } from '../shared/references.js';
import { ReadinessGate, TemplateMetadata } from '../shared/shapes.js';

/** When and how control-plane Machines are replaced. */
export const KubeadmControlPlaneRollout = nonEmpty({
  after: dateTime(),
  before: nonEmpty({
    certificatesExpiryDays: int32().min(7),
  }),
  strategy: z.object({
    type: z.enum(['RollingUpdate']),
    rollingUpdate: nonEmpty({
      maxSurge: intOrString(),
    }).optional(),
  }).meta({ minProperties: 1 }),
});
export type KubeadmControlPlaneRollout = z.infer<typeof KubeadmControlPlaneRollout>;

/** How often and how soon a broken control-plane Machine is replaced. */
export const KubeadmControlPlaneRemediation = nonEmpty({
  maxRetry: int32(),
  minHealthyPeriodSeconds: int32().min(0),
  retryPeriodSeconds: int32().min(0),
});
export type KubeadmControlPlaneRemediation = z.infer<typeof KubeadmControlPlaneRemediation>;

/** What control-plane Machines are made from. */
export const KubeadmControlPlaneMachineTemplate = z.object({
  spec: z.object({
    infrastructureRef: ContractReference,
    deletion: MachineDeletion.optional(),
    readinessGates: mapList(ReadinessGate, ['conditionType']).min(1).max(32).optional(),
    taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).optional(),
  }),
  metadata: TemplateMetadata.optional(),
});
export type KubeadmControlPlaneMachineTemplate = z.infer<typeof KubeadmControlPlaneMachineTemplate>;

/** The remediation that was done last. */
export const LastRemediation = z.object({
  machine: text(1, 253),
  retryCount: int32().min(0),
  time: dateTime(),
});
export type LastRemediation = z.infer<typeof LastRemediation>;
