import { z } from 'zod';
import { MachineSpec } from './machine-spec.js';
import { NodeSystemInfo } from './machine-status.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { allOptional, atomicList, dateTime, int64, nonEmpty, text } from '../schema/fields.js';
import { DeprecatedFailure } from '../shared/deprecated.js';
import { NameReference } from '../shared/references.js';
import { MachineAddress } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const MachineStatus = nonEmpty({
  addresses: atomicList(MachineAddress).max(256).describe('Addresses of the machine.'),
  certificatesExpiryDate: dateTime().describe('When the first certificate of the control-plane node ends.'),
  conditions: Conditions,
  deletion: allOptional({
    nodeDrainStartTime: dateTime().describe('When draining began.'),
    waitForNodeVolumeDetachStartTime: dateTime().describe('When waiting for volumes began.'),
    waitForPreDrainHookStartTime: dateTime().describe('When waiting for pre-drain hooks began.'),
    waitForPreTerminateHookStartTime: dateTime().describe('When waiting for pre-terminate hooks began.'),
  }).describe('When the steps of the deletion began.'),
  deprecated: DeprecatedFailure.describe('Kept for clients of the v1beta1 contract; never written here.'),
  failureDomain: text(1, 256).describe('The failure domain that it is in.'),
  initialization: nonEmpty({
    bootstrapDataSecretCreated: z.boolean().describe('Whether the bootstrap data was there once; never goes back.'),
    infrastructureProvisioned: z.boolean().describe('Whether the infrastructure was ready once; never goes back.'),
  }).describe('Facts that, once true, stay true.'),
  lastUpdated: dateTime().describe('When the phase last changed.'),
  nodeInfo: NodeSystemInfo,
  nodeRef: NameReference.describe('The Node in the workload cluster.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
  phase: z
    .enum(['Pending', 'Provisioning', 'Provisioned', 'Running', 'Updating', 'Deleting', 'Deleted', 'Failed', 'Unknown'])
    .describe('How far it is, in one word for people; decide by conditions instead.'),
});
export type MachineStatus = z.infer<typeof MachineStatus>;

export const Machine = defineKind({
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'Machine',
  plural: 'machines',
  shortNames: ['ma'],
  categories: ['cluster-api'],
  labels: CORE_LABELS,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterName' },
    { name: 'Node Name', type: 'string', jsonPath: '.status.nodeRef.name' },
    { name: 'Provider ID', type: 'string', jsonPath: '.spec.providerID', priority: 10 },
    { name: 'Failure domain', type: 'string', jsonPath: '.status.failureDomain' },
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Available', type: 'string', jsonPath: '.status.conditions[?(@.type=="Available")].status' },
    { name: 'Up-to-date', type: 'string', jsonPath: '.status.conditions[?(@.type=="UpToDate")].status' },
    { name: 'Internal-IP', type: 'string', jsonPath: '.status.addresses[?(@.type=="InternalIP")].address', priority: 10 },
    { name: 'External-IP', type: 'string', jsonPath: '.status.addresses[?(@.type=="ExternalIP")].address', priority: 10 },
    { name: 'OS-Image', type: 'string', jsonPath: '.status.nodeInfo.osImage', priority: 10 },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Version', type: 'string', jsonPath: '.spec.version' },
  ],
  description: 'One server that becomes one node of a cluster, from its bootstrap data to its drain.',
  spec: MachineSpec,
  status: MachineStatus,
});
export type Machine = KindObject<typeof Machine>;
