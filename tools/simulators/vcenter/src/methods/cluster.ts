import type { ClusterComputeResource, ClusterGroup, ClusterRule } from '../model/compute.js';
import { HostSystem } from '../model/compute.js';
import { invalidArgument } from '../soap/faults.js';
import type { VCenter } from '../vcenter.js';
import { VirtualMachine } from '../vm/virtual-machine.js';

interface ArrayUpdate<T> {
  readonly operation: 'add' | 'remove' | 'edit';
  readonly removeKey?: unknown;
  readonly info?: T;
}

/** The part of ClusterConfigSpecEx that is simulated: groups and rules. */
export interface ClusterConfigSpec {
  readonly groupSpec?: readonly ArrayUpdate<ClusterGroup>[];
  readonly rulesSpec?: readonly ArrayUpdate<Partial<ClusterRule>>[];
}

/** @throws VimFault InvalidArgument for an unknown or doubled name, ManagedObjectNotFound for an absent member */
export function reconfigureCluster(vcenter: VCenter, cluster: ClusterComputeResource, spec: ClusterConfigSpec): void {
  const group = (spec.groupSpec ?? []).reduce((groups, update) => updateGroups(vcenter, groups, update), cluster.group);
  const rule = (spec.rulesSpec ?? []).reduce(updateRules, cluster.rule);
  cluster.group = group;
  cluster.rule = rule;
  vcenter.inventory.touch(cluster.ref);
}

function updateGroups(vcenter: VCenter, groups: readonly ClusterGroup[], update: ArrayUpdate<ClusterGroup>): readonly ClusterGroup[] {
  const name = update.operation === 'remove' ? String(update.removeKey) : update.info?.name;
  const known = groups.some((group) => group.name === name);
  if (known === (update.operation === 'add')) throw invalidArgument('spec.groupSpec', `group ${String(name)}`);
  if (update.operation === 'remove') return groups.filter((group) => group.name !== name);
  const info = update.info;
  if (!info) throw invalidArgument('spec.groupSpec.info');
  if (info.$type === 'ClusterVmGroup') for (const ref of info.vm ?? []) vcenter.inventory.get(VirtualMachine, ref);
  if (info.$type === 'ClusterHostGroup') for (const ref of info.host ?? []) vcenter.inventory.get(HostSystem, ref);
  return update.operation === 'add' ? [...groups, info] : groups.map((group) => (group.name === name ? info : group));
}

function updateRules(rules: readonly ClusterRule[], update: ArrayUpdate<Partial<ClusterRule>>): readonly ClusterRule[] {
  const info = update.info;
  if (update.operation === 'remove') {
    if (!rules.some((rule) => rule.key === update.removeKey)) throw invalidArgument('spec.rulesSpec.removeKey');
    return rules.filter((rule) => rule.key !== update.removeKey);
  }
  if (!info?.name || info.$type === undefined) throw invalidArgument('spec.rulesSpec.info');
  if (update.operation === 'edit') {
    if (!rules.some((rule) => rule.key === info.key)) throw invalidArgument('spec.rulesSpec.info.key');
    return rules.map((rule) => (rule.key === info.key ? { ...rule, ...info } : rule));
  }
  if (rules.some((rule) => rule.name === info.name)) throw invalidArgument('spec.rulesSpec.info.name');
  const key = Math.max(0, ...rules.map((rule) => rule.key)) + 1;
  return [...rules, { ...info, $type: info.$type, name: info.name, key }];
}
