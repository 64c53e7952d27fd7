import { z } from 'zod';
import { ClusterComputeResource } from '../model/compute.js';
import { MoRef } from '../model/moref.js';
import { VirtualMachine } from '../vm/virtual-machine.js';
import { RestError } from './errors.js';
import type { RestCall, Route } from './router.js';

interface ClusterModule {
  readonly cluster: string;
  readonly vms: Set<string>;
}

/** Groups of virtual machines that DRS keeps on different hosts. */
export class ClusterModules {
  readonly #modules = new Map<string, ClusterModule>();

  list(): { readonly cluster: string; readonly module: string }[] {
    return [...this.#modules].map(([module, { cluster }]) => ({ cluster, module }));
  }

  create(id: string, cluster: string): void {
    this.#modules.set(id, { cluster, vms: new Set() });
  }

  get(id: string): ClusterModule {
    const module = this.#modules.get(id);
    if (!module) throw new RestError('not_found', `There is no cluster module ${id}.`);
    return module;
  }

  remove(id: string): void {
    this.get(id);
    this.#modules.delete(id);
  }

  /** Takes a virtual machine that is no more out of its modules. */
  forget(vm: string): void {
    for (const { vms } of this.#modules.values()) vms.delete(vm);
  }
}

const path = '/vcenter/cluster/modules';
const createSpec = z.strictObject({ spec: z.strictObject({ cluster: z.string() }) });
const members = z.strictObject({ vms: z.array(z.string()) });

function create(call: RestCall): string {
  const { cluster } = call.body(createSpec).spec;
  const object = call.vcenter.inventory.find(new MoRef('ClusterComputeResource', cluster));
  if (!(object instanceof ClusterComputeResource)) throw new RestError('invalid_argument', `There is no cluster ${cluster}.`);
  const id = call.vcenter.newUuid();
  call.vcenter.modules.create(id, cluster);
  return id;
}

/** Adds or removes all or none; a member must run in the module's cluster. */
function changeMembers(call: RestCall, operation: 'add' | 'delete') {
  const { inventory, modules } = call.vcenter;
  const module = modules.get(call.id);
  const { vms } = call.body(members);
  for (const id of vms) {
    const vm = inventory.find(new MoRef('VirtualMachine', id));
    if (!(vm instanceof VirtualMachine)) throw new RestError('invalid_argument', `There is no virtual machine ${id}.`);
    const cluster = inventory.get(ClusterComputeResource, new MoRef('ClusterComputeResource', module.cluster));
    if (!cluster.host.some((host) => host.equals(vm.host))) throw new RestError('invalid_argument', `${id} is not in the cluster ${module.cluster}.`);
    if (operation === 'delete' && !module.vms.has(id)) throw new RestError('invalid_argument', `${id} is no member.`);
  }
  for (const id of vms) module.vms[operation](id);
  return { success: true };
}

export const clusterModuleRoutes: readonly Route[] = [
  { method: 'GET', path, handle: ({ vcenter }) => ({ summaries: vcenter.modules.list() }) },
  { method: 'POST', path, privilege: 'Host.Inventory.EditCluster', handle: create },
  {
    method: 'DELETE',
    path: `${path}/{id}`,
    privilege: 'Host.Inventory.EditCluster',
    handle: ({ vcenter, id }) => vcenter.modules.remove(id),
  },
  { method: 'GET', path: `${path}/{id}/members`, handle: ({ vcenter, id }) => ({ vms: [...vcenter.modules.get(id).vms] }) },
  {
    method: 'POST',
    path: `${path}/{id}/members`,
    action: 'add',
    privilege: 'Host.Inventory.EditCluster',
    handle: (call) => changeMembers(call, 'add'),
  },
  {
    method: 'POST',
    path: `${path}/{id}/members`,
    action: 'remove',
    privilege: 'Host.Inventory.EditCluster',
    handle: (call) => changeMembers(call, 'delete'),
  },
];
