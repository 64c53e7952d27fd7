import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { VSphereMachineSpec } from './clone-spec.js';
import { NetworkStatus } from './network.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { atomicList, nonEmpty } from '../schema/fields.js';
import { DeprecatedFailure } from '../shared/deprecated.js';
import { MachineAddress } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const VSphereMachineStatus = nonEmpty({
  addresses: atomicList(MachineAddress).max(128).describe('Addresses of the machine.'),
  conditions: Conditions,
  deprecated: DeprecatedFailure.describe('Kept for clients of the v1beta1 contract; never written here.'),
  initialization: nonEmpty({
    provisioned: z.boolean().describe('Whether it was ready once; never goes back.'),
  }).describe('Facts that, once true, stay true.'),
  network: atomicList(NetworkStatus).max(128).describe('The network adapters as vCenter reports them.'),
});
export type VSphereMachineStatus = z.infer<typeof VSphereMachineStatus>;

export const VSphereMachine = defineKind({
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'VSphereMachine',
  plural: 'vspheremachines',
  categories: ['cluster-api'],
  labels: INFRASTRUCTURE_LABELS,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.metadata.labels[\'cluster\\.x-k8s\\.io/cluster-name\']' },
    { name: 'Provider ID', type: 'string', jsonPath: '.spec.providerID', priority: 10 },
    { name: 'Template', type: 'string', jsonPath: '.spec.template', priority: 10 },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Provisioned', type: 'string', jsonPath: '.status.initialization.provisioned' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'The virtual machine behind a Machine.',
  spec: VSphereMachineSpec,
  status: VSphereMachineStatus,
});
export type VSphereMachine = KindObject<typeof VSphereMachine>;
