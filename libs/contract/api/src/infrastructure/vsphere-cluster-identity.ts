import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { ReadyStatus } from './ready-status.js';
import { defineKind } from '../kind.js';
import { allOptional, text } from '../schema/fields.js';
import { LabelSelector } from '../shared/selector.js';
import type { KindObject } from '../kind.js';

export const VSphereClusterIdentitySpec = z.object({
  secretName: text(1, 253).describe("Secret with username and password, in the controller's namespace."),
  allowedNamespaces: allOptional({
    selector: LabelSelector.describe('Chooses namespaces by label; empty: all.'),
  }).describe('Who may use it. Absent: nobody.').optional(),
});
export type VSphereClusterIdentitySpec = z.infer<typeof VSphereClusterIdentitySpec>;

export const VSphereClusterIdentity = defineKind({
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'VSphereClusterIdentity',
  plural: 'vsphereclusteridentities',
  namespaced: false,
  categories: ['cluster-api'],
  labels: INFRASTRUCTURE_LABELS,
  description: 'A vCenter login that clusters of chosen namespaces may use.',
  spec: VSphereClusterIdentitySpec,
  status: ReadyStatus,
});
export type VSphereClusterIdentity = KindObject<typeof VSphereClusterIdentity>;
