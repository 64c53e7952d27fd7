import { z } from 'zod';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind, noStatus } from '../kind.js';
import { int32, text } from '../schema/fields.js';
import { ContractReference, NameReference } from '../shared/references.js';
import type { KindObject } from '../kind.js';

export const IPAddressSpec = z.object({
  address: text(1, 39).describe('The address, without prefix.'),
  claimRef: NameReference.describe('The claim that it was made for.'),
  poolRef: ContractReference.describe('The pool.'),
  prefix: int32().min(0).max(128).describe('Bits of its network.'),
  gateway: text(1, 39).describe('The router.').optional(),
});
export type IPAddressSpec = z.infer<typeof IPAddressSpec>;

export const IPAddress = defineKind({
  group: 'ipam.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  categories: ['cluster-api'],
  labels: CORE_LABELS,
  columns: [
    { name: 'Address', type: 'string', jsonPath: '.spec.address' },
    { name: 'Pool Name', type: 'string', jsonPath: '.spec.poolRef.name' },
    { name: 'Pool Kind', type: 'string', jsonPath: '.spec.poolRef.kind' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'One address, given to one claim.',
  spec: IPAddressSpec,
  status: noStatus,
});
export type IPAddress = KindObject<typeof IPAddress>;
