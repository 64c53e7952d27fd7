import { z } from 'zod';
import { ClassNaming } from '../core/cluster-class-parts.js';
import { Network } from './network.js';
import { allOptional, atomicList, int32, int64, mapList, nonEmpty, quantity, stringMap, text } from '../schema/fields.js';

/** A disk beside those of the template. */
export const DataDisk = z.object({
  name: text(1, 1024),
  sizeGiB: int32().min(1),
  provisioningMode: z.enum(['Thin', 'Thick', 'EagerlyZeroed']).optional(),
});
export type DataDisk = z.infer<typeof DataDisk>;

/** A PCI device or vGPU that is passed through. */
export const PCIDevice = allOptional({
  customLabel: text(1, 1024),
  deviceId: int32(),
  vGPUProfile: text(1, 1024),
  vendorId: int32(),
});
export type PCIDevice = z.infer<typeof PCIDevice>;

/** The weight against other VMs when resources are short. */
export const ResourceShares = nonEmpty({
  cpu: int32().min(1),
  memory: int32().min(1),
});
export type ResourceShares = z.infer<typeof ResourceShares>;

/** Reservations, limits and shares of a VM. */
export const VMResources = nonEmpty({
  limits: nonEmpty({
    cpu: quantity(),
    memory: quantity(),
  }),
  requests: nonEmpty({
    cpu: quantity(),
    memory: quantity(),
  }),
  shares: ResourceShares,
});
export type VMResources = z.infer<typeof VMResources>;

/** A virtual machine to clone: from what, to where, how large. */
export const VSphereMachineSpec = z.object({
  network: Network,
  template: text(1, 2048),
  additionalDisksGiB: atomicList(int32()).max(128).optional(),
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
  naming: ClassNaming.optional(),
  nestedHV: z.boolean().optional(),
  numCPUs: int32().min(2).optional(),
  numCoresPerSocket: int32().min(0).optional(),
  os: text(1, 128).optional(),
  pciDevices: atomicList(PCIDevice).max(128).optional(),
  powerOffMode: z.enum(['hard', 'soft', 'trySoft']).optional(),
  providerID: text(1, 512).optional(),
  resourcePool: text(1, 2048).optional(),
  resources: VMResources.optional(),
  server: text(1, 1024).optional(),
  snapshot: text(1, 1024).optional(),
  storagePolicyName: text(1, 1024).optional(),
  tagIDs: atomicList(text(1, 1024)).max(128).optional(),
  thumbprint: text(1, 1024).optional(),
});
export type VSphereMachineSpec = z.infer<typeof VSphereMachineSpec>;
