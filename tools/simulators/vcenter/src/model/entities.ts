import { ManagedEntity, ManagedObject } from './managed-object.js';
import type { MoRef } from './moref.js';

export class Folder extends ManagedEntity {
  childEntity: readonly MoRef[] = [];

  constructor(
    ref: MoRef,
    name: string,
    readonly childType: readonly string[],
  ) {
    super(ref, name);
  }

  override get children(): readonly MoRef[] {
    return this.childEntity;
  }

  insert(child: ManagedEntity): void {
    this.childEntity = [...this.childEntity, child.ref];
    child.parent = this.ref;
  }

  removeChild(ref: MoRef): void {
    this.childEntity = this.childEntity.filter((child) => !child.equals(ref));
  }
}

export interface DatacenterFolders {
  readonly vmFolder: Folder;
  readonly hostFolder: Folder;
  readonly datastoreFolder: Folder;
  readonly networkFolder: Folder;
}

export class Datacenter extends ManagedEntity {
  readonly vmFolder: MoRef;
  readonly hostFolder: MoRef;
  readonly datastoreFolder: MoRef;
  readonly networkFolder: MoRef;
  readonly configuration = {};
  datastore: readonly MoRef[] = [];
  network: readonly MoRef[] = [];

  constructor(ref: MoRef, name: string, folders: DatacenterFolders) {
    super(ref, name);
    this.vmFolder = folders.vmFolder.ref;
    this.hostFolder = folders.hostFolder.ref;
    this.datastoreFolder = folders.datastoreFolder.ref;
    this.networkFolder = folders.networkFolder.ref;
    for (const folder of Object.values<Folder>({ ...folders })) folder.parent = ref;
  }

  override get children(): readonly MoRef[] {
    return [this.vmFolder, this.hostFolder, this.datastoreFolder, this.networkFolder];
  }
}

export class Datastore extends ManagedEntity {
  readonly capability = {
    directoryHierarchySupported: true,
    rawDiskMappingsSupported: true,
    perFileThinProvisioningSupported: true,
    storageIORMSupported: true,
    nativeSnapshotSupported: false,
  };
  host: readonly unknown[] = [];
  vm: readonly MoRef[] = [];
  capacityBytes = 4 * 2 ** 40;

  get info() {
    const space = { freeSpace: this.capacityBytes, maxFileSize: this.capacityBytes, maxMemoryFileSize: this.capacityBytes };
    return { $type: 'LocalDatastoreInfo', name: this.name, url: this.#url, ...space };
  }

  get summary() {
    const space = { capacity: this.capacityBytes, freeSpace: this.capacityBytes };
    const access = { accessible: true, multipleHostAccess: true, type: 'OTHER', maintenanceMode: 'normal' };
    return { datastore: this.ref, name: this.name, url: this.#url, ...space, ...access };
  }

  get #url(): string {
    return `ds:///vmfs/volumes/${this.ref.id}/`;
  }
}

export class Network extends ManagedEntity {
  host: readonly MoRef[] = [];
  vm: readonly MoRef[] = [];

  get summary() {
    return { network: this.ref, name: this.name, accessible: true, ipPoolName: '' };
  }
}

export class DistributedVirtualPortgroup extends Network {
  readonly portKeys: readonly string[] = [];

  constructor(
    ref: MoRef,
    name: string,
    readonly distributedVirtualSwitch: DistributedVirtualSwitch,
    readonly uplink = false,
  ) {
    super(ref, name);
  }

  get key(): string {
    return this.ref.id;
  }

  get config() {
    const ports = { numPorts: 128, type: 'earlyBinding', backingType: 'standard', autoExpand: true };
    return { key: this.key, name: this.name, distributedVirtualSwitch: this.distributedVirtualSwitch.ref, ...ports, uplink: this.uplink };
  }
}

export class DistributedVirtualSwitch extends ManagedEntity {
  portgroup: readonly MoRef[] = [];
  hostMember: readonly MoRef[] = [];

  constructor(
    ref: MoRef,
    name: string,
    readonly uuid: string,
    readonly createTime: Date,
  ) {
    super(ref, name);
  }

  get summary() {
    return { name: this.name, uuid: this.uuid, numPorts: 0, hostMember: this.hostMember, numHosts: this.hostMember.length };
  }

  get config() {
    const ports = { numStandalonePorts: 0, numPorts: 0, maxPorts: 2 ** 31 - 1, configVersion: '1', maxMtu: 1500 };
    const uplinks = { uplinkPortgroup: this.portgroup.slice(0, 1), createTime: this.createTime, networkResourceManagementEnabled: true };
    return { $type: 'VMwareDVSConfigInfo', uuid: this.uuid, name: this.name, ...ports, ...uplinks };
  }
}

/** A reference that other objects carry but of which nothing is simulated, such as an environment browser. */
export class Placeholder extends ManagedObject {}
