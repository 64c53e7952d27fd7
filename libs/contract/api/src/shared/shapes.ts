import { z } from 'zod';
import { int32, nonEmpty, stringMap, text } from '../schema/fields.js';
import { CONDITION_TYPE } from '../schema/patterns.js';

export const TemplateMetadata = nonEmpty({
  annotations: stringMap().describe('Annotations.'),
  labels: stringMap().describe('Labels.'),
}).describe('Labels and annotations of what is made from a template.');
export type TemplateMetadata = z.infer<typeof TemplateMetadata>;

export const ReadinessGate = z.object({
  conditionType: text(1, 316).regex(CONDITION_TYPE).describe('Type of the condition.'),
  polarity: z.enum(['Positive', 'Negative']).describe('Positive (the default): True is good. Negative: False is good.').optional(),
}).describe('A condition, set by somebody else, that counts towards Ready or Available.');
export type ReadinessGate = z.infer<typeof ReadinessGate>;

export const APIEndpoint = nonEmpty({
  host: text(1, 512).describe('Host name or address.'),
  port: int32().min(1).max(65535).describe('TCP port.'),
}).describe('Where clients reach the API server of a workload cluster.');
export type APIEndpoint = z.infer<typeof APIEndpoint>;

export const FailureDomain = z.object({
  name: text(1, 256).describe('Name of the failure domain.'),
  attributes: stringMap().describe('What the provider says about it.').optional(),
  controlPlane: z.boolean().describe('Whether control-plane Machines may go there.').optional(),
}).describe('A place that fails as one: machines are spread over several of them.');
export type FailureDomain = z.infer<typeof FailureDomain>;

export const VersionReplicas = z.object({
  version: text(1, 256).describe('A Kubernetes version.'),
  replicas: int32().min(1).describe('How many replicas run it.').optional(),
}).describe('How many replicas run a Kubernetes version.');
export type VersionReplicas = z.infer<typeof VersionReplicas>;

export const MachineAddress = z.object({
  address: text(1, 256).describe('The address or host name.'),
  type: z.enum(['Hostname', 'ExternalIP', 'InternalIP', 'ExternalDNS', 'InternalDNS']).describe('What the address is good for.'),
}).describe('An address of a machine and what it is good for.');
export type MachineAddress = z.infer<typeof MachineAddress>;

export const NameTemplate = nonEmpty({
  template: text(1, 1024).describe('Go template of the name.'),
}).describe('How objects are named.');
export type NameTemplate = z.infer<typeof NameTemplate>;

export const SecretKey = z.object({
  key: text(1, 256).describe('Key in the Secret.'),
  name: text(1, 253).describe('Name of the Secret.'),
}).describe('One key of a Secret in the same namespace.');
export type SecretKey = z.infer<typeof SecretKey>;
