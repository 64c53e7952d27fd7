/** Virtual devices and their backings. */
export const devicesTypes = `
enum VirtualDeviceConfigSpecFileOperation { create destroy replace }
enum VirtualDeviceConfigSpecOperation { add remove edit }
enum VirtualSCSISharing { noSharing virtualSharing physicalSharing }
type VirtualDeviceConfigSpec {
  operation?: VirtualDeviceConfigSpecOperation; fileOperation?: VirtualDeviceConfigSpecFileOperation; device: VirtualDevice;
  profile?: VirtualMachineProfileSpec[]; backing?: unsimulated; filterSpec?: unsimulated[]; changeMode?: string;
}
type VirtualDevice {
  key: int; deviceInfo?: Description; backing?: VirtualDeviceBackingInfo; connectable?: VirtualDeviceConnectInfo;
  slotInfo?: VirtualDeviceBusSlotInfo; controllerKey?: int; unitNumber?: int; numaNode?: int; deviceGroupInfo?: unsimulated;
}
type VirtualDeviceBackingInfo { }
type VirtualDeviceConnectInfo {
  migrateConnect?: string; startConnected: boolean; allowGuestControl: boolean; connected: boolean; status?: string;
}
type VirtualDeviceBusSlotInfo { }
type VirtualDevicePciBusSlotInfo extends VirtualDeviceBusSlotInfo { pciSlotNumber: int; }
type VirtualDeviceFileBackingInfo extends VirtualDeviceBackingInfo { fileName: string; datastore?: ^Datastore; backingObjectId?: string; }
type VirtualDeviceDeviceBackingInfo extends VirtualDeviceBackingInfo { deviceName: string; useAutoDetect?: boolean; }
type VirtualDeviceRemoteDeviceBackingInfo extends VirtualDeviceBackingInfo { deviceName: string; useAutoDetect?: boolean; }
type VirtualController extends VirtualDevice { busNumber: int; device?: int[]; }
type VirtualPCIController extends VirtualController { }
type VirtualIDEController extends VirtualController { }
type VirtualPS2Controller extends VirtualController { }
type VirtualSIOController extends VirtualController { }
type VirtualSCSIController extends VirtualController { hotAddRemove?: boolean; sharedBus: VirtualSCSISharing; scsiCtlrUnitNumber?: int; }
type ParaVirtualSCSIController extends VirtualSCSIController { }
type VirtualLsiLogicController extends VirtualSCSIController { }
type VirtualLsiLogicSASController extends VirtualSCSIController { }
type VirtualBusLogicController extends VirtualSCSIController { }
type VirtualSATAController extends VirtualController { }
type VirtualAHCIController extends VirtualSATAController { }
type VirtualNVMEController extends VirtualController { sharedBus?: string; }
type VirtualKeyboard extends VirtualDevice { }
type VirtualPointingDevice extends VirtualDevice { }
type VirtualPointingDeviceDeviceBackingInfo extends VirtualDeviceDeviceBackingInfo { hostPointingDevice: string; }
type VirtualMachineVideoCard extends VirtualDevice {
  videoRamSizeInKB?: long; numDisplays?: int; useAutoDetect?: boolean; enable3DSupport?: boolean; use3dRenderer?: string;
  graphicsMemorySizeInKB?: long;
}
type VirtualMachineVMCIDevice extends VirtualDevice {
  id?: long; allowUnrestrictedCommunication?: boolean; filterEnable?: boolean; filterInfo?: unsimulated;
}
type VirtualCdrom extends VirtualDevice { }
type VirtualCdromAtapiBackingInfo extends VirtualDeviceDeviceBackingInfo { }
type VirtualCdromIsoBackingInfo extends VirtualDeviceFileBackingInfo { }
type VirtualCdromRemotePassthroughBackingInfo extends VirtualDeviceRemoteDeviceBackingInfo { exclusive: boolean; }
type VirtualDisk extends VirtualDevice {
  capacityInKB: long; capacityInBytes?: long; shares?: SharesInfo; storageIOAllocation?: StorageIOAllocationInfo; diskObjectId?: string;
  vFlashCacheConfigInfo?: unsimulated; iofilter?: string[]; vDiskId?: unsimulated; vDiskVersion?: int; virtualDiskFormat?: string;
  nativeUnmanagedLinkedClone?: boolean; independentFilters?: unsimulated[]; guestReadOnly?: boolean;
}
type VirtualDiskFlatVer2BackingInfo extends VirtualDeviceFileBackingInfo {
  diskMode: string; split?: boolean; writeThrough?: boolean; thinProvisioned?: boolean; eagerlyScrub?: boolean; uuid?: string;
  contentId?: string; changeId?: string; parent?: VirtualDiskFlatVer2BackingInfo; deltaDiskFormat?: string; digestEnabled?: boolean;
  deltaGrainSize?: int; deltaDiskFormatVariant?: string; sharing?: string; keyId?: unsimulated;
}
type StorageIOAllocationInfo { limit?: long; shares?: SharesInfo; reservation?: int; }
type VirtualEthernetCard extends VirtualDevice {
  addressType?: string; macAddress?: string; wakeOnLanEnabled?: boolean; resourceAllocation?: VirtualEthernetCardResourceAllocation;
  externalId?: string; uptCompatibilityEnabled?: boolean; subnetId?: string;
}
type VirtualE1000 extends VirtualEthernetCard { }
type VirtualE1000e extends VirtualEthernetCard { }
type VirtualPCNet32 extends VirtualEthernetCard { }
type VirtualVmxnet extends VirtualEthernetCard { }
type VirtualVmxnet2 extends VirtualVmxnet { }
type VirtualVmxnet3 extends VirtualVmxnet { uptv2Enabled?: boolean; strictLatencyConfig?: unsimulated; }
type VirtualSriovEthernetCard extends VirtualEthernetCard {
  allowGuestOSMtuChange?: boolean; sriovBacking?: unsimulated; dvxBackingInfo?: unsimulated;
}
type VirtualEthernetCardResourceAllocation { reservation?: long; share: SharesInfo; limit?: long; }
type VirtualEthernetCardNetworkBackingInfo extends VirtualDeviceDeviceBackingInfo { network?: ^Network; inPassthroughMode?: boolean; }
type VirtualEthernetCardDistributedVirtualPortBackingInfo extends VirtualDeviceBackingInfo {
  port: DistributedVirtualSwitchPortConnection;
}
type VirtualEthernetCardOpaqueNetworkBackingInfo extends VirtualDeviceBackingInfo { opaqueNetworkId: string; opaqueNetworkType: string; }
type DistributedVirtualSwitchPortConnection { switchUuid: string; portgroupKey?: string; portKey?: string; connectionCookie?: int; }
type VirtualPCIPassthrough extends VirtualDevice { }
type VirtualPCIPassthroughDynamicBackingInfo extends VirtualDeviceDeviceBackingInfo {
  allowedDevice?: VirtualPCIPassthroughAllowedDevice[]; customLabel?: string; assignedId?: string;
}
type VirtualPCIPassthroughAllowedDevice { vendorId: int; deviceId: int; subVendorId?: int; subDeviceId?: int; revisionId?: short; }
type VirtualPCIPassthroughVmiopBackingInfo extends VirtualPCIPassthroughPluginBackingInfo {
  vgpu?: string; vgpuMigrateDataSizeMB?: int; migrateSupported?: boolean; enhancedMigrateCapability?: boolean;
}
type VirtualPCIPassthroughPluginBackingInfo extends VirtualDeviceBackingInfo { }
type VirtualTPM extends VirtualDevice { endorsementKeyCertificateSigningRequest?: byte[]; endorsementKeyCertificate?: byte[]; }
type VirtualUSBController extends VirtualController { autoConnectDevices?: boolean; ehciEnabled?: boolean; }
type VirtualUSBXHCIController extends VirtualController { autoConnectDevices?: boolean; }
type VirtualSerialPort extends VirtualDevice { yieldOnPoll: boolean; }
type VirtualSoundCard extends VirtualDevice { }
type VirtualHdAudioCard extends VirtualSoundCard { }
type VirtualFloppy extends VirtualDevice { }
`;
