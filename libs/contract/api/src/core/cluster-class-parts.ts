import { z } from 'zod';
import { HealthChecks, MachineDeploymentRemediation, Remediation } from './health-check.js';
import { MachineDeletion, MachineTaint } from './machine-spec.js';
import { MachineRolloutStrategy } from './rollout.js';
import { atomicList, int32, mapList, nonEmpty, text } from '../schema/fields.js';
import { TemplateReference } from '../shared/references.js';
import { ReadinessGate, TemplateMetadata } from '../shared/shapes.js';

/** A template that objects of a class are made from. */
export const ClassTemplate = z.object({
  templateRef: TemplateReference,
});
export type ClassTemplate = z.infer<typeof ClassTemplate>;

/** How the objects made from a class are named. */
export const ClassNaming = nonEmpty({
  template: text(1, 1024),
});
export type ClassNaming = z.infer<typeof ClassNaming>;

/** The control plane of a class. */
export const ControlPlaneClass = z.object({
  templateRef: TemplateReference,
  deletion: MachineDeletion.optional(),
  healthCheck: nonEmpty({
    checks: HealthChecks,
    remediation: Remediation,
  }).optional(),
  machineInfrastructure: ClassTemplate.optional(),
  metadata: TemplateMetadata.optional(),
  naming: ClassNaming.optional(),
  readinessGates: mapList(ReadinessGate, ['conditionType']).min(1).max(32).optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).optional(),
});
export type ControlPlaneClass = z.infer<typeof ControlPlaneClass>;

/** The infrastructure of a class. */
export const InfrastructureClass = z.object({
  templateRef: TemplateReference,
  naming: ClassNaming.optional(),
});
export type InfrastructureClass = z.infer<typeof InfrastructureClass>;

/** A kind of worker that a topology may use. */
export const MachineDeploymentClass = z.object({
  bootstrap: ClassTemplate,
  class: text(1, 256),
  infrastructure: ClassTemplate,
  deletion: nonEmpty({
    nodeDeletionTimeoutSeconds: int32().min(0),
    nodeDrainTimeoutSeconds: int32().min(0),
    nodeVolumeDetachTimeoutSeconds: int32().min(0),
    order: z.enum(['Random', 'Newest', 'Oldest']),
  }).optional(),
  failureDomain: text(1, 256).optional(),
  healthCheck: nonEmpty({
    checks: HealthChecks,
    remediation: MachineDeploymentRemediation,
  }).optional(),
  metadata: TemplateMetadata.optional(),
  minReadySeconds: int32().min(0).optional(),
  naming: ClassNaming.optional(),
  readinessGates: mapList(ReadinessGate, ['conditionType']).min(1).max(32).optional(),
  rollout: nonEmpty({
    strategy: MachineRolloutStrategy,
  }).optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).optional(),
});
export type MachineDeploymentClass = z.infer<typeof MachineDeploymentClass>;

/** A kind of worker pool that a topology may use. */
export const MachinePoolClass = z.object({
  bootstrap: ClassTemplate,
  class: text(1, 256),
  infrastructure: ClassTemplate,
  deletion: MachineDeletion.optional(),
  failureDomains: atomicList(text(1, 256)).max(100).optional(),
  metadata: TemplateMetadata.optional(),
  minReadySeconds: int32().min(0).optional(),
  naming: ClassNaming.optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).optional(),
});
export type MachinePoolClass = z.infer<typeof MachinePoolClass>;
