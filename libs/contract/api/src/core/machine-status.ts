import { z } from 'zod';
import { allOptional, atomicList, int32, int64, text } from '../schema/fields.js';
import { VersionReplicas } from '../shared/shapes.js';

export const NodeSystemInfo = z.object({
  architecture: z.string().describe('Architecture of the processor.'),
  bootID: z.string().describe('Changes with every boot.'),
  containerRuntimeVersion: z.string().describe('Container runtime and version.'),
  kernelVersion: z.string().describe('Version of the kernel.'),
  kubeProxyVersion: z.string().describe('No longer reported; empty.'),
  kubeletVersion: z.string().describe('Version of the kubelet.'),
  machineID: z.string().describe('Id of the installation.'),
  operatingSystem: z.string().describe('linux or windows.'),
  osImage: z.string().describe('Name of the operating system.'),
  systemUUID: z.string().describe('UUID of the hardware.'),
  swap: allOptional({
    capacity: int64().describe('Bytes.'),
  }).describe('Swap space.').optional(),
}).describe('What the kubelet reports about its host.');
export type NodeSystemInfo = z.infer<typeof NodeSystemInfo>;

export const ReplicaCounts = allOptional({
  availableReplicas: int32().describe('How many Machines are Available: Ready for long enough.'),
  desiredReplicas: int32().describe('How many Machines there should be.'),
  readyReplicas: int32().describe('How many Machines are Ready.'),
  replicas: int32().describe('How many Machines there are.'),
  upToDateReplicas: int32().describe('How many Machines are as the spec wants them.'),
  upgradePlan: atomicList(z.object({
    version: text(1, 256).describe('A Kubernetes version.'),
  })).min(1).max(32).describe('Versions that are still to be passed on the way to the wanted one.'),
  versions: atomicList(VersionReplicas).min(1).max(32).describe('How many replicas run which Kubernetes version.'),
}).describe('How many Machines there are, and how far they are.');
export type ReplicaCounts = z.infer<typeof ReplicaCounts>;
