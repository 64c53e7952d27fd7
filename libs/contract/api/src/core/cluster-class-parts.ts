import { z } from 'zod';
import { HealthChecks, MachineDeploymentRemediation, Remediation } from './health-check.js';
import { MachineDeletion, MachineTaint, WorkerDeletion } from './machine-spec.js';
import { MachineRolloutStrategy } from './rollout.js';
import { atomicList, int32, mapList, nonEmpty, text } from '../schema/fields.js';
import { TemplateReference } from '../shared/references.js';
import { NameTemplate, ReadinessGate, TemplateMetadata } from '../shared/shapes.js';

export const ClassTemplate = z.object({
  templateRef: TemplateReference.describe('The template.'),
}).describe('A template that objects of a class are made from.');
export type ClassTemplate = z.infer<typeof ClassTemplate>;

export const ControlPlaneClass = z.object({
  templateRef: TemplateReference.describe('The template.'),
  deletion: MachineDeletion.optional(),
  healthCheck: nonEmpty({
    checks: HealthChecks,
    remediation: Remediation,
  }).describe('The MachineHealthCheck that is made for these Machines.').optional(),
  machineInfrastructure: ClassTemplate.describe('Template of the servers of the control plane.').optional(),
  metadata: TemplateMetadata.describe('Labels and annotations for what is made.').optional(),
  naming: NameTemplate.optional(),
  readinessGates: mapList(ReadinessGate, ['conditionType'])
    .min(1)
    .max(32)
    .describe('Further conditions that count towards Ready.')
    .optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).describe('Taints that the Node gets.').optional(),
}).describe('The control plane of a class.');
export type ControlPlaneClass = z.infer<typeof ControlPlaneClass>;

export const InfrastructureClass = z.object({
  templateRef: TemplateReference.describe('The template.'),
  naming: NameTemplate.optional(),
}).describe('The infrastructure of a class.');
export type InfrastructureClass = z.infer<typeof InfrastructureClass>;

export const MachineDeploymentClass = z.object({
  bootstrap: ClassTemplate.describe('Template of the bootstrap config.'),
  class: text(1, 256).describe('Name of the class of workers.'),
  infrastructure: ClassTemplate.describe('Template of the servers.'),
  deletion: WorkerDeletion.optional(),
  failureDomain: text(1, 256).describe('The failure domain to use.').optional(),
  healthCheck: nonEmpty({
    checks: HealthChecks,
    remediation: MachineDeploymentRemediation,
  }).describe('The MachineHealthCheck that is made for these Machines.').optional(),
  metadata: TemplateMetadata.describe('Labels and annotations for what is made.').optional(),
  minReadySeconds: int32().min(0).describe('How long a Machine must be Ready before it counts as Available.').optional(),
  naming: NameTemplate.optional(),
  readinessGates: mapList(ReadinessGate, ['conditionType'])
    .min(1)
    .max(32)
    .describe('Further conditions that count towards Ready.')
    .optional(),
  rollout: nonEmpty({
    strategy: MachineRolloutStrategy,
  }).describe('How old Machines are replaced.').optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).describe('Taints that the Node gets.').optional(),
}).describe('A kind of worker that a topology may use.');
export type MachineDeploymentClass = z.infer<typeof MachineDeploymentClass>;

export const MachinePoolClass = z.object({
  bootstrap: ClassTemplate.describe('Template of the bootstrap config.'),
  class: text(1, 256).describe('Name of the class of workers.'),
  infrastructure: ClassTemplate.describe('Template of the pool.'),
  deletion: MachineDeletion.optional(),
  failureDomains: atomicList(text(1, 256)).max(100).describe('The failure domains to spread over.').optional(),
  metadata: TemplateMetadata.describe('Labels and annotations for what is made.').optional(),
  minReadySeconds: int32().min(0).describe('How long a Machine must be Ready before it counts as Available.').optional(),
  naming: NameTemplate.optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).describe('Taints that the Node gets.').optional(),
}).describe('A kind of worker pool that a topology may use.');
export type MachinePoolClass = z.infer<typeof MachinePoolClass>;
