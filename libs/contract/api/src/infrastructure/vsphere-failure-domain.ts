import { z } from 'zod';
import { INFRASTRUCTURE_LABELS } from '../crd/labels.js';
import { DHCPOverrides } from './network.js';
import { defineKind, noStatus } from '../kind.js';
import { atomicList, mapList, text } from '../schema/fields.js';
import { ContractReference } from '../shared/references.js';
import type { KindObject } from '../kind.js';

export const FailureDomainArea = z.object({
  name: text(1, 1024).describe('Name of the tag.'),
  tagCategory: text(1, 1024).describe('Category of the tag.'),
  type: z.enum(['Datacenter', 'ComputeCluster', 'HostGroup']).describe('What the tag is attached to.'),
}).describe('A region or zone: the vCenter tag that marks its objects.');
export type FailureDomainArea = z.infer<typeof FailureDomainArea>;

export const VSphereFailureDomainSpec = z.object({
  region: FailureDomainArea.describe('The region.'),
  topology: z.object({
    datacenter: text(1, 2048).describe('Datacenter.'),
    computeCluster: text(1, 2048).describe('Compute cluster.').optional(),
    datastore: text(1, 2048).describe('Datastore for the VM.').optional(),
    hosts: z.object({
      hostGroupName: text(1, 2048).describe('Name of the host group.'),
      vmGroupName: text(1, 2048).describe('Name of the VM group that is bound to it.'),
    }).describe('A group of hosts in the compute cluster.').optional(),
    networkConfigurations: mapList(z.object({
      networkName: text(1, 2048).describe('Name, path or id of the network in vCenter.'),
      addressesFromPools: atomicList(ContractReference).max(128).describe('Pools that give one address each.').optional(),
      dhcp4: z.boolean().describe('Whether IPv4 comes from DHCP.').optional(),
      dhcp4Overrides: DHCPOverrides.describe('What is taken over from DHCP for IPv4.').optional(),
      dhcp6: z.boolean().describe('Whether IPv6 comes from DHCP.').optional(),
      dhcp6Overrides: DHCPOverrides.describe('What is taken over from DHCP for IPv6.').optional(),
      nameservers: atomicList(text(1, 64)).max(128).describe('Name servers.').optional(),
      searchDomains: atomicList(text(1, 1024)).max(128).describe('Domains that short names are looked up in.').optional(),
    }), ['networkName']).max(128).describe('Networks with their settings, in the order of the adapters.').optional(),
    networks: atomicList(text(1, 2048)).max(128).describe('Networks, in the order of the adapters.').optional(),
  }).describe('What VMs there use.'),
  zone: FailureDomainArea.describe('The zone.'),
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
