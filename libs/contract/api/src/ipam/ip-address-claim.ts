import { z } from 'zod';
import { CORE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { nonEmpty, text } from '../schema/fields.js';
import { DeprecatedConditions } from '../shared/deprecated.js';
import { ContractReference, NameReference } from '../shared/references.js';
import type { KindObject } from '../kind.js';

export const IPAddressClaimSpec = z.object({
  poolRef: ContractReference.describe('The pool.'),
  clusterName: text(1, 63).describe('Name of the Cluster that this belongs to, in the same namespace.').optional(),
});
export type IPAddressClaimSpec = z.infer<typeof IPAddressClaimSpec>;

export const IPAddressClaimStatus = nonEmpty({
  addressRef: NameReference.describe('The address that was given.'),
  conditions: Conditions,
  deprecated: DeprecatedConditions.describe('Kept for clients of the v1beta1 contract; never written here.'),
});
export type IPAddressClaimStatus = z.infer<typeof IPAddressClaimStatus>;

export const IPAddressClaim = defineKind({
  group: 'ipam.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'IPAddressClaim',
  plural: 'ipaddressclaims',
  categories: ['cluster-api'],
  labels: CORE_LABELS,
  columns: [
    { name: 'Pool Name', type: 'string', jsonPath: '.spec.poolRef.name' },
    { name: 'Pool Kind', type: 'string', jsonPath: '.spec.poolRef.kind' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'Asks a pool for one address.',
  spec: IPAddressClaimSpec,
  status: IPAddressClaimStatus,
});
export type IPAddressClaim = KindObject<typeof IPAddressClaim>;
