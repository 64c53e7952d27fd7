import { z } from 'zod';
import { builtinKind } from '../kind.js';
import type { KindObject } from '../kind.js';

const Volume = z.looseObject({
  name: z.string(),
  persistentVolumeClaim: z.looseObject({ claimName: z.string() }).optional(),
  emptyDir: z.looseObject({}).optional(),
});

const Container = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
});

export const Toleration = z.looseObject({
  key: z.string().optional(),
  operator: z.string().optional(),
  value: z.string().optional(),
  effect: z.string().optional(),
  tolerationSeconds: z.int().optional(),
});
export type Toleration = z.infer<typeof Toleration>;

/** `spec` of a Pod, also inside the template of what makes Pods. */
export const PodSpec = z.looseObject({
  nodeName: z.string().optional(),
  nodeSelector: z.record(z.string(), z.string()).optional(),
  hostNetwork: z.boolean().optional(),
  priorityClassName: z.string().optional(),
  serviceAccountName: z.string().optional(),
  terminationGracePeriodSeconds: z.int().optional(),
  tolerations: z.array(Toleration).optional(),
  volumes: z.array(Volume).optional(),
  containers: z.array(Container),
});
export type PodSpec = z.infer<typeof PodSpec>;

export const Pod = builtinKind(
  { group: '', version: 'v1', kind: 'Pod', plural: 'pods' },
  {
    spec: PodSpec,
    status: z
      .looseObject({
        phase: z.string().optional(),
        reason: z.string().optional(),
        message: z.string().optional(),
        podIP: z.string().optional(),
        hostIP: z.string().optional(),
        conditions: z
          .array(z.looseObject({ type: z.string(), status: z.string(), reason: z.string().optional(), message: z.string().optional() }))
          .optional(),
        containerStatuses: z
          .array(z.looseObject({ name: z.string(), ready: z.boolean(), restartCount: z.int().optional() }))
          .optional(),
      })
      .optional(),
  },
);
export type Pod = KindObject<typeof Pod>;
