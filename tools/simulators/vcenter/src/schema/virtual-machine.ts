/** VirtualMachine: its properties, the specs that change it, and its methods. */
export const virtualMachineTypes = `
enum LatencySensitivitySensitivityLevel { low normal medium high custom }
enum VirtualMachineConnectionState { connected disconnected orphaned inaccessible invalid }
enum VirtualMachineFaultToleranceState { notConfigured disabled enabled needSecondary starting running }
enum VirtualMachinePowerState { poweredOff poweredOn suspended }
enum VirtualMachineRecordReplayState { recording replaying inactive }
enum VirtualMachineRelocateTransformation { flat sparse }
enum VirtualMachineToolsStatus { toolsNotInstalled toolsNotRunning toolsOld toolsOk }
type VirtualMachineCapability {
  snapshotOperationsSupported: boolean; multipleSnapshotsSupported: boolean; snapshotConfigSupported: boolean;
  poweredOffSnapshotsSupported: boolean; memorySnapshotsSupported: boolean; revertToSnapshotSupported: boolean;
  quiescedSnapshotsSupported: boolean; disableSnapshotsSupported: boolean; lockSnapshotsSupported: boolean;
  consolePreferencesSupported: boolean; cpuFeatureMaskSupported: boolean; s1AcpiManagementSupported: boolean;
  settingScreenResolutionSupported: boolean; toolsAutoUpdateSupported: boolean; vmNpivWwnSupported: boolean;
  npivWwnOnNonRdmVmSupported: boolean; vmNpivWwnDisableSupported: boolean; vmNpivWwnUpdateSupported: boolean;
  swapPlacementSupported: boolean; toolsSyncTimeSupported: boolean; virtualMmuUsageSupported: boolean; diskSharesSupported: boolean;
  bootOptionsSupported: boolean; bootRetryOptionsSupported: boolean; settingVideoRamSizeSupported: boolean;
  settingDisplayTopologySupported: boolean; recordReplaySupported: boolean; changeTrackingSupported: boolean;
  multipleCoresPerSocketSupported: boolean; hostBasedReplicationSupported: boolean; guestAutoLockSupported: boolean;
  memoryReservationLockSupported: boolean; featureRequirementSupported: boolean; poweredOnMonitorTypeChangeSupported: boolean;
  seSparseDiskSupported: boolean; nestedHVSupported: boolean; vPMCSupported: boolean; secureBootSupported?: boolean;
  perVmEvcSupported?: boolean; virtualMmuUsageIgnored?: boolean; virtualExecUsageIgnored?: boolean;
  diskOnlySnapshotOnSuspendedVMSupported?: boolean; suspendToMemorySupported?: boolean; toolsSyncTimeAllowSupported?: boolean;
  sevSupported?: boolean; pmemFailoverSupported?: boolean; requireSgxAttestationSupported?: boolean; changeModeDisksSupported?: boolean;
  vendorDeviceGroupSupported?: boolean; sevSnpSupported?: boolean; tdxSupported?: boolean;
}
type VirtualMachineConfigInfo {
  changeVersion: string; modified: dateTime; name: string; guestFullName: string; version: string; uuid: string; createDate?: dateTime;
  instanceUuid?: string; npivNodeWorldWideName?: long[]; npivPortWorldWideName?: long[]; npivWorldWideNameType?: string;
  npivDesiredNodeWwns?: short; npivDesiredPortWwns?: short; npivTemporaryDisabled?: boolean; npivOnNonRdmDisks?: boolean;
  locationId?: string; template: boolean; guestId: string; alternateGuestName: string; annotation?: string; files: VirtualMachineFileInfo;
  tools?: ToolsConfigInfo; flags: VirtualMachineFlagInfo; consolePreferences?: VirtualMachineConsolePreferences;
  defaultPowerOps: VirtualMachineDefaultPowerOpInfo; rebootPowerOff?: boolean; hardware: VirtualHardware; vcpuConfig?: unsimulated[];
  cpuAllocation?: ResourceAllocationInfo; memoryAllocation?: ResourceAllocationInfo; latencySensitivity?: LatencySensitivity;
  memoryHotAddEnabled?: boolean; cpuHotAddEnabled?: boolean; cpuHotRemoveEnabled?: boolean; hotPlugMemoryLimit?: long;
  hotPlugMemoryIncrementSize?: long; cpuAffinity?: unsimulated; memoryAffinity?: unsimulated; networkShaper?: unsimulated;
  extraConfig?: OptionValue[]; cpuFeatureMask?: unsimulated[]; datastoreUrl?: unsimulated[]; swapPlacement?: string;
  bootOptions?: VirtualMachineBootOptions; ftInfo?: unsimulated; repConfig?: unsimulated; vAppConfig?: unsimulated;
  vAssertsEnabled?: boolean; changeTrackingEnabled?: boolean; firmware?: string; maxMksConnections?: int; guestAutoLockEnabled?: boolean;
  managedBy?: ManagedByInfo; memoryReservationLockedToMax?: boolean; initialOverhead?: unsimulated; nestedHVEnabled?: boolean;
  vPMCEnabled?: boolean; scheduledHardwareUpgradeInfo?: unsimulated; forkConfigInfo?: unsimulated; vFlashCacheReservation?: long;
  vmxConfigChecksum?: base64Binary; messageBusTunnelEnabled?: boolean; vmStorageObjectId?: string; swapStorageObjectId?: string;
  keyId?: unsimulated; guestIntegrityInfo?: unsimulated; migrateEncryption?: string; sgxInfo?: unsimulated;
  contentLibItemInfo?: unsimulated; ftEncryptionMode?: string; guestMonitoringModeInfo?: unsimulated; sevEnabled?: boolean;
  numaInfo?: unsimulated; pmemFailoverEnabled?: boolean; vmxStatsCollectionEnabled?: boolean; vmOpNotificationToAppEnabled?: boolean;
  vmOpNotificationTimeout?: long; deviceSwap?: unsimulated; pmem?: unsimulated; deviceGroups?: unsimulated;
  fixedPassthruHotPlugEnabled?: boolean; metroFtEnabled?: boolean; vmxRuntimeConfig?: OptionValue[]; metroFtHostGroup?: string;
  tdxEnabled?: boolean; sevSnpEnabled?: boolean;
}
type VirtualMachineConfigSpec {
  changeVersion?: string; name?: string; version?: string; createDate?: dateTime; uuid?: string; instanceUuid?: string;
  npivNodeWorldWideName?: long[]; npivPortWorldWideName?: long[]; npivWorldWideNameType?: string; npivDesiredNodeWwns?: short;
  npivDesiredPortWwns?: short; npivTemporaryDisabled?: boolean; npivOnNonRdmDisks?: boolean; npivWorldWideNameOp?: string;
  locationId?: string; guestId?: string; alternateGuestName?: string; annotation?: string; files?: VirtualMachineFileInfo;
  tools?: ToolsConfigInfo; flags?: VirtualMachineFlagInfo; consolePreferences?: VirtualMachineConsolePreferences;
  powerOpInfo?: VirtualMachineDefaultPowerOpInfo; rebootPowerOff?: boolean; numCPUs?: int; vcpuConfig?: unsimulated[];
  numCoresPerSocket?: int; memoryMB?: long; memoryHotAddEnabled?: boolean; cpuHotAddEnabled?: boolean; cpuHotRemoveEnabled?: boolean;
  virtualICH7MPresent?: boolean; virtualSMCPresent?: boolean; deviceChange?: VirtualDeviceConfigSpec[];
  cpuAllocation?: ResourceAllocationInfo; memoryAllocation?: ResourceAllocationInfo; latencySensitivity?: LatencySensitivity;
  cpuAffinity?: unsimulated; memoryAffinity?: unsimulated; networkShaper?: unsimulated; cpuFeatureMask?: unsimulated[];
  extraConfig?: OptionValue[]; swapPlacement?: string; bootOptions?: VirtualMachineBootOptions; vAppConfig?: unsimulated;
  ftInfo?: unsimulated; repConfig?: unsimulated; vAppConfigRemoved?: boolean; vAssertsEnabled?: boolean; changeTrackingEnabled?: boolean;
  firmware?: string; maxMksConnections?: int; guestAutoLockEnabled?: boolean; managedBy?: ManagedByInfo;
  memoryReservationLockedToMax?: boolean; nestedHVEnabled?: boolean; vPMCEnabled?: boolean; scheduledHardwareUpgradeInfo?: unsimulated;
  vmProfile?: VirtualMachineProfileSpec[]; messageBusTunnelEnabled?: boolean; crypto?: unsimulated; migrateEncryption?: string;
  sgxInfo?: unsimulated; ftEncryptionMode?: string; guestMonitoringModeInfo?: unsimulated; sevEnabled?: boolean;
  virtualNuma?: unsimulated; motherboardLayout?: string; pmemFailoverEnabled?: boolean; vmxStatsCollectionEnabled?: boolean;
  vmOpNotificationToAppEnabled?: boolean; vmOpNotificationTimeout?: long; deviceSwap?: unsimulated; simultaneousThreads?: int;
  pmem?: unsimulated; deviceGroups?: unsimulated; fixedPassthruHotPlugEnabled?: boolean; metroFtEnabled?: boolean;
  metroFtHostGroup?: string; tdxEnabled?: boolean; sevSnpEnabled?: boolean; tagSpecs?: unsimulated[]; vmPlacementPolicies?: unsimulated[];
}
type VirtualMachineCloneSpec {
  location: VirtualMachineRelocateSpec; template: boolean; config?: VirtualMachineConfigSpec; customization?: CustomizationSpec;
  powerOn: boolean; snapshot?: ^VirtualMachineSnapshot; memory?: boolean; tpmProvisionPolicy?: string;
}
type VirtualMachineRelocateSpec {
  service?: unsimulated; folder?: ^Folder; datastore?: ^Datastore; diskMoveType?: string; pool?: ^ResourcePool; host?: ^HostSystem;
  disk?: VirtualMachineRelocateSpecDiskLocator[]; transform?: VirtualMachineRelocateTransformation;
  deviceChange?: VirtualDeviceConfigSpec[]; profile?: VirtualMachineProfileSpec[]; cryptoSpec?: unsimulated; tagSpecs?: unsimulated[];
  vmPlacementPolicies?: unsimulated[];
}
type VirtualMachineRelocateSpecDiskLocator {
  diskId: int; datastore: ^Datastore; diskMoveType?: string; diskBackingInfo?: VirtualDeviceBackingInfo;
  profile?: VirtualMachineProfileSpec[]; backing?: unsimulated; filterSpec?: unsimulated[];
}
type VirtualMachineFileInfo {
  vmPathName?: string; snapshotDirectory?: string; suspendDirectory?: string; logDirectory?: string; ftMetadataDirectory?: string;
}
type VirtualMachineFlagInfo {
  disableAcceleration?: boolean; enableLogging?: boolean; useToe?: boolean; runWithDebugInfo?: boolean; monitorType?: string;
  htSharing?: string; snapshotDisabled?: boolean; snapshotLocked?: boolean; diskUuidEnabled?: boolean; virtualMmuUsage?: string;
  virtualExecUsage?: string; snapshotPowerOffBehavior?: string; recordReplayEnabled?: boolean; faultToleranceType?: string;
  cbrcCacheEnabled?: boolean; vvtdEnabled?: boolean; vbsEnabled?: boolean;
}
type ToolsConfigInfo {
  toolsVersion?: int; toolsInstallType?: string; afterPowerOn?: boolean; afterResume?: boolean; beforeGuestStandby?: boolean;
  beforeGuestShutdown?: boolean; beforeGuestReboot?: boolean; toolsUpgradePolicy?: string; pendingCustomization?: string;
  customizationKeyId?: unsimulated; syncTimeWithHostAllowed?: boolean; syncTimeWithHost?: boolean;
  lastInstallInfo?: ToolsConfigInfoToolsLastInstallInfo;
}
type VirtualMachineDefaultPowerOpInfo {
  powerOffType?: string; suspendType?: string; resetType?: string; defaultPowerOffType?: string; defaultSuspendType?: string;
  defaultResetType?: string; standbyAction?: string;
}
type VirtualMachineBootOptions {
  bootDelay?: long; enterBIOSSetup?: boolean; efiSecureBootEnabled?: boolean; bootRetryEnabled?: boolean; bootRetryDelay?: long;
  bootOrder?: unsimulated[]; networkBootProtocol?: string;
}
type VirtualMachineProfileSpec { }
type VirtualMachineDefinedProfileSpec extends VirtualMachineProfileSpec {
  profileId: string; replicationSpec?: unsimulated; profileData?: VirtualMachineProfileRawData; profileParams?: unsimulated[];
}
type VirtualMachineProfileRawData { extensionKey: string; objectData?: string; }
type VirtualMachineEmptyProfileSpec extends VirtualMachineProfileSpec { }
type VirtualMachineDefaultProfileSpec extends VirtualMachineProfileSpec { }
type ManagedByInfo { extensionKey: string; type: string; }
type LatencySensitivity { level: LatencySensitivitySensitivityLevel; sensitivity?: int; }
type VirtualMachineRuntimeInfo {
  device?: unsimulated[]; host?: ^HostSystem; connectionState: VirtualMachineConnectionState; powerState: VirtualMachinePowerState;
  vmFailoverInProgress?: boolean; faultToleranceState: VirtualMachineFaultToleranceState; dasVmProtection?: unsimulated;
  toolsInstallerMounted: boolean; suspendTime?: dateTime; bootTime?: dateTime; suspendInterval?: long; question?: unsimulated;
  memoryOverhead?: long; maxCpuUsage?: int; maxMemoryUsage?: int; numMksConnections: int;
  recordReplayState: VirtualMachineRecordReplayState; cleanPowerOff?: boolean; needSecondaryReason?: string; onlineStandby: boolean;
  minRequiredEVCModeKey?: string; consolidationNeeded: boolean; offlineFeatureRequirement?: unsimulated[];
  featureRequirement?: unsimulated[]; featureMask?: unsimulated[]; vFlashCacheAllocation?: long; paused?: boolean;
  snapshotInBackground?: boolean; quiescedForkParent?: boolean; instantCloneFrozen?: boolean; cryptoState?: string;
  suspendedToMemory?: boolean; opNotificationTimeout?: long; iommuActive?: boolean;
}
type VirtualMachineSummary {
  vm?: ^VirtualMachine; runtime: VirtualMachineRuntimeInfo; guest?: VirtualMachineGuestSummary; config: VirtualMachineConfigSummary;
  storage?: VirtualMachineStorageSummary; quickStats: VirtualMachineQuickStats; overallStatus: ManagedEntityStatus;
  customValue?: unsimulated[];
}
type VirtualMachineConfigSummary {
  name: string; template: boolean; vmPathName: string; memorySizeMB?: int; cpuReservation?: int; memoryReservation?: int; numCpu?: int;
  numEthernetCards?: int; numVirtualDisks?: int; uuid?: string; instanceUuid?: string; guestId?: string; guestFullName?: string;
  annotation?: string; product?: unsimulated; installBootRequired?: boolean; ftInfo?: unsimulated; managedBy?: ManagedByInfo;
  tpmPresent?: boolean; numVmiopBackings?: int; hwVersion?: string;
}
type VirtualMachineGuestSummary {
  guestId?: string; guestFullName?: string; toolsStatus?: VirtualMachineToolsStatus; toolsVersionStatus?: string;
  toolsVersionStatus2?: string; toolsRunningStatus?: string; hostName?: string; ipAddress?: string; hwVersion?: string;
}
type VirtualMachineQuickStats {
  overallCpuUsage?: int; overallCpuDemand?: int; overallCpuReadiness?: int; guestMemoryUsage?: int; hostMemoryUsage?: int;
  guestHeartbeatStatus: ManagedEntityStatus; distributedCpuEntitlement?: int; distributedMemoryEntitlement?: int;
  staticCpuEntitlement?: int; staticMemoryEntitlement?: int; grantedMemory?: int; privateMemory?: int; sharedMemory?: int;
  swappedMemory?: int; balloonedMemory?: int; consumedOverheadMemory?: int; ftLogBandwidth?: int; ftSecondaryLatency?: int;
  ftLatencyStatus?: ManagedEntityStatus; compressedMemory?: long; uptimeSeconds?: int; ssdSwappedMemory?: long; activeMemory?: int;
  memoryTierStats?: unsimulated[];
}
type VirtualMachineStorageSummary { committed: long; uncommitted: long; unshared: long; timestamp: dateTime; }
type VirtualMachineSnapshotInfo { currentSnapshot?: ^VirtualMachineSnapshot; rootSnapshotList: VirtualMachineSnapshotTree[]; }
type VirtualMachineSnapshotTree {
  snapshot: ^VirtualMachineSnapshot; vm: ^VirtualMachine; name: string; description: string; id: int; createTime: dateTime;
  state: VirtualMachinePowerState; quiesced: boolean; backupManifest?: string; childSnapshotList?: VirtualMachineSnapshotTree[];
  replaySupported?: boolean;
}
type VirtualMachineStorageInfo { perDatastoreUsage?: unsimulated[]; timestamp: dateTime; }
type GuestInfo {
  toolsStatus?: VirtualMachineToolsStatus; toolsVersionStatus?: string; toolsVersionStatus2?: string; toolsRunningStatus?: string;
  toolsVersion?: string; toolsInstallType?: string; guestId?: string; guestFamily?: string; guestFullName?: string;
  guestDetailedData?: string; hostName?: string; ipAddress?: string; net?: GuestNicInfo[]; ipStack?: GuestStackInfo[];
  disk?: unsimulated[]; screen?: unsimulated; guestState: string; appHeartbeatStatus?: string; guestKernelCrashed?: boolean;
  appState?: string; guestOperationsReady?: boolean; interactiveGuestOperationsReady?: boolean; guestStateChangeSupported?: boolean;
  generationInfo?: unsimulated[]; hwVersion?: string; customizationInfo?: unsimulated;
}
type GuestNicInfo {
  network?: string; ipAddress?: string[]; macAddress?: string; connected: boolean; deviceConfigId: int; dnsConfig?: NetDnsConfigInfo;
  ipConfig?: NetIpConfigInfo; netBIOSConfig?: unsimulated;
}
type GuestStackInfo {
  dnsConfig?: NetDnsConfigInfo; ipRouteConfig?: NetIpRouteConfigInfo; ipStackConfig?: unsimulated[]; dhcpConfig?: unsimulated;
}
type NetIpConfigInfo { ipAddress?: NetIpConfigInfoIpAddress[]; dhcp?: unsimulated; autoConfigurationEnabled?: boolean; }
type NetIpConfigInfoIpAddress { ipAddress: string; prefixLength: int; origin?: string; state?: string; lifetime?: dateTime; }
type NetDnsConfigInfo { dhcp: boolean; hostName: string; domainName: string; ipAddress?: string[]; searchDomain?: string[]; }
type NetIpRouteConfigInfo { ipRoute?: NetIpRouteConfigInfoIpRoute[]; }
type NetIpRouteConfigInfoIpRoute { network: string; prefixLength: int; gateway: NetIpRouteConfigInfoGateway; }
type NetIpRouteConfigInfoGateway { ipAddress?: string; device?: string; }
type VirtualHardware {
  numCPU: int; numCoresPerSocket?: int; autoCoresPerSocket?: boolean; memoryMB: int; virtualICH7MPresent?: boolean;
  virtualSMCPresent?: boolean; device?: VirtualDevice[]; motherboardLayout?: string; simultaneousThreads?: int;
}
type VirtualMachineConsolePreferences {
  powerOnWhenOpened?: boolean; enterFullScreenOnPowerOn?: boolean; closeOnPowerOffOrSuspend?: boolean;
}
type ToolsConfigInfoToolsLastInstallInfo { counter: int; fault?: LocalizedMethodFault; }
managed VirtualMachine extends ManagedEntity {
  capability: VirtualMachineCapability; config?: VirtualMachineConfigInfo; layout?: unsimulated; layoutEx?: unsimulated;
  storage?: VirtualMachineStorageInfo; environmentBrowser: ^ManagedObject; resourcePool?: ^ManagedObject; parentVApp?: ^ManagedObject;
  resourceConfig?: ResourceConfigSpec; runtime: VirtualMachineRuntimeInfo; guest?: GuestInfo; summary: VirtualMachineSummary;
  datastore: ^ManagedObject[]; network: ^ManagedObject[]; snapshot?: VirtualMachineSnapshotInfo; rootSnapshot: ^ManagedObject[];
  guestHeartbeatStatus: ManagedEntityStatus;
}
managed VirtualMachineSnapshot extends ExtensibleManagedObject {
  config: VirtualMachineConfigInfo; childSnapshot: ^ManagedObject[]; vm: ^ManagedObject;
}
method CloneVM_Task on VirtualMachine { folder: ^Folder; name: string; spec: VirtualMachineCloneSpec; }: ^Task
method ReconfigVM_Task on VirtualMachine { spec: VirtualMachineConfigSpec; }: ^Task
method PowerOnVM_Task on VirtualMachine { host?: ^HostSystem; }: ^Task
method PowerOffVM_Task on VirtualMachine { }: ^Task
method ShutdownGuest on VirtualMachine { }
method MarkAsTemplate on VirtualMachine { }
method MarkAsVirtualMachine on VirtualMachine { pool: ^ResourcePool; host?: ^HostSystem; }
method CreateSnapshot_Task on VirtualMachine { name: string; description?: string; memory: boolean; quiesce: boolean; }: ^Task
method RemoveAllSnapshots_Task on VirtualMachine { consolidate?: boolean; spec?: unsimulated; }: ^Task
method UpgradeVM_Task on VirtualMachine { version?: string; }: ^Task
method CustomizeVM_Task on VirtualMachine { spec: CustomizationSpec; }: ^Task
method UnregisterVM on VirtualMachine { }
method ResetVM_Task on VirtualMachine { }: ^Task
method RemoveSnapshot_Task on VirtualMachineSnapshot { removeChildren: boolean; consolidate?: boolean; }: ^Task
`;
