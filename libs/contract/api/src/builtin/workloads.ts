import { z } from 'zod';
import { PodSpec } from './pod.js';
import { builtinKind } from '../kind.js';
import { LabelSelector } from '../shared/selector.js';
import type { KindObject } from '../kind.js';

const PodTemplate = z.looseObject({
  metadata: z
    .looseObject({ labels: z.record(z.string(), z.string()).optional(), annotations: z.record(z.string(), z.string()).optional() })
    .optional(),
  spec: PodSpec.optional(),
});

const WorkloadCondition = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});

export const Deployment = builtinKind(
  { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments' },
  {
    spec: z.looseObject({ replicas: z.int().optional(), selector: LabelSelector, template: PodTemplate }),
    status: z
      .looseObject({
        observedGeneration: z.int().optional(),
        replicas: z.int().optional(),
        readyReplicas: z.int().optional(),
        availableReplicas: z.int().optional(),
        updatedReplicas: z.int().optional(),
        conditions: z.array(WorkloadCondition).optional(),
      })
      .optional(),
  },
);
export type Deployment = KindObject<typeof Deployment>;

export const DaemonSet = builtinKind(
  { group: 'apps', version: 'v1', kind: 'DaemonSet', plural: 'daemonsets' },
  {
    spec: z.looseObject({ selector: LabelSelector, template: PodTemplate }),
    status: z
      .looseObject({
        observedGeneration: z.int().optional(),
        desiredNumberScheduled: z.int().optional(),
        currentNumberScheduled: z.int().optional(),
        numberReady: z.int().optional(),
        numberAvailable: z.int().optional(),
        updatedNumberScheduled: z.int().optional(),
        conditions: z.array(WorkloadCondition).optional(),
      })
      .optional(),
  },
);
export type DaemonSet = KindObject<typeof DaemonSet>;
