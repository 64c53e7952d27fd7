import { z } from 'zod';
import { int32, nonEmpty, stringMap, text } from '../schema/fields.js';
import { CONDITION_TYPE } from '../schema/patterns.js';

/** Labels and annotations of what is made from a template. */
export const TemplateMetadata = nonEmpty({
  annotations: stringMap(),
  labels: stringMap(),
});
export type TemplateMetadata = z.infer<typeof TemplateMetadata>;

/** A condition, set by somebody else, that counts towards Ready or Available. */
export const ReadinessGate = z.object({
  conditionType: text(1, 316).regex(CONDITION_TYPE),
  polarity: z.enum(['Positive', 'Negative']).optional(),
});
export type ReadinessGate = z.infer<typeof ReadinessGate>;

/** Where clients reach the API server of a workload cluster. */
export const APIEndpoint = nonEmpty({
  host: text(1, 512),
  port: int32().min(1).max(65535),
});
export type APIEndpoint = z.infer<typeof APIEndpoint>;

/** A place that fails as one: machines are spread over several of them. */
export const FailureDomain = z.object({
  name: text(1, 256),
  attributes: stringMap().optional(),
  controlPlane: z.boolean().optional(),
});
export type FailureDomain = z.infer<typeof FailureDomain>;

/** How many replicas run a Kubernetes version. */
export const VersionReplicas = z.object({
  version: text(1, 256),
  replicas: int32().min(1).optional(),
});
export type VersionReplicas = z.infer<typeof VersionReplicas>;

/** An address of a machine and what it is good for. */
export const MachineAddress = z.object({
  address: text(1, 256),
  type: z.enum(['Hostname', 'ExternalIP', 'InternalIP', 'ExternalDNS', 'InternalDNS']),
});
export type MachineAddress = z.infer<typeof MachineAddress>;

/** One key of a Secret in the same namespace. */
export const SecretKey = z.object({
  key: text(1, 256),
  name: text(1, 253),
});
export type SecretKey = z.infer<typeof SecretKey>;
