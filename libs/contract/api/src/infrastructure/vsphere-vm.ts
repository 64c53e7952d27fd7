import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { VirtualMachineCloneSpec } from './clone-spec.js';
import { NetworkStatus } from './network.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { atomicList, dateTime, nonEmpty, text } from '../schema/fields.js';
import { DeprecatedFailure } from '../shared/deprecated.js';
import type { KindObject } from '../kind.js';

export const VSphereVMSpec = VirtualMachineCloneSpec.extend({
  biosUUID: text(1, 1024).describe('BIOS UUID, once the virtual machine exists; the provider id is made from it.').optional(),
  bootstrapRef: z
    .object({ name: text(1, 253).describe('Name of the Secret.') })
    .describe('The Secret with the bootstrap data.')
    .optional(),
}).describe('The virtual machine to clone, and what it boots with.');
export type VSphereVMSpec = z.infer<typeof VSphereVMSpec>;

export const VSphereVMStatus = nonEmpty({
  addresses: atomicList(text(1, 39)).max(128).describe('Addresses that the guest reports.'),
  cloneMode: z.enum(['fullClone', 'linkedClone']).describe('How it was cloned.'),
  conditions: Conditions,
  deprecated: DeprecatedFailure.describe('Kept for clients of the v1beta1 contract; never written here.'),
  host: text(1, 1024).describe('The ESXi host that it runs on.'),
  moduleUUID: z.string().max(2048).describe('The cluster module.'),
  network: atomicList(NetworkStatus).max(128).describe('The network adapters as vCenter reports them.'),
  ready: z.boolean().describe('Whether it runs and has its addresses.'),
  retryAfter: dateTime().describe('Not tried again before this time.'),
  snapshot: text(1, 1024).describe('The snapshot that it was cloned from.'),
  taskRef: text(1, 2048).describe('The vCenter task that is under way.'),
  vmRef: text(1, 2048).describe('Its id in vCenter.'),
});
export type VSphereVMStatus = z.infer<typeof VSphereVMStatus>;

export const VSphereVM = defineKind({
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'VSphereVM',
  plural: 'vspherevms',
  categories: ['cluster-api'],
  labels: INFRASTRUCTURE_LABELS,
  description: 'One virtual machine in vCenter, from clone to deletion. Made by a VSphereMachine.',
  spec: VSphereVMSpec,
  status: VSphereVMStatus,
});
export type VSphereVM = KindObject<typeof VSphereVM>;
