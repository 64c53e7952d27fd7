/** Sorts of objects that a machine is made on, each with the privileges that this client's calls need there. */
export type PrivilegeScope = 'vCenter' | 'datacenter' | 'folder' | 'resourcePool' | 'datastore' | 'network' | 'template';

export interface PrivilegeNeeds {
  /** Machines are attached tags. */
  readonly tags?: boolean;
  /** A storage policy chooses the datastore. */
  readonly storagePolicy?: boolean;
  /** Machines come from a content library. */
  readonly contentLibrary?: boolean;
  /** Hardware versions are raised. */
  readonly hardwareUpgrade?: boolean;
  /** Missing folders are made. */
  readonly createFolders?: boolean;
}

interface Rule {
  readonly privileges: readonly string[];
  readonly when?: keyof PrivilegeNeeds;
}

const rules: Readonly<Record<PrivilegeScope, readonly Rule[]>> = {
  vCenter: [
    { privileges: ['Sessions.ValidateSession'] },
    { privileges: ['StorageProfile.View'], when: 'storagePolicy' },
    { privileges: ['InventoryService.Tagging.AttachTag'], when: 'tags' },
    { privileges: ['ContentLibrary.ReadStorage', 'ContentLibrary.DownloadSession'], when: 'contentLibrary' },
  ],
  datacenter: [{ privileges: ['System.View', 'System.Read'] }],
  folder: [
    {
      privileges: [
        'VirtualMachine.Inventory.CreateFromExisting',
        'VirtualMachine.Inventory.Delete',
        'VirtualMachine.Interact.PowerOn',
        'VirtualMachine.Interact.PowerOff',
        'VirtualMachine.Config.AddNewDisk',
        'VirtualMachine.Config.AddRemoveDevice',
        'VirtualMachine.Config.AdvancedConfig',
        'VirtualMachine.Config.Annotation',
        'VirtualMachine.Config.CPUCount',
        'VirtualMachine.Config.DiskExtend',
        'VirtualMachine.Config.EditDevice',
        'VirtualMachine.Config.Memory',
        'VirtualMachine.Config.Resource',
        'VirtualMachine.Config.Settings',
      ],
    },
    { privileges: ['VirtualMachine.Config.UpgradeVirtualHardware'], when: 'hardwareUpgrade' },
    { privileges: ['InventoryService.Tagging.ObjectAttachable'], when: 'tags' },
    { privileges: ['VirtualMachine.Inventory.Create'], when: 'contentLibrary' },
    { privileges: ['Folder.Create'], when: 'createFolders' },
  ],
  resourcePool: [{ privileges: ['Resource.AssignVMToPool'] }, { privileges: ['VApp.Import'], when: 'contentLibrary' }],
  datastore: [{ privileges: ['Datastore.AllocateSpace'] }],
  network: [{ privileges: ['Network.Assign'] }],
  template: [{ privileges: ['VirtualMachine.Provisioning.DeployTemplate'] }],
};

/** Cloning a machine that is not marked as template needs another privilege. */
export const CLONE_MACHINE = ['VirtualMachine.Provisioning.Clone'];

export function privilegesFor(scope: PrivilegeScope, needs: PrivilegeNeeds): readonly string[] {
  return rules[scope].filter(({ when }) => when === undefined || needs[when] === true).flatMap(({ privileges }) => privileges);
}

/** How people call a scope. */
export const scopeNames: Readonly<Record<PrivilegeScope, string>> = {
  vCenter: 'vCenter root',
  datacenter: 'datacenter',
  folder: 'folder',
  resourcePool: 'resource pool',
  datastore: 'datastore',
  network: 'network',
  template: 'template',
};
