import { z } from 'zod';
import { HealthChecks, MachineDeploymentRemediation, Remediation } from './health-check.js';
import { MachineDeletion, MachineTaint } from './machine-spec.js';
import { MachineRollout } from './rollout.js';
import { anyJson, atomicList, dateTime, dnsSubdomain, int32, mapList, nonEmpty, text } from '../schema/fields.js';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../schema/patterns.js';
import { ReadinessGate, TemplateMetadata } from '../shared/shapes.js';

/** The value of a variable that the ClusterClass defines. */
export const ClusterVariable = z.object({
  name: text(1, 256),
  value: anyJson(),
});
export type ClusterVariable = z.infer<typeof ClusterVariable>;

/** Variables that differ for one part of the topology. */
export const VariableOverrides = nonEmpty({
  overrides: mapList(ClusterVariable, ['name']).min(1).max(1000),
});
export type VariableOverrides = z.infer<typeof VariableOverrides>;

/** The control plane of a topology. */
export const ControlPlaneTopology = nonEmpty({
  deletion: MachineDeletion,
  healthCheck: nonEmpty({
    checks: HealthChecks,
    enabled: z.boolean(),
    remediation: Remediation,
  }),
  metadata: TemplateMetadata,
  readinessGates: mapList(ReadinessGate, ['conditionType']).min(1).max(32),
  replicas: int32(),
  rollout: nonEmpty({
    after: dateTime(),
  }),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64),
  variables: VariableOverrides,
});
export type ControlPlaneTopology = z.infer<typeof ControlPlaneTopology>;

/** One MachineDeployment of a topology. */
export const MachineDeploymentTopology = z.object({
  class: text(1, 256),
  name: text(1, 63).regex(DNS_SUBDOMAIN),
  deletion: nonEmpty({
    nodeDeletionTimeoutSeconds: int32().min(0),
    nodeDrainTimeoutSeconds: int32().min(0),
    nodeVolumeDetachTimeoutSeconds: int32().min(0),
    order: z.enum(['Random', 'Newest', 'Oldest']),
  }).optional(),
  failureDomain: text(1, 256).optional(),
  healthCheck: nonEmpty({
    checks: HealthChecks,
    enabled: z.boolean(),
    remediation: MachineDeploymentRemediation,
  }).optional(),
  metadata: TemplateMetadata.optional(),
  minReadySeconds: int32().min(0).optional(),
  readinessGates: mapList(ReadinessGate, ['conditionType']).min(1).max(32).optional(),
  replicas: int32().optional(),
  rollout: MachineRollout.optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).optional(),
  variables: VariableOverrides.optional(),
});
export type MachineDeploymentTopology = z.infer<typeof MachineDeploymentTopology>;

/** One MachinePool of a topology. */
export const MachinePoolTopology = z.object({
  class: text(1, 256),
  name: text(1, 63).regex(DNS_SUBDOMAIN),
  deletion: MachineDeletion.optional(),
  failureDomains: atomicList(text(1, 256)).min(1).max(100).optional(),
  metadata: TemplateMetadata.optional(),
  minReadySeconds: int32().min(0).optional(),
  replicas: int32().optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).optional(),
  variables: VariableOverrides.optional(),
});
export type MachinePoolTopology = z.infer<typeof MachinePoolTopology>;

/** A cluster as a ClusterClass and the values of its variables. */
export const Topology = z.object({
  classRef: z.object({
    name: dnsSubdomain(),
    namespace: text(1, 63).regex(DNS_LABEL).optional(),
  }),
  version: text(1, 256),
  controlPlane: ControlPlaneTopology.optional(),
  variables: mapList(ClusterVariable, ['name']).min(1).max(1000).optional(),
  workers: nonEmpty({
    machineDeployments: mapList(MachineDeploymentTopology, ['name']).min(1).max(2000),
    machinePools: mapList(MachinePoolTopology, ['name']).min(1).max(2000),
  }).optional(),
});
export type Topology = z.infer<typeof Topology>;
