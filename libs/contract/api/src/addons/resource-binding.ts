import { z } from 'zod';
import { atomicList, dateTime, text } from '../schema/fields.js';

export const ResourceReference = z.object({
  kind: z.enum(['Secret', 'ConfigMap']).describe('A Secret must be of type addons.cluster.x-k8s.io/resource-set.'),
  name: text(1, 253).describe('Its name.'),
}).describe('A ConfigMap or Secret that holds manifests.');
export type ResourceReference = z.infer<typeof ResourceReference>;

export const ResourceBinding = z.object({
  applied: z.boolean().describe('Whether it was applied without error.'),
  kind: z.enum(['Secret', 'ConfigMap']).describe('Kind of the resource.'),
  name: text(1, 253).describe('Name of the resource.'),
  hash: text(1, 256).describe('Digest of what was applied.').optional(),
  lastAppliedTime: dateTime().describe('When.').optional(),
}).describe('What was applied from one resource.');
export type ResourceBinding = z.infer<typeof ResourceBinding>;

export const ResourceSetBinding = z.object({
  clusterResourceSetName: text(1, 253).describe('Name of the ClusterResourceSet.'),
  resources: atomicList(ResourceBinding).max(100).describe('Its resources.').optional(),
}).describe('What was applied from one ClusterResourceSet.');
export type ResourceSetBinding = z.infer<typeof ResourceSetBinding>;
