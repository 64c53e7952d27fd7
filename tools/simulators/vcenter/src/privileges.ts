import { Folder } from './model/entities.js';
import { rootFolderRef } from './model/default-inventory.js';
import type { ManagedObject } from './model/managed-object.js';
import { MoRef } from './model/moref.js';
import type { Decoded } from './codec/decode.js';
import { noPermission } from './soap/faults.js';
import type { User } from './sessions.js';
import type { CloneSpec, ConfigSpec, DeviceChange } from './vm/types.js';
import { isEthernetCard } from './vm/devices.js';
import { VirtualMachine } from './vm/virtual-machine.js';

/** What everybody who can log in may do. */
const always: readonly string[] = ['System.Anonymous', 'System.View', 'System.Read'];

/** Whether a user has a privilege; a user without a list has all. */
export function hasPrivilege(user: User, privilege: string): boolean {
  return user.privileges === undefined || user.privileges.includes(privilege) || always.includes(privilege);
}

/** The privileges that exist here; AuthorizationManager.privilegeList says them. */
export const knownPrivileges: readonly string[] = [
  ...always,
  'Cns.Searchable',
  'Datastore.AllocateSpace', 'Datastore.Browse', 'Datastore.FileManagement',
  'Folder.Create', 'Folder.Delete', 'Folder.Rename',
  'Global.Settings',
  'Host.Inventory.EditCluster',
  'InventoryService.Tagging.AttachTag', 'InventoryService.Tagging.CreateCategory', 'InventoryService.Tagging.CreateTag',
  'InventoryService.Tagging.DeleteCategory', 'InventoryService.Tagging.DeleteTag', 'InventoryService.Tagging.EditCategory',
  'InventoryService.Tagging.EditTag', 'InventoryService.Tagging.ObjectAttachable',
  'Network.Assign',
  'Resource.AssignVMToPool',
  'Sessions.TerminateSession', 'Sessions.ValidateSession',
  'StorageProfile.Update', 'StorageProfile.View',
  'VApp.AssignResourcePool', 'VApp.Import',
  'VirtualMachine.Config.AddExistingDisk', 'VirtualMachine.Config.DiskLease', 'VirtualMachine.Config.ReloadFromPath',
  'VirtualMachine.Config.ResetGuestInfo', 'VirtualMachine.Config.AddNewDisk', 'VirtualMachine.Config.AddRemoveDevice',
  'VirtualMachine.Config.AdvancedConfig', 'VirtualMachine.Config.Annotation', 'VirtualMachine.Config.CPUCount',
  'VirtualMachine.Config.DiskExtend', 'VirtualMachine.Config.EditDevice', 'VirtualMachine.Config.Memory',
  'VirtualMachine.Config.RemoveDisk', 'VirtualMachine.Config.Rename', 'VirtualMachine.Config.Resource',
  'VirtualMachine.Config.Settings', 'VirtualMachine.Config.UpgradeVirtualHardware',
  'VirtualMachine.Interact.GuestControl', 'VirtualMachine.Interact.PowerOff', 'VirtualMachine.Interact.PowerOn', 'VirtualMachine.Interact.Reset',
  'VirtualMachine.Inventory.Create', 'VirtualMachine.Inventory.CreateFromExisting', 'VirtualMachine.Inventory.Delete',
  'VirtualMachine.Inventory.Unregister',
  'VirtualMachine.Provisioning.Clone', 'VirtualMachine.Provisioning.CloneTemplate', 'VirtualMachine.Provisioning.Customize',
  'VirtualMachine.Provisioning.DeployTemplate', 'VirtualMachine.Provisioning.MarkAsTemplate', 'VirtualMachine.Provisioning.MarkAsVM',
  'VirtualMachine.Provisioning.CreateTemplateFromVM', 'VirtualMachine.Provisioning.ReadCustSpecs',
  'VirtualMachine.State.CreateSnapshot', 'VirtualMachine.State.RemoveSnapshot', 'VirtualMachine.State.RenameSnapshot',
  'VirtualMachine.State.RevertToSnapshot',
  'ContentLibrary.AddLibraryItem', 'ContentLibrary.DownloadSession', 'ContentLibrary.ReadStorage',
];

interface Requirement {
  readonly entity: MoRef;
  readonly privilege: string;
}

/** Refuses a call whose user lacks one of the privileges that it takes. Throws VimFault NoPermission, naming the first. */
export function authorize(user: User, method: string, target: ManagedObject, parameters: Decoded): void {
  const missing = requirements(method, target, parameters).find(({ privilege }) => !hasPrivilege(user, privilege));
  if (missing) throw noPermission(missing.entity, missing.privilege);
}

/** Which privilege a call takes on which entity. */
function requirements(method: string, target: ManagedObject, parameters: Decoded): Requirement[] {
  const entity = target.ref;
  const simple = simpleRequirements[method];
  if (simple !== undefined) return [{ entity: managesAll(target) ? rootFolderRef : entity, privilege: simple }];
  if (method === 'CloneVM_Task') return cloneRequirements(target, parameters);
  if (method === 'ReconfigVM_Task') return configRequirements(entity, parameters['spec'] as ConfigSpec);
  if (method === 'Destroy_Task') {
    return [{ entity, privilege: target instanceof Folder ? 'Folder.Delete' : 'VirtualMachine.Inventory.Delete' }];
  }
  if (method === 'Rename_Task') {
    return [{ entity, privilege: target instanceof VirtualMachine ? 'VirtualMachine.Config.Rename' : 'Folder.Rename' }];
  }
  return [];
}

const simpleRequirements: Readonly<Record<string, string>> = {
  PowerOnVM_Task: 'VirtualMachine.Interact.PowerOn',
  PowerOffVM_Task: 'VirtualMachine.Interact.PowerOff',
  ShutdownGuest: 'VirtualMachine.Interact.PowerOff',
  ResetVM_Task: 'VirtualMachine.Interact.Reset',
  MarkAsTemplate: 'VirtualMachine.Provisioning.MarkAsTemplate',
  MarkAsVirtualMachine: 'VirtualMachine.Provisioning.MarkAsVM',
  CreateSnapshot_Task: 'VirtualMachine.State.CreateSnapshot',
  RemoveSnapshot_Task: 'VirtualMachine.State.RemoveSnapshot',
  RemoveAllSnapshots_Task: 'VirtualMachine.State.RemoveSnapshot',
  UpgradeVM_Task: 'VirtualMachine.Config.UpgradeVirtualHardware',
  CustomizeVM_Task: 'VirtualMachine.Provisioning.Customize',
  UnregisterVM: 'VirtualMachine.Inventory.Unregister',
  CreateFolder: 'Folder.Create',
  ReconfigureComputeResource_Task: 'Host.Inventory.EditCluster',
  SessionIsActive: 'Sessions.ValidateSession',
  TerminateSession: 'Sessions.TerminateSession',
  UpdateOptions: 'Global.Settings',
  PbmQueryProfile: 'StorageProfile.View',
  PbmRetrieveContent: 'StorageProfile.View',
  PbmCheckRequirements: 'StorageProfile.View',
  PbmCheckCompatibility: 'StorageProfile.View',
  PbmQueryAssociatedProfile: 'StorageProfile.View',
  PbmQueryAssociatedProfiles: 'StorageProfile.View',
};

/** Privileges on a manager are held on the root folder. */
function managesAll(target: ManagedObject): boolean {
  return ['SessionManager', 'OptionManager'].includes(target.ref.type) || target.ref.type.startsWith('Pbm');
}

function cloneRequirements(target: ManagedObject, parameters: Decoded): Requirement[] {
  const spec = parameters['spec'] as CloneSpec;
  const isTemplate = target instanceof VirtualMachine && target.config.template;
  const provisioning = !isTemplate ? 'Clone' : spec.template ? 'CloneTemplate' : 'DeployTemplate';
  const { pool, datastore, folder } = spec.location;
  const destination = folder ?? parameters['folder'];
  return [
    { entity: target.ref, privilege: `VirtualMachine.Provisioning.${provisioning}` },
    ...(destination instanceof MoRef ? [{ entity: destination, privilege: 'VirtualMachine.Inventory.CreateFromExisting' }] : []),
    ...(pool ? [{ entity: pool, privilege: 'Resource.AssignVMToPool' }] : []),
    ...(datastore ? [{ entity: datastore, privilege: 'Datastore.AllocateSpace' }] : []),
    ...(spec.config && destination instanceof MoRef ? configRequirements(destination, spec.config) : []),
  ];
}

function configRequirements(entity: MoRef, spec: ConfigSpec): Requirement[] {
  const needs: readonly (readonly [boolean, string])[] = [
    [spec.numCPUs !== undefined || spec.numCoresPerSocket !== undefined, 'CPUCount'],
    [spec.memoryMB !== undefined, 'Memory'],
    [(spec.extraConfig?.length ?? 0) > 0, 'AdvancedConfig'],
    [spec.name !== undefined, 'Rename'],
    [spec.annotation !== undefined, 'Annotation'],
    [spec.flags !== undefined || spec.bootOptions !== undefined, 'Settings'],
    [spec.cpuAllocation !== undefined || spec.memoryAllocation !== undefined, 'Resource'],
  ];
  const plain = needs.filter(([needed]) => needed).map(([, name]) => ({ entity, privilege: `VirtualMachine.Config.${name}` }));
  return [...plain, ...(spec.deviceChange ?? []).flatMap((change) => deviceRequirements(entity, change))];
}

function deviceRequirements(entity: MoRef, { operation, device }: DeviceChange): Requirement[] {
  const config = (name: string): Requirement => ({ entity, privilege: `VirtualMachine.Config.${name}` });
  if (device.$type === 'VirtualDisk') return [config(operation === 'add' ? 'AddNewDisk' : operation === 'remove' ? 'RemoveDisk' : 'DiskExtend')];
  if (operation === 'edit') return [config('EditDevice')];
  const portgroup = device.backing?.port?.portgroupKey;
  const network = portgroup === undefined ? device.backing?.network : new MoRef('DistributedVirtualPortgroup', portgroup);
  const assign = operation === 'add' && isEthernetCard(device) && network ? [{ entity: network, privilege: 'Network.Assign' }] : [];
  return [config('AddRemoveDevice'), ...assign];
}
