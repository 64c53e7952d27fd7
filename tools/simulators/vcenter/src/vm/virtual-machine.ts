import { ManagedEntity, ManagedObject } from '../model/managed-object.js';
import type { MoRef } from '../model/moref.js';
import type { CustomizationSpec } from './customize.js';
import { isDisk, isEthernetCard } from './devices.js';
import type { GuestState, PowerState, VirtualMachineConfig } from './types.js';

export interface Placement {
  readonly resourcePool: MoRef | undefined;
  readonly host: MoRef;
  readonly datastore: MoRef;
  readonly environmentBrowser: MoRef;
}

/** A node of a virtual machine's tree of snapshots. */
export interface SnapshotNode {
  readonly snapshot: MoRef;
  readonly vm: MoRef;
  readonly name: string;
  readonly description: string;
  readonly id: number;
  readonly createTime: Date;
  readonly state: PowerState;
  readonly quiesced: boolean;
  readonly childSnapshotList: readonly SnapshotNode[];
}

export interface SnapshotInfo {
  readonly currentSnapshot: MoRef | undefined;
  readonly rootSnapshotList: readonly SnapshotNode[];
}

export class VirtualMachineSnapshot extends ManagedObject {
  constructor(
    ref: MoRef,
    readonly vm: MoRef,
    /** The configuration at the time of the snapshot, which a linked clone starts from. */
    readonly config: VirtualMachineConfig,
  ) {
    super(ref);
  }

  childSnapshot: readonly MoRef[] = [];
}

/** A virtual machine or template. */
export class VirtualMachine extends ManagedEntity {
  readonly guestHeartbeatStatus = 'gray';
  readonly environmentBrowser: MoRef;
  resourcePool: MoRef | undefined;
  host: MoRef;
  powerState: PowerState = 'poweredOff';
  bootTime: Date | undefined;
  datastore: readonly MoRef[];
  network: readonly MoRef[] = [];
  snapshot: SnapshotInfo | undefined;
  guest: GuestState;
  /** What CustomizeVM_Task left to be done at the next power on. */
  pendingCustomization: CustomizationSpec | undefined;
  /** The storage policy of the home and disks. */
  storageProfileId: string | undefined;

  constructor(
    ref: MoRef,
    public config: VirtualMachineConfig,
    placement: Placement,
  ) {
    super(ref, config.name);
    this.resourcePool = placement.resourcePool;
    this.host = placement.host;
    this.datastore = [placement.datastore];
    this.environmentBrowser = placement.environmentBrowser;
    this.guest = { toolsStatus: 'toolsNotRunning', toolsRunningStatus: 'guestToolsNotRunning', guestState: 'notRunning', net: [] };
  }

  get capability() {
    return capability;
  }

  get rootSnapshot(): readonly MoRef[] {
    return this.snapshot?.rootSnapshotList.map((node) => node.snapshot) ?? [];
  }

  get runtime() {
    return {
      host: this.host,
      connectionState: 'connected',
      powerState: this.powerState,
      faultToleranceState: 'notConfigured',
      toolsInstallerMounted: false,
      ...(this.bootTime ? { bootTime: this.bootTime } : {}),
      numMksConnections: 0,
      recordReplayState: 'inactive',
      onlineStandby: false,
      consolidationNeeded: false,
    };
  }

  get summary() {
    const { toolsStatus, toolsRunningStatus, hostName, ipAddress } = this.guest;
    const { guestId, guestFullName } = this.config;
    return {
      vm: this.ref,
      runtime: this.runtime,
      guest: { guestId, guestFullName, toolsStatus, toolsRunningStatus, hostName, ipAddress },
      config: this.#configSummary,
      quickStats: { guestHeartbeatStatus: this.guestHeartbeatStatus },
      overallStatus: this.overallStatus,
    };
  }

  get #configSummary() {
    const { name, template, hardware, uuid, instanceUuid, guestId, guestFullName, annotation, version, files } = this.config;
    return {
      name,
      template,
      vmPathName: files['vmPathName'] ?? '',
      memorySizeMB: hardware.memoryMB,
      numCpu: hardware.numCPU,
      numEthernetCards: hardware.device.filter(isEthernetCard).length,
      numVirtualDisks: hardware.device.filter(isDisk).length,
      uuid,
      instanceUuid,
      guestId,
      guestFullName,
      annotation,
      hwVersion: version,
    };
  }
}

const capability = Object.fromEntries(
  [
    'snapshotOperationsSupported', 'multipleSnapshotsSupported', 'snapshotConfigSupported', 'poweredOffSnapshotsSupported',
    'memorySnapshotsSupported', 'revertToSnapshotSupported', 'quiescedSnapshotsSupported', 'disableSnapshotsSupported',
    'lockSnapshotsSupported', 'consolePreferencesSupported', 'cpuFeatureMaskSupported', 's1AcpiManagementSupported',
    'settingScreenResolutionSupported', 'toolsAutoUpdateSupported', 'vmNpivWwnSupported', 'npivWwnOnNonRdmVmSupported',
    'vmNpivWwnDisableSupported', 'vmNpivWwnUpdateSupported', 'swapPlacementSupported', 'toolsSyncTimeSupported',
    'virtualMmuUsageSupported', 'diskSharesSupported', 'bootOptionsSupported', 'bootRetryOptionsSupported',
    'settingVideoRamSizeSupported', 'settingDisplayTopologySupported', 'recordReplaySupported', 'changeTrackingSupported',
    'multipleCoresPerSocketSupported', 'hostBasedReplicationSupported', 'guestAutoLockSupported', 'memoryReservationLockSupported',
    'featureRequirementSupported', 'poweredOnMonitorTypeChangeSupported', 'seSparseDiskSupported', 'nestedHVSupported', 'vPMCSupported',
  ].map((name) => [name, true]),
);
