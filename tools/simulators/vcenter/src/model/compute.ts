import { ManagedEntity } from './managed-object.js';
import type { MoRef } from './moref.js';

const unlimited = { reservation: 0, expandableReservation: true, limit: -1, shares: { shares: 4000, level: 'normal' } };
const hostHardware = {
  vendor: 'handoff',
  model: 'Simulated Host',
  memorySize: 256 * 2 ** 30,
  cpuModel: 'Simulated CPU',
  cpuMhz: 2400,
  numCpuPkgs: 2,
  numCpuCores: 32,
  numCpuThreads: 64,
  numNics: 2,
  numHBAs: 1,
};

export class HostSystem extends ManagedEntity {
  vm: readonly MoRef[] = [];
  datastore: readonly MoRef[] = [];
  network: readonly MoRef[] = [];

  constructor(
    ref: MoRef,
    name: string,
    readonly uuid: string,
  ) {
    super(ref, name);
  }

  override get contents(): readonly MoRef[] {
    return this.vm;
  }

  get runtime() {
    return { connectionState: 'connected', powerState: 'poweredOn', inMaintenanceMode: false };
  }

  get summary() {
    const config = { name: this.name, port: 443, vmotionEnabled: true, faultToleranceEnabled: false };
    const state = { runtime: this.runtime, config, quickStats: {}, overallStatus: this.overallStatus, rebootRequired: false };
    return { host: this.ref, hardware: { ...hostHardware, uuid: this.uuid }, ...state };
  }
}

export class ResourcePool extends ManagedEntity {
  resourcePool: readonly MoRef[] = [];
  vm: readonly MoRef[] = [];
  readonly childConfiguration: readonly unknown[] = [];

  constructor(
    ref: MoRef,
    name: string,
    readonly owner: MoRef,
  ) {
    super(ref, name);
  }

  override get children(): readonly MoRef[] {
    return this.resourcePool;
  }

  override get contents(): readonly MoRef[] {
    return [...this.resourcePool, ...this.vm];
  }

  get config() {
    return { entity: this.ref, cpuAllocation: unlimited, memoryAllocation: unlimited };
  }

  get runtime() {
    const usage = { reservationUsed: 0, reservationUsedForVm: 0, unreservedForPool: 0, unreservedForVm: 0, overallUsage: 0, maxUsage: 0 };
    return { memory: usage, cpu: usage, overallStatus: this.overallStatus };
  }

  get summary() {
    return { name: this.name, config: this.config, runtime: this.runtime };
  }
}

export class ComputeResource extends ManagedEntity {
  resourcePool: MoRef | undefined;
  host: readonly MoRef[] = [];
  datastore: readonly MoRef[] = [];
  network: readonly MoRef[] = [];

  override get children(): readonly MoRef[] {
    return this.resourcePool ? [this.resourcePool, ...this.host] : this.host;
  }

  get configurationEx(): Readonly<Record<string, unknown>> {
    return { vmSwapPlacement: 'vmDirectory' };
  }

  get summary(): Readonly<Record<string, unknown>> {
    const count = this.host.length;
    const cpu = count * hostHardware.cpuMhz * hostHardware.numCpuCores;
    const memory = count * hostHardware.memorySize;
    const cores = { numCpuCores: count * hostHardware.numCpuCores, numCpuThreads: count * hostHardware.numCpuThreads };
    const effective = { effectiveCpu: cpu, effectiveMemory: memory / 2 ** 20, numHosts: count, numEffectiveHosts: count };
    return { totalCpu: cpu, totalMemory: memory, ...cores, ...effective, overallStatus: this.overallStatus };
  }
}

/** A group of virtual machines or hosts that DRS rules name. */
export type ClusterGroup =
  | { readonly $type: 'ClusterVmGroup'; readonly name: string; readonly vm?: readonly MoRef[] }
  | { readonly $type: 'ClusterHostGroup'; readonly name: string; readonly host?: readonly MoRef[] };

export interface ClusterRule {
  readonly $type: string;
  readonly key: number;
  readonly name: string;
}

export class ClusterComputeResource extends ComputeResource {
  group: readonly ClusterGroup[] = [];
  rule: readonly ClusterRule[] = [];

  override get configurationEx() {
    return { $type: 'ClusterConfigInfoEx', vmSwapPlacement: 'vmDirectory', ...this.#drs, rule: this.rule, group: this.group };
  }

  get configuration() {
    return { ...this.#drs, rule: this.rule };
  }

  override get summary() {
    return { $type: 'ClusterComputeResourceSummary', ...super.summary, currentFailoverLevel: 0, numVmotions: 0 };
  }

  get #drs() {
    return { dasConfig: { enabled: false }, drsConfig: { enabled: true, defaultVmBehavior: 'fullyAutomated' } };
  }
}
