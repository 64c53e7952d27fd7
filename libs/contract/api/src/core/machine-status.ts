import { z } from 'zod';
import { allOptional, int64 } from '../schema/fields.js';

/** What the kubelet reports about its host. */
export const NodeSystemInfo = z.object({
  architecture: z.string(),
  bootID: z.string(),
  containerRuntimeVersion: z.string(),
  kernelVersion: z.string(),
  kubeProxyVersion: z.string(),
  kubeletVersion: z.string(),
  machineID: z.string(),
  operatingSystem: z.string(),
  osImage: z.string(),
  systemUUID: z.string(),
  swap: allOptional({
    capacity: int64(),
  }).optional(),
});
export type NodeSystemInfo = z.infer<typeof NodeSystemInfo>;
