/**
 * Field order of the types and method arguments that this client sends: vCenter refuses elements that do not come in the order of its
 * schema. Types list inherited fields first. Only fields that are sent are listed.
 */
const schema = {
  // method arguments, urn:vim25
  RetrieveServiceContent: ['_this'],
  Login: ['_this', 'userName', 'password', 'locale'],
  Logout: ['_this'],
  RetrievePropertiesEx: ['_this', 'specSet', 'options'],
  ContinueRetrievePropertiesEx: ['_this', 'token'],
  CreatePropertyCollector: ['_this'],
  DestroyPropertyCollector: ['_this'],
  CreateFilter: ['_this', 'spec', 'partialUpdates'],
  WaitForUpdatesEx: ['_this', 'version', 'options'],
  CreateListView: ['_this', 'obj'],
  ModifyListView: ['_this', 'add', 'remove'],
  DestroyView: ['_this'],
  FindChild: ['_this', 'entity', 'name'],
  FindByUuid: ['_this', 'datacenter', 'uuid', 'vmSearch', 'instanceUuid'],
  CloneVM_Task: ['_this', 'folder', 'name', 'spec'],
  ReconfigVM_Task: ['_this', 'spec'],
  UpgradeVM_Task: ['_this', 'version'],
  PowerOnVM_Task: ['_this', 'host'],
  PowerOffVM_Task: ['_this'],
  ShutdownGuest: ['_this'],
  Destroy_Task: ['_this'],
  CreateSnapshot_Task: ['_this', 'name', 'description', 'memory', 'quiesce'],
  MarkAsTemplate: ['_this'],
  CreateFolder: ['_this', 'name'],
  FetchUserPrivilegeOnEntities: ['_this', 'entities', 'userName'],
  HasPrivilegeOnEntities: ['_this', 'entity', 'sessionId', 'privId'],
  // property collector
  PropertyFilterSpec: ['propSet', 'objectSet', 'reportMissingObjectsInResults'],
  PropertySpec: ['type', 'all', 'pathSet'],
  ObjectSpec: ['obj', 'skip', 'selectSet'],
  SelectionSpec: ['name'],
  TraversalSpec: ['name', 'type', 'path', 'skip', 'selectSet'],
  RetrieveOptions: ['maxObjects'],
  WaitOptions: ['maxWaitSeconds', 'maxObjectUpdates'],
  // virtual machines
  VirtualMachineCloneSpec: ['location', 'template', 'config', 'powerOn', 'snapshot', 'memory'],
  VirtualMachineRelocateSpec: ['folder', 'datastore', 'diskMoveType', 'pool', 'host', 'disk', 'profile'],
  VirtualMachineRelocateSpecDiskLocator: ['diskId', 'datastore', 'diskMoveType'],
  VirtualMachineConfigSpec: [
    'name',
    'uuid',
    'instanceUuid',
    'annotation',
    'flags',
    'numCPUs',
    'numCoresPerSocket',
    'memoryMB',
    'deviceChange',
    'cpuAllocation',
    'memoryAllocation',
    'extraConfig',
    'vAppConfigRemoved',
    'memoryReservationLockedToMax',
    'nestedHVEnabled',
    'vmProfile',
    'migrateEncryption',
    'ftEncryptionMode',
  ],
  VirtualMachineFlagInfo: ['diskUuidEnabled'],
  VirtualMachineDefinedProfileSpec: ['profileId'],
  ResourceAllocationInfo: ['reservation', 'expandableReservation', 'limit', 'shares'],
  SharesInfo: ['shares', 'level'],
  OptionValue: ['key', 'value'],
  VirtualDeviceConfigSpec: ['operation', 'fileOperation', 'device', 'profile'],
  VirtualDeviceConnectInfo: ['startConnected', 'allowGuestControl', 'connected'],
  VirtualDevice: ['key'],
  VirtualVmxnet3: ['key', 'backing', 'connectable', 'controllerKey', 'unitNumber', 'addressType', 'macAddress', 'wakeOnLanEnabled'],
  VirtualDisk: ['key', 'backing', 'controllerKey', 'unitNumber', 'capacityInKB'],
  VirtualDiskFlatVer2BackingInfo: ['fileName', 'datastore', 'diskMode', 'thinProvisioned', 'eagerlyScrub'],
  VirtualEthernetCardNetworkBackingInfo: ['deviceName', 'network'],
  VirtualEthernetCardDistributedVirtualPortBackingInfo: ['port'],
  DistributedVirtualSwitchPortConnection: ['switchUuid', 'portgroupKey'],
  VirtualEthernetCardOpaqueNetworkBackingInfo: ['opaqueNetworkId', 'opaqueNetworkType'],
  // storage policies, urn:pbm
  PbmRetrieveServiceContent: ['_this'],
  PbmQueryProfile: ['_this', 'resourceType', 'profileCategory'],
  PbmRetrieveContent: ['_this', 'profileIds'],
  PbmCheckRequirements: ['_this', 'hubsToSearch', 'placementSubjectRef', 'placementSubjectRequirement'],
  PbmProfileResourceType: ['resourceType'],
  PbmProfileId: ['uniqueId'],
  PbmPlacementHub: ['hubType', 'hubId'],
  PbmPlacementCapabilityProfileRequirement: ['profileId'],
} as const satisfies Record<string, readonly string[]>;

export type VimType = keyof typeof schema;
export type VimField<N extends VimType> = (typeof schema)[N][number];

export const fieldOrder = (type: VimType): readonly string[] => schema[type];

/** Every type and method that is ever sent. */
export const vimTypes = (): readonly VimType[] => Object.keys(schema) as VimType[]; // the keys of a literal
