import { z } from 'zod';
import { allOptional, int32, mapList, nonEmpty, text } from '../schema/fields.js';
import { LABEL_KEY, LABEL_VALUE } from '../schema/patterns.js';
import { ContractReference } from '../shared/references.js';
import { ReadinessGate, TemplateMetadata } from '../shared/shapes.js';

/** A taint of the Node that belongs to a Machine. */
export const MachineTaint = z.object({
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  key: text(1, 317).regex(LABEL_KEY),
  propagation: z.enum(['Always', 'OnInitialization']),
  value: text(1, 63).regex(LABEL_VALUE).optional(),
});
export type MachineTaint = z.infer<typeof MachineTaint>;

/** How long each step of a deletion may take; zero or absent means for ever (deleting the Node: 10 s). */
export const MachineDeletion = nonEmpty({
  nodeDeletionTimeoutSeconds: int32().min(0),
  nodeDrainTimeoutSeconds: int32().min(0),
  nodeVolumeDetachTimeoutSeconds: int32().min(0),
});
export type MachineDeletion = z.infer<typeof MachineDeletion>;

/** Where the data that turns a server into a node comes from: a config object, or a Secret made by hand. */
export const MachineBootstrap = allOptional({
  configRef: ContractReference,
  dataSecretName: text(0, 253),
});
export type MachineBootstrap = z.infer<typeof MachineBootstrap>;

/** What a Machine should be. */
export const MachineSpec = z.object({
  bootstrap: MachineBootstrap,
  clusterName: text(1, 63),
  infrastructureRef: ContractReference,
  deletion: MachineDeletion.optional(),
  failureDomain: text(1, 256).optional(),
  minReadySeconds: int32().min(0).optional(),
  providerID: text(1, 512).optional(),
  readinessGates: mapList(ReadinessGate, ['conditionType']).min(1).max(32).optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).optional(),
  version: text(1, 256).optional(),
});
export type MachineSpec = z.infer<typeof MachineSpec>;

/** What every Machine of a set is made from. */
export const MachineTemplateSpec = z.object({
  spec: MachineSpec,
  metadata: TemplateMetadata.optional(),
});
export type MachineTemplateSpec = z.infer<typeof MachineTemplateSpec>;

/** How Machines are named. */
export const MachineNaming = nonEmpty({
  template: text(1, 256),
});
export type MachineNaming = z.infer<typeof MachineNaming>;

/** Which Machine goes first when a set shrinks. */
export const MachineDeletionOrder = nonEmpty({
  order: z.enum(['Random', 'Newest', 'Oldest']),
});
export type MachineDeletionOrder = z.infer<typeof MachineDeletionOrder>;
