import type { VSphereOptions } from './client-options.js';
import { connection, type Connection } from './connection.js';
import type { FindOptions, InventoryObject } from './inventory/inventory.js';
import type { TreeNode } from './inventory/inventory-tree.js';
import * as places from './inventory/places.js';
import type { TemplateInfo } from './inventory/templates.js';
import { findPool } from './inventory/find-pool.js';
import { findVm, type VmQuery } from './inventory/find-vm.js';
import type { LibraryDeployment } from './library/content-library.js';
import type { MoRef, TaskRef } from './moref.js';
import { preflight, type PreflightFinding, type PreflightRequest } from './preflight/preflight.js';
import { attachTags } from './rest/tagging.js';
import type { About } from './session/service-content.js';
import { datastoresOf } from './storage/datastores.js';
import type { StoragePolicy } from './storage/storage-policies.js';
import type { CloneSpec } from './vm/clone-spec.js';
import { ensureFolder } from './vm/ensure-folder.js';
import type { TaskInfo } from './vm/task-info.js';
import type { ReconfigureSpec, VmChange } from './vm/virtual-machines.js';
import type { VmInfo } from './vm/vm-info.js';

/**
 * One vCenter, with one session, one inventory cache and one long poll that all who use this client share. Every method rejects with an
 * error of this package's closed set; see its `code`, `retryable` and `vcenterMessage`.
 */
export class VSphereClient implements AsyncDisposable {
  private constructor(private readonly parts: Connection) {}

  /** Logs in. @throws InvalidLoginError, ThumbprintMismatchError, UntrustedCertificateError, ConnectionError */
  static async connect(options: VSphereOptions, signal?: AbortSignal): Promise<VSphereClient> {
    const parts = connection(options);
    try {
      await parts.session.open(signal);
      return new VSphereClient(parts);
    } catch (error) {
      await parts[Symbol.asyncDispose]();
      throw error;
    }
  }

  get server(): string {
    return this.parts.server;
  }

  async about(): Promise<About> {
    return (await this.parts.session.open()).content.about;
  }

  // Inventory: names without a slash are looked for at every depth, paths step by step, references taken as they are.

  async findDatacenter(name?: string, options: FindOptions = {}): Promise<InventoryObject> {
    return this.#describe(await this.parts.inventory.findDatacenter(name, options));
  }

  /** The datacenter's own machine folder when no name is given. */
  async findFolder(name?: string, options: FindOptions = {}): Promise<InventoryObject> {
    return this.#place(places.FOLDER, name, options);
  }

  /** A pool; or the root pool of the cluster or host that is named, or of the only one there is. */
  async findResourcePool(name?: string, options: FindOptions = {}): Promise<InventoryObject> {
    return this.#describe(await findPool(this.parts.inventory, name, options));
  }

  async findDatastore(name?: string, options: FindOptions = {}): Promise<InventoryObject> {
    return this.#place(places.DATASTORE, name, options);
  }

  async findNetwork(name: string, options: FindOptions = {}): Promise<InventoryObject> {
    return this.#place(places.NETWORK, name, options);
  }

  /** By name, path, reference, instance UUID or BIOS UUID. Cached until vCenter tells of a change to the template. */
  findTemplate(name: string, options: FindOptions = {}): Promise<TemplateInfo> {
    return this.parts.templates.find(name, options);
  }

  /** The first that is found by BIOS UUID, instance UUID, path, in that order; undefined when there is none. */
  findVm(query: VmQuery): Promise<MoRef | undefined> {
    return findVm(this.parts.session, this.parts.inventory, query);
  }

  /** The machine folder of that path, made where it is missing. */
  ensureFolder(path: string, options: FindOptions = {}): Promise<InventoryObject> {
    return ensureFolder(this.parts.session, this.parts.inventory, path, options);
  }

  findStoragePolicy(name: string, signal?: AbortSignal): Promise<StoragePolicy> {
    return this.parts.policies.find(name, signal);
  }

  /** Usable datastores that meet the policy and that the cluster of this pool reaches. */
  async compatibleDatastores(policy: StoragePolicy, resourcePool: MoRef, signal?: AbortSignal): Promise<readonly MoRef[]> {
    return this.parts.policies.compatible(policy, datastoresOf(await this.parts.inventory.tree(signal), resourcePool), signal);
  }

  // Machines

  vm(ref: MoRef, signal?: AbortSignal): Promise<VmInfo> {
    return this.parts.machines.get(ref, signal);
  }

  /** Name of the ESXi host of a machine, `VmInfo.host`. Read once. */
  hostName(host: MoRef, signal?: AbortSignal): Promise<string> {
    return this.parts.inventory.nameOf(host, signal);
  }

  /** Tells how a machine is now and each time that it changes, until disposed. */
  watchVm(ref: MoRef, onChange: (change: VmChange) => void): Disposable {
    return this.parts.machines.watch(ref, onChange);
  }

  /**
   * Starts a clone; `awaitTask` gives the machine as `result`. A name clash, here or in the task, is a DuplicateNameError, whose
   * `existingWith(instanceUuid)` is the machine of an earlier attempt. @throws InvalidArgumentError for a spec that cannot work
   */
  cloneVm(spec: CloneSpec): Promise<TaskRef> {
    return this.parts.machines.clone(spec);
  }

  /** Deploys an OVF or VM template item; returns the machine, powered off. Takes as long as the copy takes. */
  deployFromLibrary(spec: LibraryDeployment, signal?: AbortSignal): Promise<MoRef> {
    return this.parts.library.deploy(spec, { signal });
  }

  reconfigure(vm: MoRef, change: ReconfigureSpec): Promise<TaskRef> {
    return this.parts.machines.reconfigure(vm, change);
  }

  /** `version` as in `vmx-21`. The machine must be off. */
  upgradeHardware(vm: MoRef, version: string): Promise<TaskRef> {
    return this.parts.machines.upgradeHardware(vm, version);
  }

  /** Undefined when it is on already. */
  powerOn(vm: MoRef): Promise<TaskRef | undefined> {
    return this.parts.machines.power(vm, 'PowerOnVM_Task');
  }

  /** Pulls the plug. Undefined when it is off already. */
  powerOff(vm: MoRef): Promise<TaskRef | undefined> {
    return this.parts.machines.power(vm, 'PowerOffVM_Task');
  }

  /** Asks the guest to shut down and does not wait for it. @throws ToolsUnavailableError */
  shutdownGuest(vm: MoRef): Promise<void> {
    return this.parts.machines.shutdownGuest(vm);
  }

  /** Removes the machine and its disks. Undefined when it is gone already. The machine must be off. */
  destroy(vm: MoRef): Promise<TaskRef | undefined> {
    return this.parts.machines.destroy(vm);
  }

  createSnapshot(vm: MoRef, name: string): Promise<TaskRef> {
    return this.parts.machines.createSnapshot(vm, name);
  }

  markAsTemplate(vm: MoRef): Promise<void> {
    return this.parts.machines.markAsTemplate(vm);
  }

  attachTags(vm: MoRef, tagIds: readonly string[]): Promise<void> {
    return attachTags(this.parts.rest, vm, tagIds);
  }

  // Tasks

  /** @throws ObjectGoneError when vCenter has forgotten the task */
  task(ref: TaskRef, signal?: AbortSignal): Promise<TaskInfo> {
    return this.parts.tasks.get(ref, signal);
  }

  /** Resolves when the task has succeeded, rejects with the error that it ended in. Waits in the shared long poll. */
  awaitTask(ref: TaskRef, signal?: AbortSignal): Promise<TaskInfo> {
    return this.parts.tasks.wait(ref, signal);
  }

  /** What is missing for machines to be made as the request says, each with a fix. */
  preflight(request: PreflightRequest, signal?: AbortSignal): Promise<readonly PreflightFinding[]> {
    const at = (datacenter: string | undefined): FindOptions => ({ datacenter, signal });
    const search = {
      findDatacenter: (name: string | undefined) => this.findDatacenter(name, { signal }),
      findFolder: (name: string | undefined, dc: string | undefined) => this.findFolder(name, at(dc)),
      findResourcePool: (name: string | undefined, dc: string | undefined) => this.findResourcePool(name, at(dc)),
      findDatastore: (name: string | undefined, dc: string | undefined) => this.findDatastore(name, at(dc)),
      findNetwork: (name: string, dc: string | undefined) => this.findNetwork(name, at(dc)),
      findTemplate: (name: string, dc: string | undefined) => this.findTemplate(name, at(dc)),
      findStoragePolicy: (name: string) => this.findStoragePolicy(name, signal),
    };
    return preflight(this.parts.session, search, request, signal);
  }

  /** Ends waits with DisposedError, logs out and closes the connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.parts[Symbol.asyncDispose]();
  }

  async #place(place: places.Place, name: string | undefined, options: FindOptions): Promise<InventoryObject> {
    const { inventory } = this.parts;
    const node = name ? await inventory.find(place, name, options) : await inventory.findOnly(place, options, () => true);
    return this.#describe(node);
  }

  async #describe(node: TreeNode): Promise<InventoryObject> {
    return this.parts.inventory.describe(await this.parts.inventory.tree(), node);
  }
}
