import { z } from 'zod';
import { builtinKind } from '../kind.js';
import type { KindObject } from '../kind.js';

const Taint = z.looseObject({
  key: z.string(),
  effect: z.string(),
  value: z.string().optional(),
  timeAdded: z.string().nullish(),
});

/** Unlike `metav1.Condition` its reason and message may be absent, and it beats: `lastHeartbeatTime`. */
const NodeCondition = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastHeartbeatTime: z.string().nullish(),
  lastTransitionTime: z.string().nullish(),
});

const NodeInfo = z.looseObject({
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
});

export const Node = builtinKind(
  { group: '', version: 'v1', kind: 'Node', plural: 'nodes', namespaced: false },
  {
    spec: z
      .looseObject({
        providerID: z.string().optional(),
        taints: z.array(Taint).optional(),
        unschedulable: z.boolean().optional(),
        podCIDR: z.string().optional(),
        podCIDRs: z.array(z.string()).optional(),
      })
      .optional(),
    status: z
      .looseObject({
        conditions: z.array(NodeCondition).optional(),
        addresses: z.array(z.looseObject({ type: z.string(), address: z.string() })).optional(),
        nodeInfo: NodeInfo.optional(),
        capacity: z.record(z.string(), z.string()).optional(),
        allocatable: z.record(z.string(), z.string()).optional(),
        volumesAttached: z.array(z.looseObject({ name: z.string(), devicePath: z.string() })).optional(),
      })
      .optional(),
  },
);
export type Node = KindObject<typeof Node>;
