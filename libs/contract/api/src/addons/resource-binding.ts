import { z } from 'zod';
import { atomicList, dateTime, text } from '../schema/fields.js';

/** A ConfigMap or Secret that holds manifests. */
export const ResourceReference = z.object({
  kind: z.enum(['Secret', 'ConfigMap']),
  name: text(1, 253),
});
export type ResourceReference = z.infer<typeof ResourceReference>;

/** What was applied from one resource. */
export const ResourceBinding = z.object({
  applied: z.boolean(),
  kind: z.enum(['Secret', 'ConfigMap']),
  name: text(1, 253),
  hash: text(1, 256).optional(),
  lastAppliedTime: dateTime().optional(),
});
export type ResourceBinding = z.infer<typeof ResourceBinding>;

/** What was applied from one ClusterResourceSet. */
export const ResourceSetBinding = z.object({
  clusterResourceSetName: text(1, 253),
  resources: atomicList(ResourceBinding).max(100).optional(),
});
export type ResourceSetBinding = z.infer<typeof ResourceSetBinding>;
