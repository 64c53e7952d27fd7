import { Condition } from '@handoff/api';
import type { Unstructured } from '@handoff/api';
import { z } from 'zod';

const Conditions = z.array(Condition).optional();
const Endpoint = z.object({ host: z.string().default(''), port: z.int().default(0) }).optional();
const FailureDomains = z.array(z.object({
  name: z.string(), controlPlane: z.boolean().optional(), attributes: z.record(z.string(), z.string()).optional(),
})).optional();
const Addresses = z.array(z.object({
  type: z.enum(['Hostname', 'ExternalIP', 'InternalIP', 'ExternalDNS', 'InternalDNS']), address: z.string(),
})).optional();
const Versions = z.array(z.object({ version: z.string(), replicas: z.int().optional() })).optional();

/** What the contract says of an infrastructure cluster. */
export const InfrastructureCluster = z.object({
  spec: z.object({ controlPlaneEndpoint: Endpoint }).optional(),
  status: z.object({
    initialization: z.object({ provisioned: z.boolean().optional() }).optional(),
    failureDomains: FailureDomains,
    conditions: Conditions,
  }).optional(),
});
export type InfrastructureCluster = z.infer<typeof InfrastructureCluster>;

/** What the contract says of an infrastructure machine. */
export const InfrastructureMachine = z.object({
  spec: z.object({ providerID: z.string().optional() }).optional(),
  status: z.object({
    initialization: z.object({ provisioned: z.boolean().optional() }).optional(),
    addresses: Addresses,
    failureDomain: z.string().optional(),
    interruptible: z.boolean().optional(),
    conditions: Conditions,
  }).optional(),
});
export type InfrastructureMachine = z.infer<typeof InfrastructureMachine>;

/** What the contract says of a bootstrap config. */
export const BootstrapConfig = z.object({
  status: z.object({
    initialization: z.object({ dataSecretCreated: z.boolean().optional() }).optional(),
    dataSecretName: z.string().optional(),
    conditions: Conditions,
  }).optional(),
});
export type BootstrapConfig = z.infer<typeof BootstrapConfig>;

/** What the contract says of a control plane. */
export const ControlPlane = z.object({
  spec: z.object({
    replicas: z.int().optional(),
    version: z.string().optional(),
    machineTemplate: z.object({
      spec: z.object({ infrastructureRef: z.object({ apiGroup: z.string(), kind: z.string(), name: z.string() }).optional() }).optional(),
    }).optional(),
  }).optional(),
  status: z.object({
    initialization: z.object({ controlPlaneInitialized: z.boolean().optional() }).optional(),
    replicas: z.int().optional(),
    readyReplicas: z.int().optional(),
    availableReplicas: z.int().optional(),
    upToDateReplicas: z.int().optional(),
    versions: Versions,
    conditions: Conditions,
  }).optional(),
});
export type ControlPlane = z.infer<typeof ControlPlane>;

/** An object of another provider: itself, for its names, and what the contract says of it. */
export interface Contracted<View> {
  readonly object: Unstructured;
  readonly view: View;
}

/** Reads an object by the contract. @throws z.ZodError when its provider breaks it */
export const contracted = <View>(schema: z.ZodType<View>, object: Unstructured | undefined): Contracted<View> | undefined =>
  object === undefined ? undefined : { object, view: schema.parse(object) };

/** The condition of that type. */
export const conditionIn = (conditions: readonly Condition[] | undefined, type: string): Condition | undefined =>
  conditions?.find((entry) => entry.type === type);

/** Drops what nobody here reads: the spec of a machine or a config may be long. Keeps what the contract names. */
export function pruneToContract(object: Unstructured): Unstructured {
  const spec = typeof object['spec'] === 'object' && object['spec'] !== null ? object['spec'] as Record<string, unknown> : {};
  const { providerID, controlPlaneEndpoint, replicas, version, machineTemplate } = spec;
  return { apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata, spec: { providerID, controlPlaneEndpoint, replicas, version, machineTemplate }, status: object['status'] };
}
