import { generateKeys, type KeySource } from '@handoff/pki';
import { systemClock, systemRandom, type Clock, type Random } from '@handoff/time';

import { delaysOf, type DelayPreset, type Delays } from './delays.js';
import { DelayLedger, type DelayInterval, type DelayListener } from './journal.js';
import { AddressLeases } from './system/address-leases.js';
import { Guest } from './system/guest.js';
import { bringsReporter } from './system/reporter.js';
import { GuestTools } from './vcenter/guest-tools.js';
import { readGuestVariable } from './vcenter/guest-variables.js';
import {
  vcenterConnector,
  type MoRef,
  type VcenterAccess,
  type VcenterConnector,
  type VcenterSession,
} from './vcenter/session.js';
import type { VmConfiguration } from './vcenter/vm-configuration.js';
import { keepWatching, type VirtualMachine, type VmChange } from './vcenter/vm-watch.js';
import { ClusterDirectory, type ClusterSummary } from './workload/cluster-directory.js';
import { imageVersion } from './system/image-version.js';

export interface GuestOptions {
  /** The vCenter whose VMs are played. Without a thumbprint its certificate is taken as it comes. */
  readonly vcenter: VcenterAccess;
  /** `none` when absent. */
  readonly delays?: DelayPreset | Partial<Delays>;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Keys of kubelets and API servers; made when they are needed if absent. */
  readonly keys?: KeySource;
  /** The Kubernetes version of VMs whose image names none. */
  readonly defaultVersion?: string;
  readonly connector?: VcenterConnector;
  /** Hears what goes on, a line at a time, with no secrets in it. */
  readonly log?: (line: string) => void;
}

/** Plays the guests of a vCenter until it is disposed of. */
export interface GuestSimulator extends AsyncDisposable {
  clusters(): readonly ClusterSummary[];
  /** Every interval that went by in simulated work so far. */
  readonly delaysSpent: readonly DelayInterval[];
  /** Hears of every interval at its end; returns the way to stop hearing. */
  onDelay(listener: DelayListener): () => void;
  /** What a VM's console shows; empty for a VM that is not played. */
  log(vmName: string): readonly string[];
}

/** Logs in to the vCenter and plays every VM with guest data that is, or gets, powered on. Throws VcenterError when the login fails. */
export async function startGuests(options: GuestOptions): Promise<GuestSimulator> {
  const connector = options.connector ?? vcenterConnector;
  const access = options.vcenter.thumbprint === undefined ? { insecure: true, ...options.vcenter } : options.vcenter;
  const session = await connector.connect(access);
  return new Simulator(options, connector, access, session);
}

interface Played {
  readonly guest: Guest;
  readonly name: string;
  power: AbortController | undefined;
  /** Whether it carried guest data when it was powered on last; others are none of ours. */
  booted: boolean;
  /** What runs, so that a disposed simulator leaves nothing behind. */
  work: Promise<void>;
}

class Simulator implements GuestSimulator {
  readonly #options: GuestOptions;
  readonly #clock: Clock;
  readonly #ledger: DelayLedger;
  readonly #delays: Delays;
  readonly #clusters: ClusterDirectory;
  readonly #leases = new AddressLeases();
  readonly #played = new Map<string, Played>();
  readonly #end = new AbortController();
  #session: VcenterSession;
  readonly #watching: Promise<void>;

  constructor(options: GuestOptions, connector: VcenterConnector, access: VcenterAccess, first: VcenterSession) {
    this.#options = options;
    this.#session = first;
    this.#clock = options.clock ?? systemClock;
    this.#delays = delaysOf(options.delays);
    this.#ledger = new DelayLedger(this.#clock, this.#delays);
    this.#clusters = new ClusterDirectory({
      clock: this.#clock,
      random: options.random ?? systemRandom,
      delays: this.#ledger,
      vcenters: connector,
      say: (text) => {
        this.#say(text);
      },
    });
    const lost = (error: unknown): void => {
      this.#say(`vCenter: ${error instanceof Error ? error.message : String(error)}`);
    };
    this.#watching = keepWatching(
      () => connector.connect(access),
      (change, session) => {
        this.#hear(change, session);
      },
      {
        clock: this.#clock,
        signal: this.#end.signal,
        lost,
        first,
      },
    ).catch(lost);
  }

  get delaysSpent(): readonly DelayInterval[] {
    return this.#ledger.spent;
  }

  clusters(): readonly ClusterSummary[] {
    return this.#clusters.summaries();
  }

  onDelay(listener: DelayListener): () => void {
    return this.#ledger.onDelay(listener);
  }

  log(vmName: string): readonly string[] {
    return [...this.#played.values()].findLast(({ name }) => name === vmName)?.guest.console.lines ?? [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort(new Error('the simulator was disposed of'));
    for (const { power } of this.#played.values()) power?.abort(this.#end.signal.reason);
    await Promise.allSettled([
      this.#watching,
      this.#clusters[Symbol.asyncDispose](),
      ...[...this.#played.values()].map(({ work }) => work),
    ]);
  }

  #hear(change: VmChange, session: VcenterSession): void {
    this.#session = session;
    if (change.kind === 'gone') {
      this.#destroy(change.ref);
      return;
    }
    const { vm } = change;
    if (vm.isTemplate) return;
    if (!vm.isPoweredOn) this.#powerOff(vm.ref);
    else if (this.#played.get(vm.ref.id)?.power === undefined) this.#powerOn(vm);
  }

  #powerOn(vm: VirtualMachine): void {
    const power = new AbortController();
    const guest = this.#played.get(vm.ref.id)?.guest ?? new Guest();
    const played: Played = { guest, name: vm.name, power, booted: false, work: Promise.resolve() };
    this.#played.set(vm.ref.id, played);
    played.work = this.#watched(vm.name, this.#boot(played, vm, power.signal));
  }

  #powerOff(ref: MoRef): void {
    const played = this.#played.get(ref.id);
    if (played?.power === undefined) return;
    played.power.abort(new Error('the VM lost power'));
    played.power = undefined;
    const { membership } = played.guest;
    if (played.booted) this.#say(`${played.name} lost power`);
    if (membership !== undefined) played.work = this.#watched(played.name, membership.cluster.lose(played.name));
  }

  #destroy(ref: MoRef): void {
    this.#powerOff(ref);
    const played = this.#played.get(ref.id);
    this.#played.delete(ref.id);
    if (played === undefined) return;
    if (played.booted) this.#say(`${played.name} is gone`);
    const { membership } = played.guest;
    if (membership !== undefined)
      void this.#watched(played.name, this.#clusters.discard(played.name, membership.cluster));
  }

  /** Work that nobody waits for: what goes wrong in it is told. */
  async #watched(name: string, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Reads what the VM was given, as cloud-init does at boot, and plays it if there is anything to play. */
  async #boot(played: Played, vm: VirtualMachine, signal: AbortSignal): Promise<void> {
    const tools = new GuestTools(vm.ref, () => this.#session, this.#clock, signal);
    try {
      const configuration = await tools.configuration();
      const userData = readGuestVariable(configuration.extraConfig, 'userdata');
      played.booted = userData !== undefined;
      if (userData !== undefined) await this.#play(played.guest, { ...vm, ...configuration }, userData, tools, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #play(
    guest: Guest,
    vm: VirtualMachine & VmConfiguration,
    userData: string,
    tools: GuestTools,
    signal: AbortSignal,
  ): Promise<void> {
    const { name, ref, extraConfig } = vm;
    const vendorData = readGuestVariable(extraConfig, 'vendordata') ?? '';
    const set = (entries: Readonly<Record<string, string>>): Promise<void> => tools.set(entries);
    const hardware = {
      vm: name,
      uuid: vm.uuid,
      cards: vm.macAddresses.map((macAddress) => ({ macAddress })),
      kubernetesVersion: (await imageVersion(vm, () => this.#session.originOf(ref))) ?? this.#options.defaultVersion ?? 'v1.33.1',
    };
    const metadata = readGuestVariable(extraConfig, 'metadata') ?? '';
    this.#say(`${name} boots`);
    await guest.run(
      hardware,
      { metadata, userData, vendorData },
      {
        clock: this.#clock,
        random: this.#options.random ?? systemRandom,
        keys: this.#options.keys ?? { next: generateKeys },
        delays: this.#ledger,
        discoveryTimeout: this.#delays.discoveryTimeout,
        clusters: this.#clusters,
        lease: (macAddress) => this.#leases.lease(macAddress),
        announce: (addresses, hostname) => set(announcement(addresses, hostname)),
        setVariables: bringsReporter(vendorData) ? set : undefined,
      },
      signal,
    );
    this.#say(`${name}: ${guest.console.lines.at(-1) ?? 'silent'}`);
  }

  #say(line: string): void {
    if (!this.#end.signal.aborted) this.#options.log?.(line);
  }
}

/** vCenter shows what the guest tools say; simulators of vCenter take it from settings with the prefix SET. */
function announcement(addresses: readonly string[], hostname: string): Readonly<Record<string, string>> {
  return {
    'SET.guest.hostName': hostname,
    'SET.guest.toolsRunningStatus': 'guestToolsRunning',
    ...(addresses[0] === undefined ? {} : { 'SET.guest.ipAddress': addresses[0] }),
  };
}
