import type { MoRef } from '../model/moref.js';

/** What we look at of a virtual device; the rest of its fields passes through as it came. */
export interface VirtualDevice {
  readonly [field: string]: unknown;
  readonly $type?: string;
  readonly key: number;
  readonly backing?: DeviceBacking;
  readonly connectable?: DeviceConnection;
  readonly controllerKey?: number | undefined;
  readonly unitNumber?: number | undefined;
  readonly macAddress?: string | undefined;
  readonly addressType?: string;
  readonly capacityInKB?: number;
  readonly capacityInBytes?: number;
}

export interface DeviceConnection {
  readonly startConnected: boolean;
  readonly allowGuestControl: boolean;
  readonly connected: boolean;
}

export interface DeviceBacking {
  readonly [field: string]: unknown;
  readonly $type?: string;
  readonly deviceName?: string;
  readonly network?: MoRef;
  readonly port?: { readonly switchUuid: string; readonly portgroupKey?: string };
  readonly fileName?: string;
  readonly datastore?: MoRef;
}

export interface DeviceChange {
  readonly operation?: 'add' | 'remove' | 'edit';
  readonly fileOperation?: 'create' | 'destroy' | 'replace';
  readonly device: VirtualDevice;
}

export interface OptionValue {
  readonly key: string;
  readonly value: unknown;
}

/** The fields of VirtualMachineConfigSpec that the simulator acts on. */
export interface ConfigSpec {
  readonly name?: string;
  readonly uuid?: string;
  readonly instanceUuid?: string;
  readonly guestId?: string;
  readonly annotation?: string;
  readonly numCPUs?: number;
  readonly numCoresPerSocket?: number;
  readonly memoryMB?: number;
  readonly memoryHotAddEnabled?: boolean;
  readonly cpuHotAddEnabled?: boolean;
  readonly changeVersion?: string;
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly tools?: Readonly<Record<string, unknown>>;
  readonly bootOptions?: Readonly<Record<string, unknown>>;
  readonly cpuAllocation?: Readonly<Record<string, unknown>>;
  readonly memoryAllocation?: Readonly<Record<string, unknown>>;
  readonly nestedHVEnabled?: boolean;
  readonly memoryReservationLockedToMax?: boolean;
  readonly firmware?: string;
  readonly managedBy?: Readonly<Record<string, unknown>>;
  readonly extraConfig?: readonly OptionValue[];
  readonly deviceChange?: readonly DeviceChange[];
  readonly vmProfile?: readonly ProfileSpec[];
  readonly version?: string;
}

export interface ProfileSpec {
  readonly $type?: string;
  readonly profileId?: string;
}

export interface RelocateSpec {
  readonly folder?: MoRef;
  readonly datastore?: MoRef;
  readonly diskMoveType?: string;
  readonly pool?: MoRef;
  readonly host?: MoRef;
  readonly disk?: readonly DiskLocator[];
  readonly deviceChange?: readonly DeviceChange[];
  readonly profile?: readonly ProfileSpec[];
}

export interface DiskLocator {
  readonly diskId: number;
  readonly datastore: MoRef;
  readonly diskMoveType?: string;
}

export interface CloneSpec {
  readonly location: RelocateSpec;
  readonly template: boolean;
  readonly config?: ConfigSpec;
  readonly customization?: unknown;
  readonly powerOn: boolean;
  readonly snapshot?: MoRef;
}

export interface VirtualHardware {
  readonly numCPU: number;
  readonly numCoresPerSocket: number;
  readonly memoryMB: number;
  readonly device: readonly VirtualDevice[];
}

/** VirtualMachineConfigInfo, as far as it is kept. */
export interface VirtualMachineConfig {
  changeVersion: string;
  modified: Date;
  name: string;
  guestFullName: string;
  version: string;
  uuid: string;
  createDate: Date;
  instanceUuid: string;
  template: boolean;
  guestId: string;
  alternateGuestName: string;
  annotation?: string;
  files: Readonly<Record<string, string>>;
  tools: Readonly<Record<string, unknown>>;
  flags: Readonly<Record<string, unknown>>;
  defaultPowerOps: Readonly<Record<string, unknown>>;
  hardware: VirtualHardware;
  cpuAllocation: Readonly<Record<string, unknown>>;
  memoryAllocation: Readonly<Record<string, unknown>>;
  memoryHotAddEnabled: boolean;
  cpuHotAddEnabled: boolean;
  extraConfig: readonly OptionValue[];
  bootOptions: Readonly<Record<string, unknown>>;
  firmware: string;
  managedBy?: Readonly<Record<string, unknown>>;
  memoryReservationLockedToMax?: boolean;
  nestedHVEnabled?: boolean;
}

export interface GuestNic {
  readonly network?: string;
  readonly ipAddress?: readonly string[];
  readonly macAddress?: string;
  readonly connected: boolean;
  readonly deviceConfigId: number;
  readonly dnsConfig?: Readonly<Record<string, unknown>>;
  readonly ipConfig?: Readonly<Record<string, unknown>>;
}

/** GuestInfo: what VMware Tools reports. */
export interface GuestState {
  readonly [field: string]: unknown;
  readonly toolsStatus: string;
  readonly toolsRunningStatus: string;
  readonly guestState: string;
  readonly hostName?: string | undefined;
  readonly ipAddress?: string | undefined;
  readonly net: readonly GuestNic[];
}

export type PowerState = 'poweredOff' | 'poweredOn' | 'suspended';
