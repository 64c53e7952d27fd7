/** Folders, datacenters, compute, storage, networks, and the searches over them. */
export const inventoryTypes = `
enum ArrayUpdateOperation { add remove edit }
enum DrsBehavior { manual partiallyAutomated fullyAutomated }
enum HostSystemConnectionState { connected notResponding disconnected }
enum HostSystemPowerState { poweredOn poweredOff standBy unknown }
enum ManagedEntityStatus { gray green yellow red }
enum SharesLevel { low normal high custom }
type ComputeResourceSummary {
  totalCpu: int; totalMemory: long; numCpuCores: short; numCpuThreads: short; effectiveCpu: int; effectiveMemory: long; numHosts: int;
  numEffectiveHosts: int; overallStatus: ManagedEntityStatus;
}
type ClusterComputeResourceSummary extends ComputeResourceSummary {
  currentFailoverLevel: int; admissionControlInfo?: unsimulated; numVmotions: int; targetBalance?: int; currentBalance?: int;
  drsScore?: int; numVmsPerDrsScoreBucket?: int[]; usageSummary?: ClusterUsageSummary; currentEVCModeKey?: string;
  currentEVCGraphicsModeKey?: string; dasData?: unsimulated; clusterMaintenanceModeStatus?: string; vcsHealthStatus?: string;
  vcsSlots?: unsimulated[];
}
type ClusterUsageSummary {
  totalCpuCapacityMhz: int; totalMemCapacityMB: int; cpuReservationMhz: int; memReservationMB: int; poweredOffCpuReservationMhz?: int;
  poweredOffMemReservationMB?: int; cpuDemandMhz: int; memDemandMB: int; statsGenNumber: long; cpuEntitledMhz: int; memEntitledMB: int;
  poweredOffVmCount: int; totalVmCount: int; tier0MemCapacityMB?: int; reservedTier0MemMB?: int; unreservedTier0MemMB?: int;
}
type ComputeResourceConfigInfo {
  vmSwapPlacement: string; spbmEnabled?: boolean; defaultHardwareVersionKey?: string; maximumHardwareVersionKey?: string;
}
type ClusterConfigInfoEx extends ComputeResourceConfigInfo {
  systemVMsConfig?: unsimulated; dasConfig: ClusterDasConfigInfo; dasVmConfig?: unsimulated[]; drsConfig: ClusterDrsConfigInfo;
  drsVmConfig?: unsimulated[]; rule?: ClusterRuleInfo[]; orchestration?: unsimulated; vmOrchestration?: unsimulated[];
  dpmConfigInfo?: unsimulated; dpmHostConfig?: unsimulated[]; vsanConfigInfo?: unsimulated; vsanHostConfig?: unsimulated[];
  group?: ClusterGroupInfo[]; infraUpdateHaConfig?: unsimulated; proactiveDrsConfig?: unsimulated; cryptoConfig?: unsimulated;
  vsanCoreConfig?: unsimulated;
}
type ClusterConfigInfo {
  dasConfig: ClusterDasConfigInfo; dasVmConfig?: unsimulated[]; drsConfig: ClusterDrsConfigInfo; drsVmConfig?: unsimulated[];
  rule?: ClusterRuleInfo[];
}
type ClusterDasConfigInfo {
  enabled?: boolean; vmMonitoring?: string; hostMonitoring?: string; vmComponentProtecting?: string; failoverLevel?: int;
  admissionControlPolicy?: unsimulated; admissionControlEnabled?: boolean; defaultVmSettings?: unsimulated; option?: OptionValue[];
  heartbeatDatastore?: ^Datastore[]; hBDatastoreCandidatePolicy?: string;
}
type ClusterDrsConfigInfo {
  enabled?: boolean; enableVmBehaviorOverrides?: boolean; defaultVmBehavior?: DrsBehavior; vmotionRate?: int;
  scaleDescendantsShares?: string; option?: OptionValue[];
}
type ClusterGroupInfo { name: string; userCreated?: boolean; uniqueID?: string; }
type ClusterVmGroup extends ClusterGroupInfo { vm?: ^VirtualMachine[]; }
type ClusterHostGroup extends ClusterGroupInfo { host?: ^HostSystem[]; }
type ClusterRuleInfo {
  key?: int; status?: ManagedEntityStatus; enabled?: boolean; name?: string; mandatory?: boolean; userCreated?: boolean;
  inCompliance?: boolean; ruleUuid?: string;
}
type ClusterVmHostRuleInfo extends ClusterRuleInfo {
  vmGroupName?: string; affineHostGroupName?: string; antiAffineHostGroupName?: string;
}
type ClusterAffinityRuleSpec extends ClusterRuleInfo { vm: ^VirtualMachine[]; }
type ClusterAntiAffinityRuleSpec extends ClusterRuleInfo { vm: ^VirtualMachine[]; }
type ComputeResourceConfigSpec {
  vmSwapPlacement?: string; spbmEnabled?: boolean; defaultHardwareVersionKey?: string; desiredSoftwareSpec?: unsimulated;
  maximumHardwareVersionKey?: string; enableConfigManager?: boolean; hostSeedSpec?: unsimulated; softwareSpecId?: string;
  networkBootMode?: string;
}
type ClusterConfigSpecEx extends ComputeResourceConfigSpec {
  systemVMsConfig?: unsimulated; dasConfig?: ClusterDasConfigInfo; dasVmConfigSpec?: unsimulated[]; drsConfig?: ClusterDrsConfigInfo;
  drsVmConfigSpec?: unsimulated[]; rulesSpec?: ClusterRuleSpec[]; orchestration?: unsimulated; vmOrchestrationSpec?: unsimulated[];
  dpmConfig?: unsimulated; dpmHostConfigSpec?: unsimulated[]; vsanConfig?: unsimulated; vsanHostConfigSpec?: unsimulated[];
  groupSpec?: ClusterGroupSpec[]; infraUpdateHaConfig?: unsimulated; proactiveDrsConfig?: unsimulated; inHciWorkflow?: boolean;
  cryptoConfig?: unsimulated; vsanCoreConfigSpec?: unsimulated;
}
type ArrayUpdateSpec { operation: ArrayUpdateOperation; removeKey?: any; }
type ClusterGroupSpec extends ArrayUpdateSpec { info?: ClusterGroupInfo; }
type ClusterRuleSpec extends ArrayUpdateSpec { info?: ClusterRuleInfo; }
type DatacenterConfigInfo { defaultHardwareVersionKey?: string; maximumHardwareVersionKey?: string; }
type DatastoreInfo {
  name: string; url: string; freeSpace: long; maxFileSize: long; maxVirtualDiskCapacity?: long; maxMemoryFileSize: long;
  timestamp?: dateTime; containerId?: string; aliasOf?: string; supportedVDiskFormats?: string[]; logicalSectorSize?: int;
  physicalSectorSize?: int;
}
type LocalDatastoreInfo extends DatastoreInfo { path?: string; }
type DatastoreSummary {
  datastore?: ^Datastore; name: string; url: string; capacity: long; freeSpace: long; uncommitted?: long; accessible: boolean;
  multipleHostAccess?: boolean; type: string; maintenanceMode?: string;
}
type DatastoreCapability {
  directoryHierarchySupported: boolean; rawDiskMappingsSupported: boolean; perFileThinProvisioningSupported: boolean;
  storageIORMSupported: boolean; nativeSnapshotSupported: boolean; topLevelDirectoryCreateSupported?: boolean;
  seSparseSupported?: boolean; vmfsSparseSupported?: boolean; vsanSparseSupported?: boolean; upitSupported?: boolean;
  vmdkExpandSupported?: boolean; clusteredVmdkSupported?: boolean;
}
type NetworkSummary { network?: ^Network; name: string; accessible: boolean; ipPoolName: string; ipPoolId?: int; }
type DVPortgroupConfigInfo {
  key: string; name: string; numPorts: int; distributedVirtualSwitch?: ^DistributedVirtualSwitch; defaultPortConfig?: unsimulated;
  description?: string; type: string; backingType?: string; policy: unsimulated; portNameFormat?: string; scope?: ^ManagedEntity[];
  vendorSpecificConfig?: unsimulated[]; configVersion?: string; autoExpand?: boolean; vmVnicNetworkResourcePoolKey?: string;
  uplink?: boolean; transportZoneUuid?: string; transportZoneName?: string; logicalSwitchUuid?: string; segmentId?: string;
  subnetId?: string;
}
type DVSConfigInfo {
  uuid: string; name: string; numStandalonePorts: int; numPorts: int; maxPorts: int; uplinkPortPolicy: unsimulated;
  uplinkPortgroup?: ^DistributedVirtualPortgroup[]; defaultPortConfig: unsimulated; host?: unsimulated[]; productInfo: unsimulated;
  targetInfo?: unsimulated; extensionKey?: string; vendorSpecificConfig?: unsimulated[]; policy?: unsimulated; description?: string;
  configVersion: string; contact: unsimulated; switchIpAddress?: string; createTime: dateTime; networkResourceManagementEnabled: boolean;
  defaultProxySwitchMaxNumPorts?: int; healthCheckConfig?: unsimulated[]; infrastructureTrafficResourceConfig?: unsimulated[];
  netResourcePoolTrafficResourceConfig?: unsimulated[]; networkResourceControlVersion?: string; vmVnicNetworkResourcePool?: unsimulated[];
  pnicCapacityRatioForReservation?: int;
}
type VMwareDVSConfigInfo extends DVSConfigInfo {
  vspanSession?: unsimulated[]; pvlanConfig?: unsimulated[]; maxMtu: int; linkDiscoveryProtocolConfig?: unsimulated;
  ipfixConfig?: unsimulated; lacpGroupConfig?: unsimulated[]; lacpApiVersion?: string; multicastFilteringMode?: string;
  networkOffloadSpecId?: string; networkOffloadConfig?: unsimulated; realTimeConfig?: unsimulated;
}
type DVSSummary {
  name: string; uuid: string; numPorts: int; productInfo?: unsimulated; hostMember?: ^HostSystem[]; vm?: ^VirtualMachine[];
  host?: ^HostSystem[]; portgroupName?: string[]; description?: string; contact?: unsimulated; numHosts?: int;
}
type HostListSummary {
  host?: ^HostSystem; hardware?: HostHardwareSummary; runtime?: HostRuntimeInfo; config: HostConfigSummary;
  quickStats: HostListSummaryQuickStats; overallStatus: ManagedEntityStatus; rebootRequired: boolean; customValue?: unsimulated[];
  managementServerIp?: string; maxEVCModeKey?: string; currentEVCModeKey?: string; currentEVCGraphicsModeKey?: string;
  gateway?: unsimulated; tpmAttestation?: unsimulated; trustAuthorityAttestationInfos?: unsimulated[];
}
type HostRuntimeInfo {
  connectionState: HostSystemConnectionState; powerState: HostSystemPowerState; standbyMode?: string; inMaintenanceMode: boolean;
  inQuarantineMode?: boolean; bootTime?: dateTime; healthSystemRuntime?: unsimulated; dasHostState?: unsimulated;
  tpmPcrValues?: unsimulated[]; vsanRuntimeInfo?: unsimulated; networkRuntimeInfo?: unsimulated; vFlashResourceRuntimeInfo?: unsimulated;
  hostMaxVirtualDiskCapacity?: long; cryptoState?: string; cryptoKeyId?: unsimulated; statelessNvdsMigrationReady?: string;
  partialMaintenanceMode?: unsimulated[]; stateEncryption?: unsimulated; podVMInfo?: unsimulated;
}
type HostHardwareSummary {
  vendor: string; model: string; family?: string; uuid: string; otherIdentifyingInfo?: unsimulated[]; memorySize: long; cpuModel: string;
  cpuMhz: int; numCpuPkgs: short; numCpuCores: short; numCpuThreads: short; numNics: int; numHBAs: int;
}
type HostConfigSummary {
  name: string; port: int; sslThumbprint?: string; sslCertificate?: string; product?: AboutInfo; vmotionEnabled: boolean;
  faultToleranceEnabled: boolean; featureVersion?: unsimulated[]; agentVmDatastore?: ^Datastore; agentVmNetwork?: ^Network;
}
type HostListSummaryQuickStats {
  overallCpuUsage?: int; overallMemoryUsage?: int; distributedCpuFairness?: int; distributedMemoryFairness?: int;
  availablePMemCapacity?: int; uptime?: int;
}
type ResourcePoolSummary {
  name: string; config: ResourceConfigSpec; runtime: ResourcePoolRuntimeInfo; quickStats?: unsimulated; configuredMemoryMB?: int;
}
type ResourcePoolRuntimeInfo {
  memory: ResourcePoolResourceUsage; cpu: ResourcePoolResourceUsage; vmRp?: unsimulated[]; overallStatus: ManagedEntityStatus;
  sharesScalable?: string;
}
type ResourcePoolResourceUsage {
  reservationUsed: long; reservationUsedForVm: long; unreservedForPool: long; unreservedForVm: long; overallUsage: long; maxUsage: long;
}
type ResourceConfigSpec {
  entity?: ^ManagedEntity; changeVersion?: string; lastModified?: dateTime; cpuAllocation: ResourceAllocationInfo;
  memoryAllocation: ResourceAllocationInfo; scaleDescendantsShares?: string;
}
type ResourceAllocationInfo {
  reservation?: long; expandableReservation?: boolean; limit?: long; shares?: SharesInfo; overheadLimit?: long;
}
type SharesInfo { shares: int; level: SharesLevel; }
type DatastoreHostMount { key: ^HostSystem; mountInfo: HostMountInfo; }
type HostMountInfo {
  path?: string; accessMode: string; mounted?: boolean; accessible?: boolean; inaccessibleReason?: string; vmknicName?: string;
  vmknicActive?: boolean; mountFailedReason?: string; numTcpConnections?: int;
}
type Permission { entity?: ^ManagedEntity; principal: string; group: boolean; roleId: int; propagate: boolean; }
managed ManagedEntity extends ExtensibleManagedObject {
  parent?: ^ManagedObject; customValue: unsimulated[]; overallStatus: ManagedEntityStatus; configStatus: ManagedEntityStatus;
  configIssue: unsimulated[]; effectiveRole: int[]; permission: Permission[]; name: string; disabledMethod: string[];
  recentTask: ^ManagedObject[]; declaredAlarmState: unsimulated[]; triggeredAlarmState: unsimulated[]; alarmActionsEnabled?: boolean;
  tag: unsimulated[];
}
managed ExtensibleManagedObject { value: unsimulated[]; availableField: unsimulated[]; }
managed Folder extends ManagedEntity { childType: string[]; childEntity: ^ManagedObject[]; namespace?: string; }
managed Datacenter extends ManagedEntity {
  vmFolder: ^ManagedObject; hostFolder: ^ManagedObject; datastoreFolder: ^ManagedObject; networkFolder: ^ManagedObject;
  datastore: ^ManagedObject[]; network: ^ManagedObject[]; configuration: DatacenterConfigInfo;
}
managed ComputeResource extends ManagedEntity {
  resourcePool?: ^ManagedObject; host: ^ManagedObject[]; datastore: ^ManagedObject[]; network: ^ManagedObject[];
  summary: ComputeResourceSummary; environmentBrowser?: ^ManagedObject; configurationEx: ComputeResourceConfigInfo;
  lifecycleManaged?: boolean;
}
managed ClusterComputeResource extends ComputeResource {
  configuration: ClusterConfigInfo; recommendation: unsimulated[]; drsRecommendation: unsimulated[]; hciConfig?: unsimulated;
  migrationHistory: unsimulated[]; actionHistory: unsimulated[]; drsFault: unsimulated[];
}
managed HostSystem extends ManagedEntity {
  runtime: HostRuntimeInfo; summary: HostListSummary; hardware?: unsimulated; capability?: unsimulated; licensableResource: unsimulated;
  remediationState?: unsimulated; precheckRemediationResult?: unsimulated; remediationResult?: unsimulated;
  complianceCheckState?: unsimulated; complianceCheckResult?: unsimulated; configManager: unsimulated; config?: unsimulated;
  vm: ^ManagedObject[]; datastore: ^ManagedObject[]; network: ^ManagedObject[]; datastoreBrowser: ^ManagedObject;
  systemResources?: unsimulated; answerFileValidationState?: unsimulated; answerFileValidationResult?: unsimulated;
}
managed ResourcePool extends ManagedEntity {
  summary: ResourcePoolSummary; runtime: ResourcePoolRuntimeInfo; owner: ^ManagedObject; resourcePool: ^ManagedObject[];
  vm: ^ManagedObject[]; config: ResourceConfigSpec; namespace?: string; childConfiguration: ResourceConfigSpec[];
}
managed Datastore extends ManagedEntity {
  info: DatastoreInfo; summary: DatastoreSummary; host: DatastoreHostMount[]; vm: ^ManagedObject[]; browser: ^ManagedObject;
  capability: DatastoreCapability; iormConfiguration?: unsimulated;
}
managed Network extends ManagedEntity { summary: NetworkSummary; host: ^ManagedObject[]; vm: ^ManagedObject[]; name: string; }
managed DistributedVirtualPortgroup extends Network { key: string; config: DVPortgroupConfigInfo; portKeys: string[]; }
managed DistributedVirtualSwitch extends ManagedEntity {
  uuid: string; capability: unsimulated; summary: DVSSummary; config: DVSConfigInfo; networkResourcePool: unsimulated[];
  portgroup: ^ManagedObject[]; runtime?: unsimulated;
}
managed VmwareDistributedVirtualSwitch extends DistributedVirtualSwitch { }
managed OpaqueNetwork extends Network { capability?: unsimulated; extraConfig: OptionValue[]; }
managed VirtualApp extends ResourcePool {
  parentFolder?: ^ManagedObject; datastore: ^ManagedObject[]; network: ^ManagedObject[]; vAppConfig?: unsimulated;
  parentVApp?: ^ManagedObject; childLink: unsimulated[];
}
managed StoragePod extends Folder { summary?: unsimulated; podStorageDrsEntry?: unsimulated; }
managed SearchIndex { }
method FindByUuid on SearchIndex { datacenter?: ^Datacenter; uuid: string; vmSearch: boolean; instanceUuid?: boolean; }: ^ManagedEntity?
method FindAllByUuid on SearchIndex {
  datacenter?: ^Datacenter; uuid: string; vmSearch: boolean; instanceUuid?: boolean;
}: ^ManagedEntity[]
method FindByInventoryPath on SearchIndex { inventoryPath: string; }: ^ManagedEntity?
method FindChild on SearchIndex { entity: ^ManagedEntity; name: string; }: ^ManagedEntity?
method FindByDnsName on SearchIndex { datacenter?: ^Datacenter; dnsName: string; vmSearch: boolean; }: ^ManagedEntity?
method FindByIp on SearchIndex { datacenter?: ^Datacenter; ip: string; vmSearch: boolean; }: ^ManagedEntity?
method CreateFolder on Folder { name: string; }: ^ManagedObject
method Rename_Task on ManagedEntity { newName: string; }: ^Task
method Destroy_Task on ManagedEntity { }: ^Task
method ReconfigureComputeResource_Task on ComputeResource { spec: ComputeResourceConfigSpec; modify: boolean; }: ^Task
`;
