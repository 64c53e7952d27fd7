import { z } from 'zod';
import { allOptional, int32, mapList, nonEmpty, text } from '../schema/fields.js';
import { LABEL_KEY, LABEL_VALUE } from '../schema/patterns.js';
import { ContractReference } from '../shared/references.js';
import { ReadinessGate, TemplateMetadata } from '../shared/shapes.js';

export const MachineTaint = z.object({
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).describe('What the taint does to Pods.'),
  key: text(1, 317).regex(LABEL_KEY).describe('Key of the taint.'),
  propagation: z.enum(['Always', 'OnInitialization']).describe('Always: kept in place for good. OnInitialization: set once.'),
  value: text(1, 63).regex(LABEL_VALUE).describe('Value of the taint.').optional(),
}).describe('A taint of the Node that belongs to a Machine.');
export type MachineTaint = z.infer<typeof MachineTaint>;

export const MachineDeletion = nonEmpty({
  nodeDeletionTimeoutSeconds: int32().min(0).describe('How long to try to delete the Node; zero: for ever, absent: 10.'),
  nodeDrainTimeoutSeconds: int32().min(0).describe('How long draining may take; zero or absent: for ever.'),
  nodeVolumeDetachTimeoutSeconds: int32().min(0).describe('How long to wait until volumes are detached; zero or absent: for ever.'),
}).describe('How long each step of a deletion may take; zero or absent means for ever (deleting the Node: 10 s).');
export type MachineDeletion = z.infer<typeof MachineDeletion>;

export const MachineBootstrap = allOptional({
  configRef: ContractReference.describe('The bootstrap config, or in a template the template of one.'),
  dataSecretName: text(0, 253).describe('The Secret with the bootstrap data, key `value`.'),
}).describe('Where the data that turns a server into a node comes from: a config object, or a Secret made by hand.');
export type MachineBootstrap = z.infer<typeof MachineBootstrap>;

export const MachineSpec = z.object({
  bootstrap: MachineBootstrap,
  clusterName: text(1, 63).describe('Name of the Cluster that this belongs to, in the same namespace.'),
  infrastructureRef: ContractReference.describe('The server behind the Machine, or in a template the template of one.'),
  deletion: MachineDeletion.optional(),
  failureDomain: text(1, 256).describe('The failure domain to use.').optional(),
  minReadySeconds: int32().min(0).describe('How long a Machine must be Ready before it counts as Available.').optional(),
  providerID: text(1, 512).describe("The cloud's name for the server, e.g. vsphere://UUID. Set by the infrastructure.").optional(),
  readinessGates: mapList(ReadinessGate, ['conditionType'])
    .min(1)
    .max(32)
    .describe('Further conditions that count towards Ready.')
    .optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).describe('Taints that the Node gets.').optional(),
  version: text(1, 256).describe('Kubernetes version, e.g. v1.33.1.').optional(),
}).describe('What a Machine should be.');
export type MachineSpec = z.infer<typeof MachineSpec>;

export const MachineTemplateSpec = z.object({
  spec: MachineSpec,
  metadata: TemplateMetadata.describe('Labels and annotations for what is made.').optional(),
}).describe('What every Machine of a set is made from.');
export type MachineTemplateSpec = z.infer<typeof MachineTemplateSpec>;

export const MachineNaming = nonEmpty({
  template: text(1, 256)
    .describe('Go template over .cluster.name, .machineSet.name (or .kubeadmControlPlane.name) and .random, which must occur.'),
}).describe('How Machines are named.');
export type MachineNaming = z.infer<typeof MachineNaming>;

export const WorkerDeletion = nonEmpty({
  nodeDeletionTimeoutSeconds: int32().min(0).describe('How long to try to delete the Node; zero: for ever, absent: 10.'),
  nodeDrainTimeoutSeconds: int32().min(0).describe('How long draining may take; zero or absent: for ever.'),
  nodeVolumeDetachTimeoutSeconds: int32().min(0).describe('How long to wait until volumes are detached; zero or absent: for ever.'),
  order: z.enum(['Random', 'Newest', 'Oldest']).describe('Which Machine goes first when there are too many.'),
}).describe("How long each step of a worker's deletion may take, and which worker goes first.");
export type WorkerDeletion = z.infer<typeof WorkerDeletion>;

export const MachineDeletionOrder = nonEmpty({
  order: z.enum(['Random', 'Newest', 'Oldest']).describe('Which Machine goes first when there are too many.'),
}).describe('Which Machine goes first when a set shrinks.');
export type MachineDeletionOrder = z.infer<typeof MachineDeletionOrder>;
