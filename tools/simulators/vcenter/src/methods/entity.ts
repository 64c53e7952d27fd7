import { ClusterComputeResource } from '../model/compute.js';
import { Folder } from '../model/entities.js';
import { ManagedEntity } from '../model/managed-object.js';
import type { MoRef } from '../model/moref.js';
import { notSupported, VimFault } from '../soap/faults.js';
import { handler, sessionOf } from '../soap/handler.js';
import type { Call, Handler } from '../soap/handler.js';
import { checkFree, checkName } from '../vm/names.js';
import { VirtualMachine } from '../vm/virtual-machine.js';
import { reconfigureCluster } from './cluster.js';
import type { ClusterConfigSpec } from './cluster.js';
import { destroyTask } from './virtual-machine.js';

function createFolder(folder: Folder, { name }: { name: string }, call: Call): MoRef {
  const { inventory } = call.vcenter;
  checkName(name);
  checkFree(inventory, folder, name);
  const child = inventory.add(new Folder(inventory.newRef('Folder', 'group-f'), name, folder.childType));
  folder.insert(child);
  inventory.touch(folder.ref);
  return child.ref;
}

function renameTask(entity: ManagedEntity, { newName }: { newName: string }, call: Call): MoRef {
  checkName(newName);
  return startEntityTask(call, entity, 'rename', () => {
    const parent = call.vcenter.inventory.parentOf(entity);
    if (parent) checkFree(call.vcenter.inventory, parent, newName, entity);
    entity.name = newName;
    if (entity instanceof VirtualMachine) entity.config = { ...entity.config, name: newName };
    call.vcenter.inventory.touch(entity.ref);
  });
}

function destroyEntity(entity: ManagedEntity, call: Call): MoRef {
  if (entity instanceof VirtualMachine) return destroyTask(call, entity);
  if (!(entity instanceof Folder)) throw notSupported();
  return startEntityTask(call, entity, 'destroy', () => destroyFolder(call, entity));
}

/** An empty folder only: what real folders do to their contents on destroy is nothing that a test should rely on. */
function destroyFolder(call: Call, folder: Folder): void {
  const { inventory } = call.vcenter;
  const parent = inventory.parentOf(folder);
  if (!(parent instanceof Folder)) throw notSupported();
  if (folder.childEntity.length > 0) throw new VimFault('ResourceInUse', `The folder ${folder.name} is not empty.`, { name: folder.name });
  parent.removeChild(folder.ref);
  inventory.remove(folder.ref);
  inventory.touch(parent.ref);
}

function reconfigureTask(cluster: ClusterComputeResource, parameters: { spec: ClusterConfigSpec; modify: boolean }, call: Call): MoRef {
  return startEntityTask(call, cluster, 'reconfigure', () => reconfigureCluster(call.vcenter, cluster, parameters.spec));
}

function startEntityTask(call: Call, entity: ManagedEntity, verb: string, run: () => void): MoRef {
  const description = {
    name: call.method,
    descriptionId: `${entity.ref.type}.${verb}`,
    entity: entity.ref,
    entityName: entity.name,
    cancelable: false,
    exclusive: true,
  };
  return call.vcenter.tasks.start(description, sessionOf(call, entity).user.name, async () => {
    if (call.taskFault) throw call.taskFault;
    run();
  });
}

export const entityMethods: Readonly<Record<string, Handler>> = {
  CreateFolder: handler(Folder, createFolder),
  Rename_Task: handler(ManagedEntity, renameTask),
  Destroy_Task: handler(ManagedEntity, (entity, _parameters, call) => destroyEntity(entity, call)),
  ReconfigureComputeResource_Task: handler(ClusterComputeResource, reconfigureTask),
};
