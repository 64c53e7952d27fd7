import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { DataDisk, PCIDevice, VMResources } from './clone-spec.js';
import { Network, NetworkStatus } from './network.js';
import { defineKind } from '../kind.js';
import { Condition } from '../object.js';
import { atomicList, dateTime, int32, int64, mapList, nonEmpty, stringMap, text } from '../schema/fields.js';
import { DeprecatedFailure } from '../shared/deprecated.js';
import type { KindObject } from '../kind.js';

export const VSphereVMSpec = z.object({
  network: Network,
  template: text(1, 2048),
  additionalDisksGiB: atomicList(int32()).max(128).optional(),
  biosUUID: text(1, 1024).optional(),
  bootstrapRef: z.object({
    name: text(1, 253),
  }).optional(),
  cloneMode: z.enum(['fullClone', 'linkedClone']).optional(),
  cryptoKeyID: text(1, 128).optional(),
  cryptoProfile: text(1, 128).optional(),
  customVMXKeys: stringMap().optional(),
  dataDisks: mapList(DataDisk, ['name']).max(29).optional(),
  datacenter: text(1, 2048).optional(),
  datastore: text(1, 2048).optional(),
  diskGiB: int32().min(1).optional(),
  folder: text(1, 2048).optional(),
  ftEncryptionMode: z.enum(['ftEncryptionDisabled', 'ftEncryptionOpportunistic', 'ftEncryptionRequired']).optional(),
  guestSoftPowerOffTimeoutSeconds: int32().min(1).optional(),
  hardwareVersion: text(1, 128).optional(),
  memoryMiB: int64().min(1).optional(),
  migrateEncryption: z.enum(['disabled', 'opportunistic', 'required']).optional(),
  nestedHV: z.boolean().optional(),
  numCPUs: int32().min(2).optional(),
  numCoresPerSocket: int32().min(0).optional(),
  os: text(1, 128).optional(),
  pciDevices: atomicList(PCIDevice).max(128).optional(),
  powerOffMode: z.enum(['hard', 'soft', 'trySoft']).optional(),
  resourcePool: text(1, 2048).optional(),
  resources: VMResources.optional(),
  server: text(1, 1024).optional(),
  snapshot: text(1, 1024).optional(),
  storagePolicyName: text(1, 1024).optional(),
  tagIDs: atomicList(text(1, 1024)).max(128).optional(),
  thumbprint: text(1, 1024).optional(),
});
export type VSphereVMSpec = z.infer<typeof VSphereVMSpec>;

export const VSphereVMStatus = nonEmpty({
  addresses: atomicList(text(1, 39)).max(128),
  cloneMode: z.enum(['fullClone', 'linkedClone']),
  conditions: mapList(Condition, ['type']).max(32),
  deprecated: DeprecatedFailure,
  host: text(1, 1024),
  moduleUUID: z.string().max(2048),
  network: atomicList(NetworkStatus).max(128),
  ready: z.boolean(),
  retryAfter: dateTime(),
  snapshot: text(1, 1024),
  taskRef: text(1, 2048),
  vmRef: text(1, 2048),
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
