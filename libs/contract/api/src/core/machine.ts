import { z } from 'zod';
import { MachineSpec } from './machine-spec.js';
import { NodeSystemInfo } from './machine-status.js';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Condition } from '../object.js';
import { allOptional, atomicList, dateTime, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { DeprecatedFailure } from '../shared/deprecated.js';
import { NameReference } from '../shared/references.js';
import { MachineAddress } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const MachineStatus = nonEmpty({
  addresses: atomicList(MachineAddress).max(256),
  certificatesExpiryDate: dateTime(),
  conditions: mapList(Condition, ['type']).max(32),
  deletion: allOptional({
    nodeDrainStartTime: dateTime(),
    waitForNodeVolumeDetachStartTime: dateTime(),
    waitForPreDrainHookStartTime: dateTime(),
    waitForPreTerminateHookStartTime: dateTime(),
  }),
  deprecated: DeprecatedFailure,
  failureDomain: text(1, 256),
  initialization: nonEmpty({
    bootstrapDataSecretCreated: z.boolean(),
    infrastructureProvisioned: z.boolean(),
  }),
  lastUpdated: dateTime(),
  nodeInfo: NodeSystemInfo,
  nodeRef: NameReference,
  observedGeneration: int64().min(1),
  phase: z.enum(['Pending', 'Provisioning', 'Provisioned', 'Running', 'Updating', 'Deleting', 'Deleted', 'Failed', 'Unknown']),
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
