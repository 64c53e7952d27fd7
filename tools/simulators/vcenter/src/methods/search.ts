import { Datacenter } from '../model/entities.js';
import { HostSystem } from '../model/compute.js';
import { ManagedEntity, ManagedObject } from '../model/managed-object.js';
import type { MoRef } from '../model/moref.js';
import { rootFolderRef } from '../model/default-inventory.js';
import { handler } from '../soap/handler.js';
import type { Call, Handler } from '../soap/handler.js';
import { VirtualMachine } from '../vm/virtual-machine.js';
import { wellKnown } from './service.js';

export class SearchIndex extends ManagedObject {
  constructor() {
    super(wellKnown.searchIndex);
  }
}

interface Scope {
  readonly datacenter?: MoRef;
  readonly vmSearch: boolean;
}

interface UuidSearch extends Scope {
  readonly uuid: string;
  readonly instanceUuid?: boolean;
}

/** Virtual machines or hosts, of one datacenter or all. */
function candidates(call: Call, { datacenter, vmSearch }: Scope): (VirtualMachine | HostSystem)[] {
  const { inventory } = call.vcenter;
  if (datacenter) inventory.get(Datacenter, datacenter);
  const all: (VirtualMachine | HostSystem)[] = vmSearch ? inventory.all(VirtualMachine) : inventory.all(HostSystem);
  return datacenter ? all.filter((entity) => inventory.isBelow(entity, datacenter)) : all;
}

function findAllByUuid(call: Call, search: UuidSearch): MoRef[] {
  const wanted = search.uuid.toLowerCase();
  const uuidOf = (entity: VirtualMachine | HostSystem) => {
    if (entity instanceof HostSystem) return entity.uuid;
    return search.instanceUuid ? entity.config.instanceUuid : entity.config.uuid;
  };
  return candidates(call, search).filter((entity) => uuidOf(entity) === wanted).map((entity) => entity.ref);
}

/** Walks `DC0/vm/name` down from the root folder; a slash in a name is written `%2f`. */
function findByInventoryPath(call: Call, path: string): MoRef | undefined {
  const { inventory } = call.vcenter;
  let current: ManagedEntity | undefined = inventory.get(ManagedEntity, rootFolderRef);
  for (const part of path.split('/').filter((segment) => segment !== '')) {
    current = current && inventory.child(current, part);
  }
  return current?.ref;
}

function findByGuest(call: Call, scope: Scope, matches: (vm: VirtualMachine) => boolean): MoRef | undefined {
  return candidates(call, scope).find((entity) => entity instanceof VirtualMachine && matches(entity))?.ref;
}

export const searchMethods: Readonly<Record<string, Handler>> = {
  FindByUuid: handler<SearchIndex, UuidSearch>(SearchIndex, (_index, search, call) => findAllByUuid(call, search)[0]),
  FindAllByUuid: handler<SearchIndex, UuidSearch>(SearchIndex, (_index, search, call) => findAllByUuid(call, search)),
  FindByInventoryPath: handler<SearchIndex, { inventoryPath: string }>(SearchIndex, (_index, { inventoryPath }, call) =>
    findByInventoryPath(call, inventoryPath),
  ),
  FindChild: handler<SearchIndex, { entity: MoRef; name: string }>(SearchIndex, (_index, { entity, name }, call) => {
    const { inventory } = call.vcenter;
    return inventory.child(inventory.get(ManagedEntity, entity), name)?.ref;
  }),
  FindByDnsName: handler<SearchIndex, Scope & { dnsName: string }>(SearchIndex, (_index, search, call) =>
    findByGuest(call, search, (vm) => vm.guest.hostName?.toLowerCase() === search.dnsName.toLowerCase()),
  ),
  FindByIp: handler<SearchIndex, Scope & { ip: string }>(SearchIndex, (_index, search, call) =>
    findByGuest(call, search, (vm) => vm.guest.net.some((nic) => nic.ipAddress?.includes(search.ip))),
  ),
};
