import { z } from 'zod';
import { HealthChecks, MachineDeploymentRemediation, Remediation } from './health-check.js';
import { MachineDeletion, MachineTaint, WorkerDeletion } from './machine-spec.js';
import { MachineRollout } from './rollout.js';
import { anyJson, atomicList, dateTime, dnsSubdomain, int32, mapList, nonEmpty, text } from '../schema/fields.js';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../schema/patterns.js';
import { ReadinessGate, TemplateMetadata } from '../shared/shapes.js';

export const ClusterVariable = z.object({
  name: text(1, 256).describe('Name of the variable.'),
  value: anyJson().describe('Value; its shape is what the class says.'),
}).describe('The value of a variable that the ClusterClass defines.');
export type ClusterVariable = z.infer<typeof ClusterVariable>;

export const VariableOverrides = nonEmpty({
  overrides: mapList(ClusterVariable, ['name']).min(1).max(1000).describe('Values for this part alone.'),
}).describe('Variables that differ for one part of the topology.');
export type VariableOverrides = z.infer<typeof VariableOverrides>;

export const ControlPlaneTopology = nonEmpty({
  deletion: MachineDeletion,
  healthCheck: nonEmpty({
    checks: HealthChecks,
    enabled: z.boolean().describe('Switches the health check of the class on or off.'),
    remediation: Remediation,
  }).describe('The MachineHealthCheck that is made for these Machines.'),
  metadata: TemplateMetadata.describe('Labels and annotations for what is made.'),
  readinessGates: mapList(ReadinessGate, ['conditionType']).min(1).max(32).describe('Further conditions that count towards Ready.'),
  replicas: int32().describe('How many Machines there should be.'),
  rollout: nonEmpty({
    after: dateTime().describe('Roll out once this time has passed, even if nothing changed.'),
  }).describe('When Machines are replaced.'),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).describe('Taints that the Node gets.'),
  variables: VariableOverrides.describe('Values of the variables.'),
}).describe('The control plane of a topology.');
export type ControlPlaneTopology = z.infer<typeof ControlPlaneTopology>;

export const MachineDeploymentTopology = z.object({
  class: text(1, 256).describe('Name of the class of workers.'),
  name: text(1, 63).regex(DNS_SUBDOMAIN).describe("Name in the topology; the MachineDeployment's own name is made from it."),
  deletion: WorkerDeletion.optional(),
  failureDomain: text(1, 256).describe('The failure domain to use.').optional(),
  healthCheck: nonEmpty({
    checks: HealthChecks,
    enabled: z.boolean().describe('Switches the health check of the class on or off.'),
    remediation: MachineDeploymentRemediation,
  }).describe('The MachineHealthCheck that is made for these Machines.').optional(),
  metadata: TemplateMetadata.describe('Labels and annotations for what is made.').optional(),
  minReadySeconds: int32().min(0).describe('How long a Machine must be Ready before it counts as Available.').optional(),
  readinessGates: mapList(ReadinessGate, ['conditionType'])
    .min(1)
    .max(32)
    .describe('Further conditions that count towards Ready.')
    .optional(),
  replicas: int32().describe('How many Machines there should be.').optional(),
  rollout: MachineRollout.optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).describe('Taints that the Node gets.').optional(),
  variables: VariableOverrides.describe('Values of the variables.').optional(),
}).describe('One MachineDeployment of a topology.');
export type MachineDeploymentTopology = z.infer<typeof MachineDeploymentTopology>;

export const MachinePoolTopology = z.object({
  class: text(1, 256).describe('Name of the class of workers.'),
  name: text(1, 63).regex(DNS_SUBDOMAIN).describe("Name in the topology; the MachinePool's own name is made from it."),
  deletion: MachineDeletion.optional(),
  failureDomains: atomicList(text(1, 256)).min(1).max(100).describe('The failure domains to spread over.').optional(),
  metadata: TemplateMetadata.describe('Labels and annotations for what is made.').optional(),
  minReadySeconds: int32().min(0).describe('How long a Machine must be Ready before it counts as Available.').optional(),
  replicas: int32().describe('How many Machines there should be.').optional(),
  taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).describe('Taints that the Node gets.').optional(),
  variables: VariableOverrides.describe('Values of the variables.').optional(),
}).describe('One MachinePool of a topology.');
export type MachinePoolTopology = z.infer<typeof MachinePoolTopology>;

export const Topology = z.object({
  classRef: z.object({
    name: dnsSubdomain().describe('Name of the ClusterClass.'),
    namespace: text(1, 63).regex(DNS_LABEL).describe('Namespace of the ClusterClass; absent: that of the Cluster.').optional(),
  }).describe('The ClusterClass.'),
  version: text(1, 256).describe('Kubernetes version of the whole cluster.'),
  controlPlane: ControlPlaneTopology.describe('The control plane.').optional(),
  variables: mapList(ClusterVariable, ['name']).min(1).max(1000).describe('Values of the variables.').optional(),
  workers: nonEmpty({
    machineDeployments: mapList(MachineDeploymentTopology, ['name']).min(1).max(2000).describe('Groups of workers.'),
    machinePools: mapList(MachinePoolTopology, ['name']).min(1).max(2000).describe('Pools of workers.'),
  }).describe('The workers.').optional(),
}).describe('A cluster as a ClusterClass and the values of its variables.');
export type Topology = z.infer<typeof Topology>;
