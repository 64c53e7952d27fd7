import { ProtocolError } from '../errors/connection.js';
import { InvalidPowerStateError, NotFoundError, ObjectGoneError } from '../errors/faults.js';
import type { Inventory } from '../inventory/inventory.js';
import type { Templates } from '../inventory/templates.js';
import { formatMoRef, type MoRef, type TaskRef } from '../moref.js';
import type { PropertyWatcher } from '../property/property-watcher.js';
import { retrieve } from '../property/retrieve.js';
import type { Session } from '../session/session.js';
import { one, record, reference } from '../xml/decode.js';
import type { XmlElement } from '../xml/element.js';
import { vim, type FieldsOf, type VimObject } from '../xml/encode.js';
import { growth, planClone, type CloneNetwork, type CloneSpec } from './clone-spec.js';
import { cloneSpec, grownDisks, optionValues, replacedNics } from './config-spec.js';
import { hardwareOf } from './devices.js';
import { networkBacking } from './network-backing.js';
import type { Tasks } from './tasks.js';
import { readVm, sameVm, type VmInfo } from './vm-info.js';

export type VmChange = { readonly kind: 'changed'; readonly vm: VmInfo } | { readonly kind: 'gone' };

/** What of an existing machine to change. An empty value in `extraConfig` removes the key. */
export interface ReconfigureSpec {
  readonly extraConfig?: ReadonlyMap<string, string>;
  readonly annotation?: string;
  /** The key by which a machine that was deployed, not cloned, is found again. */
  readonly instanceUuid?: string;
  readonly numCPUs?: number;
  readonly numCoresPerSocket?: number;
  readonly memoryMiB?: number;
  /** Replaces all network cards. Costs a read. */
  readonly networks?: readonly CloneNetwork[];
  /** Sizes of the disks in the order of their keys. Costs a read. */
  readonly disksGiB?: readonly number[];
}

type VmTask = 'CreateSnapshot_Task' | 'ReconfigVM_Task' | 'UpgradeVM_Task' | 'PowerOnVM_Task' | 'PowerOffVM_Task' | 'Destroy_Task' | 'CloneVM_Task';

const taskReply = record({ returnval: one(reference) });

/** What can be done to a machine and read of it. */
export class VirtualMachines {
  constructor(
    private readonly session: Session,
    private readonly watcher: PropertyWatcher,
    private readonly inventory: Inventory,
    private readonly templates: Templates,
    private readonly tasks: Tasks,
    private readonly paths: readonly string[],
  ) {}

  async get(ref: MoRef, signal?: AbortSignal): Promise<VmInfo> {
    const [object] = await retrieve(this.session, { from: [ref], paths: { VirtualMachine: this.paths }, signal });
    if (object === undefined) throw new ObjectGoneError(`${formatMoRef(ref)} does not exist`, { server: this.session.soap.server, object: ref });
    return this.#read(ref, object.values);
  }

  watch(ref: MoRef, onChange: (change: VmChange) => void): Disposable {
    let last: VmInfo | undefined;
    return this.watcher.watch(ref, (event) => {
      if (event.kind === 'gone') onChange({ kind: 'gone' });
      if (event.kind !== 'values') return;
      const vm = this.#read(ref, event.values);
      if (last !== undefined && sameVm(last, vm)) return;
      last = vm;
      onChange({ kind: 'changed', vm });
    });
  }

  async clone(spec: CloneSpec): Promise<TaskRef> {
    const plan = planClone(spec);
    const backings = await this.#backings(spec.networks);
    const { template, folder, name } = spec;
    try {
      return await this.#task('CloneVM_Task', { _this: template.ref, folder, name, spec: cloneSpec(spec, plan, backings) });
    } catch (error) {
      // A cached template or place may be what is gone; the next attempt looks again.
      if (error instanceof ObjectGoneError) {
        this.templates.forget(template.ref);
        this.inventory.invalidate();
      }
      throw await this.tasks.explain(error);
    }
  }

  async reconfigure(ref: MoRef, change: ReconfigureSpec): Promise<TaskRef> {
    const { instanceUuid, annotation, numCPUs, numCoresPerSocket, memoryMiB: memoryMB } = change;
    const extraConfig = change.extraConfig && optionValues(change.extraConfig);
    const deviceChange = await this.#deviceChanges(ref, change);
    const fields = { instanceUuid, annotation, numCPUs, numCoresPerSocket, memoryMB, deviceChange, extraConfig };
    return this.#task('ReconfigVM_Task', { _this: ref, spec: vim('VirtualMachineConfigSpec', fields) });
  }

  upgradeHardware(ref: MoRef, version: string): Promise<TaskRef> {
    return this.#task('UpgradeVM_Task', { _this: ref, version });
  }

  async power(ref: MoRef, method: 'PowerOnVM_Task' | 'PowerOffVM_Task'): Promise<TaskRef | undefined> {
    try {
      return await this.#task(method, { _this: ref });
    } catch (error) {
      if (error instanceof InvalidPowerStateError && error.satisfied) return undefined;
      throw error;
    }
  }

  /** Of the disks only: a template is off, and its memory would be of no use to a clone. */
  createSnapshot(ref: MoRef, name: string): Promise<TaskRef> {
    return this.#task('CreateSnapshot_Task', { _this: ref, name, memory: false, quiesce: false });
  }

  async markAsTemplate(ref: MoRef): Promise<void> {
    await this.session.run(() => this.session.soap.call('urn:vim25', 'MarkAsTemplate', { _this: ref }));
  }

  async shutdownGuest(ref: MoRef): Promise<void> {
    await this.session.run(() => this.session.soap.call('urn:vim25', 'ShutdownGuest', { _this: ref }));
  }

  async destroy(ref: MoRef): Promise<TaskRef | undefined> {
    try {
      return await this.#task('Destroy_Task', { _this: ref });
    } catch (error) {
      if (error instanceof ObjectGoneError) return undefined;
      throw error;
    }
  }

  async #task<M extends VmTask>(method: M, args: FieldsOf<M>): Promise<TaskRef> {
    const response = await this.session.run(() => this.session.soap.call('urn:vim25', method, args));
    return this.session.soap.parse(taskReply, response, method).returnval;
  }

  async #deviceChanges(ref: MoRef, { networks, disksGiB }: ReconfigureSpec): Promise<readonly VimObject[] | undefined> {
    if (networks === undefined && disksGiB === undefined) return undefined;
    const [object] = await retrieve(this.session, { from: [ref], paths: { VirtualMachine: ['config.hardware.device'] } });
    const hardware = hardwareOf(object?.values.get('config.hardware.device'));
    const nics = networks === undefined ? [] : replacedNics(hardware, networks, await this.#backings(networks));
    return [...nics, ...grownDisks(hardware, growth(formatMoRef(ref), hardware, disksGiB ?? []))];
  }

  /** Looked up in the cached tree; one look at a fresh one for a network that is newer. */
  async #backings(networks: readonly CloneNetwork[]): Promise<readonly VimObject[]> {
    let tree = await this.inventory.tree();
    if (networks.some(({ networkRef }) => networkBacking(tree, networkRef) === undefined)) {
      this.inventory.invalidate();
      tree = await this.inventory.tree();
    }
    return networks.map(({ networkRef }) => {
      const backing = networkBacking(tree, networkRef);
      if (backing !== undefined) return backing;
      throw new NotFoundError('network', formatMoRef(networkRef), [], { server: this.session.soap.server, object: networkRef });
    });
  }

  #read(ref: MoRef, values: ReadonlyMap<string, XmlElement>): VmInfo {
    try {
      return readVm(ref, values);
    } catch (cause) {
      const { server } = this.session.soap;
      throw new ProtocolError(`${formatMoRef(ref)} on ${server} has unexpected properties`, { server, object: ref, cause });
    }
  }
}
