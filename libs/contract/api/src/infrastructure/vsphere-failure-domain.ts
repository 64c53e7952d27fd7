import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { DHCPOverrides } from './network.js';
import { defineKind, noStatus } from '../kind.js';
import { atomicList, mapList, text } from '../schema/fields.js';
import { ContractReference } from '../shared/references.js';
import type { KindObject } from '../kind.js';

/** A region or zone: the vCenter tag that marks its objects. */
export const FailureDomainArea = z.object({
  name: text(1, 1024),
  tagCategory: text(1, 1024),
  type: z.enum(['Datacenter', 'ComputeCluster', 'HostGroup']),
});
export type FailureDomainArea = z.infer<typeof FailureDomainArea>;

export const VSphereFailureDomainSpec = z.object({
  region: FailureDomainArea,
  topology: z.object({
    datacenter: text(1, 2048),
    computeCluster: text(1, 2048).optional(),
    datastore: text(1, 2048).optional(),
    hosts: z.object({
      hostGroupName: text(1, 2048),
      vmGroupName: text(1, 2048),
    }).optional(),
    networkConfigurations: mapList(z.object({
      networkName: text(1, 2048),
      addressesFromPools: atomicList(ContractReference).max(128).optional(),
      dhcp4: z.boolean().optional(),
      dhcp4Overrides: DHCPOverrides.optional(),
      dhcp6: z.boolean().optional(),
      dhcp6Overrides: DHCPOverrides.optional(),
      nameservers: atomicList(text(1, 64)).max(128).optional(),
      searchDomains: atomicList(text(1, 1024)).max(128).optional(),
    }), ['networkName']).max(128).optional(),
    networks: atomicList(text(1, 2048)).max(128).optional(),
  }),
  zone: FailureDomainArea,
});
export type VSphereFailureDomainSpec = z.infer<typeof VSphereFailureDomainSpec>;

export const VSphereFailureDomain = defineKind({
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'VSphereFailureDomain',
  plural: 'vspherefailuredomains',
  namespaced: false,
  categories: ['cluster-api'],
  labels: INFRASTRUCTURE_LABELS,
  description: 'A region and zone of vCenter, marked by tags, and what can be found there.',
  spec: VSphereFailureDomainSpec,
  status: noStatus,
});
export type VSphereFailureDomain = KindObject<typeof VSphereFailureDomain>;
