import { z } from 'zod';
import { dateTime, int64, mapList, text } from './schema/fields.js';
import { CONDITION_REASON, CONDITION_TYPE } from './schema/patterns.js';

/** A reference from a child to an object that owns it; `controller` is true for at most one owner. */
export const OwnerReference = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().optional(),
  blockOwnerDeletion: z.boolean().optional(),
});
export type OwnerReference = z.infer<typeof OwnerReference>;

/** `metadata` as every API server returns it. Times are RFC 3339 strings; `resourceVersion` is opaque but ordered as an integer. */
export const ObjectMeta = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().default(''),
  resourceVersion: z.string().default(''),
  generation: z.int().optional(),
  generateName: z.string().optional(),
  creationTimestamp: z.string().optional(),
  deletionTimestamp: z.string().optional(),
  deletionGracePeriodSeconds: z.int().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  finalizers: z.array(z.string()).optional(),
  ownerReferences: z.array(OwnerReference).optional(),
});
export type ObjectMeta = z.infer<typeof ObjectMeta>;

/** What every object has in common, whatever its kind. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** An object of a custom kind: desired state beside observed state. */
export interface CustomObject<Spec, Status> extends KubeObject {
  spec: Spec;
  status?: Status | undefined;
}

/** An object that is read without its schema: another provider's kind, or YAML on its way through. */
export interface Unstructured extends KubeObject {
  [field: string]: unknown;
}

/** `metav1.Condition`. `lastTransitionTime` moves only when `status` does. */
export const Condition = z.object({
  type: z.string().max(316).regex(CONDITION_TYPE).describe('What is said, e.g. Ready.'),
  status: z.enum(['True', 'False', 'Unknown']).describe('Whether it holds.'),
  reason: text(1, 1024).regex(CONDITION_REASON).describe('Why, as one word for programs.'),
  message: z.string().max(32768).describe('Why, in a sentence for people.'),
  lastTransitionTime: dateTime().describe('When the status last flipped.'),
  observedGeneration: int64().min(0).describe('The generation of the object that this speaks of.').optional(),
});
export type Condition = z.infer<typeof Condition>;

/** The conditions of an object, one of each type. */
export const Conditions = mapList(Condition, ['type']).max(32).describe('What is known about the object, one entry of each type.');

/** The names that find one object: `namespace` is absent for cluster-scoped kinds. */
export interface ObjectKey {
  readonly namespace?: string | undefined;
  readonly name: string;
}
