import { z } from 'zod';
import { Network } from './network.js';
import { allOptional, atomicList, int32, int64, mapList, nonEmpty, quantity, stringMap, text } from '../schema/fields.js';
import { NameTemplate } from '../shared/shapes.js';

export const DataDisk = z.object({
  name: text(1, 1024).describe('Name of the disk.'),
  sizeGiB: int32().min(1).describe('Size.'),
  provisioningMode: z
    .enum(['Thin', 'Thick', 'EagerlyZeroed'])
    .describe('When space is taken; absent: what the storage policy says.')
    .optional(),
}).describe('A disk beside those of the template.');
export type DataDisk = z.infer<typeof DataDisk>;

export const PCIDevice = allOptional({
  customLabel: text(1, 1024).describe('Hardware label of a dynamic device.'),
  deviceId: int32().describe('PCI device id.'),
  vGPUProfile: text(1, 1024).describe('Name of the vGPU profile.'),
  vendorId: int32().describe('PCI vendor id.'),
}).describe('A PCI device or vGPU that is passed through.');
export type PCIDevice = z.infer<typeof PCIDevice>;

export const ResourceShares = nonEmpty({
  cpu: int32().min(1).describe('Shares of CPU.'),
  memory: int32().min(1).describe('Shares of memory.'),
}).describe('The weight against other VMs when resources are short.');
export type ResourceShares = z.infer<typeof ResourceShares>;

export const VMResources = nonEmpty({
  limits: nonEmpty({
    cpu: quantity().describe('CPU in Hz.'),
    memory: quantity().describe('Memory.'),
  }).describe('At most.'),
  requests: nonEmpty({
    cpu: quantity().describe('CPU in Hz.'),
    memory: quantity().describe('Memory.'),
  }).describe('Reserved.'),
  shares: ResourceShares,
}).describe('Reservations, limits and shares of a VM.');
export type VMResources = z.infer<typeof VMResources>;

export const VirtualMachineCloneSpec = z.object({
  // What to clone.
  template: text(1, 2048).describe('Name, path or id of the template in vCenter.'),
  cloneMode: z
    .enum(['fullClone', 'linkedClone'])
    .describe("linkedClone shares the template's disk and needs a snapshot; without one it becomes a fullClone.")
    .optional(),
  snapshot: text(1, 1024).describe('Snapshot of the template to clone from; absent: the newest.').optional(),
  // Where to.
  server: text(1, 1024).describe('Host name or address of vCenter.').optional(),
  thumbprint: text(1, 1024)
    .describe("Fingerprint of vCenter's certificate, SHA-1 or SHA-256. Consulted when the certificate is not trusted otherwise.")
    .optional(),
  datacenter: text(1, 2048).describe('Datacenter; absent: the only one.').optional(),
  folder: text(1, 2048).describe('Folder for the VM.').optional(),
  resourcePool: text(1, 2048).describe('Resource pool for the VM.').optional(),
  datastore: text(1, 2048).describe('Datastore for the VM.').optional(),
  storagePolicyName: text(1, 1024).describe('Storage policy; a datastore that fits is chosen.').optional(),
  // Hardware.
  numCPUs: int32().min(2).describe('Processors.').optional(),
  numCoresPerSocket: int32().min(0).describe('Cores per socket; zero: vCenter decides.').optional(),
  memoryMiB: int64().min(1).describe('Memory; absent: 2048.').optional(),
  resources: VMResources.optional(),
  diskGiB: int32()
    .min(1)
    .describe("Size of the first disk; never smaller than the template's, and without effect on a linked clone.")
    .optional(),
  additionalDisksGiB: atomicList(int32()).max(128).describe("Sizes of the template's further disks.").optional(),
  dataDisks: mapList(DataDisk, ['name']).max(29).describe('Disks to add.').optional(),
  network: Network,
  pciDevices: atomicList(PCIDevice).max(128).describe('Devices to pass through.').optional(),
  hardwareVersion: text(1, 128).describe('E.g. vmx-19; only ever raised.').optional(),
  nestedHV: z.boolean().describe('Whether the guest can run VMs itself.').optional(),
  customVMXKeys: stringMap().describe("Entries of the VM's extra configuration.").optional(),
  // Guest and its power.
  os: text(1, 128).describe('Linux (the default) or Windows.').optional(),
  powerOffMode: z
    .enum(['hard', 'soft', 'trySoft'])
    .describe('hard (the default), soft (the guest shuts down) or trySoft (soft, then hard).')
    .optional(),
  guestSoftPowerOffTimeoutSeconds: int32().min(1).describe('With trySoft: how long the guest may take; absent: 300.').optional(),
  // Marks and encryption.
  tagIDs: atomicList(text(1, 1024)).max(128).describe('Tags to attach, as URN.').optional(),
  cryptoKeyID: text(1, 128).describe('Key that disks are encrypted with.').optional(),
  cryptoProfile: text(1, 128).describe('Storage policy for encryption.').optional(),
  ftEncryptionMode: z
    .enum(['ftEncryptionDisabled', 'ftEncryptionOpportunistic', 'ftEncryptionRequired'])
    .describe('Encryption of fault-tolerance traffic.')
    .optional(),
  migrateEncryption: z.enum(['disabled', 'opportunistic', 'required']).describe('Encryption of vMotion.').optional(),
}).describe('A virtual machine to clone: from what, to where, how large.');
export type VirtualMachineCloneSpec = z.infer<typeof VirtualMachineCloneSpec>;

export const VSphereMachineSpec = VirtualMachineCloneSpec.extend({
  naming: NameTemplate.describe('How the virtual machine is named; absent: as the Machine.').optional(),
  providerID: text(1, 512).describe("The cloud's name for the server, e.g. vsphere://UUID. Set by the infrastructure.").optional(),
}).describe('The virtual machine behind a Machine.');
export type VSphereMachineSpec = z.infer<typeof VSphereMachineSpec>;
