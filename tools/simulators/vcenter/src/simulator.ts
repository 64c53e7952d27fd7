import { CallCounter } from './calls.js';
import { createCertificate, loadOrCreateCertificate } from './certificate.js';
import type { ServerCertificate } from './certificate.js';
import { systemClock } from './clock.system.js';
import { DelayRecorder } from './delays.js';
import type { DelayInterval, DelayListener, Delays } from './delays.js';
import { FaultRules } from './fault-rules.js';
import type { FaultRule } from './fault-rules.js';
import { routes } from './http/routes.js';
import { HttpsServer } from './http/server.js';
import { addManagers } from './methods/index.js';
import { createDefaultInventory } from './model/default-inventory.js';
import { defaultSessionIdleTimeoutMs, defaultTemplates, defaultUsers } from './options.js';
import type { VCenterOptions } from './options.js';
import { systemRandom } from './random.system.js';
import { VCenter } from './vcenter.js';
import { unregisterVirtualMachine } from './vm/registry.js';
import { addTemplate } from './vm/template.js';
import type { TemplateOptions } from './vm/template.js';
import { VirtualMachine } from './vm/virtual-machine.js';

/** A virtual machine at a glance. */
export interface VmSummary {
  readonly id: string;
  readonly name: string;
  readonly template: boolean;
  readonly powerState: string;
  readonly uuid: string;
  readonly instanceUuid: string;
  /** The path of its folder, such as `/DC0/vm`. */
  readonly folder: string;
  readonly host: string;
  readonly numCPUs: number;
  readonly memoryMiB: number;
  readonly macAddresses: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** A running simulated vCenter. Dispose of it to stop; everything in it is in memory but for its certificate. */
export class VCenterSimulator implements AsyncDisposable {
  /** How often each method was called. */
  readonly calls: CallCounter;
  readonly #vcenter: VCenter;
  readonly #rules: FaultRules;
  readonly #server: HttpsServer;
  readonly #certificate: ServerCertificate;

  private constructor(vcenter: VCenter, calls: CallCounter, rules: FaultRules, server: HttpsServer, certificate: ServerCertificate) {
    this.#vcenter = vcenter;
    this.calls = calls;
    this.#rules = rules;
    this.#server = server;
    this.#certificate = certificate;
  }

  static async start(options: VCenterOptions = {}): Promise<VCenterSimulator> {
    const clock = options.clock ?? systemClock;
    const vcenter = new VCenter({
      clock,
      random: options.random ?? systemRandom,
      delays: new DelayRecorder(clock, options.delays ?? {}),
      users: options.users ?? defaultUsers,
      sessionIdleTimeoutMs: options.sessionIdleTimeoutMs ?? defaultSessionIdleTimeoutMs,
    });
    createDefaultInventory(vcenter);
    addManagers(vcenter);
    for (const name of options.templates ?? defaultTemplates) addTemplate(vcenter, name);
    const certificate = options.certificate ?? (await certificateFor(options));
    const calls = new CallCounter();
    const rules = new FaultRules();
    const handle = routes({ vcenter, calls, rules });
    const server = await HttpsServer.listen(options.host ?? '127.0.0.1', options.port ?? 0, certificate, handle);
    return new VCenterSimulator(vcenter, calls, rules, server, certificate);
  }

  /** `host:port`, as in `VSphereCluster.spec.server`. */
  get address(): string {
    return this.#server.address;
  }

  /** The SOAP endpoint. */
  get url(): string {
    return `https://${this.address}/sdk`;
  }

  /** SHA-256 of the certificate, upper-case hex with colons. */
  get thumbprint(): string {
    return this.#certificate.thumbprint;
  }

  get thumbprintSha1(): string {
    return this.#certificate.thumbprintSha1;
  }

  get certificatePem(): string {
    return this.#certificate.certificatePem;
  }

  /** All simulated delays so far. */
  get delaysSpent(): readonly DelayInterval[] {
    return this.#vcenter.delays.spent;
  }

  setDelays(delays: Delays): void {
    this.#vcenter.delays.delays = delays;
  }

  /** Calls the listener after each simulated delay; returns a function that ends that. */
  onDelay(listener: DelayListener): () => void {
    return this.#vcenter.delays.onDelay(listener);
  }

  /** Sets how long a session may idle. */
  setSessionIdleTimeout(ms: number): void {
    this.#vcenter.sessions.idleTimeoutMs = ms;
    this.#vcenter.restSessions.idleTimeoutMs = ms;
  }

  /** How many are logged in, over SOAP and over REST: a client that leaks sessions shows here. */
  get sessions(): { readonly soap: number; readonly rest: number } {
    return { soap: this.#vcenter.sessions.all().length, rest: this.#vcenter.restSessions.all().length };
  }

  /** Ends all sessions at once, as a restart of vCenter does. */
  endSessions(): void {
    this.#vcenter.endSessions();
  }

  /** Makes calls fail, hang or lose their reply; returns a function that takes the rule back. */
  addFaultRule(rule: FaultRule): () => void {
    return this.#rules.add(rule);
  }

  /** Adds a template to the vm folder of DC0, and its item to the content library. */
  addTemplate(name: string, options: TemplateOptions = {}): void {
    addTemplate(this.#vcenter, name, options);
  }

  /** Removes the template with this name, wherever it is; returns whether there was one. */
  removeTemplate(name: string): boolean {
    const template = this.#vcenter.inventory.all(VirtualMachine).find((vm) => vm.config.template && vm.name === name);
    if (template) unregisterVirtualMachine(this.#vcenter, template);
    this.#vcenter.library.removeByName(name);
    return template !== undefined;
  }

  /** All virtual machines; templates only when asked for. */
  vms(options: { readonly templates?: boolean } = {}): VmSummary[] {
    const all = this.#vcenter.inventory.all(VirtualMachine).filter((vm) => options.templates === true || !vm.config.template);
    return all.map((vm) => summarize(this.#vcenter, vm));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    await this.#vcenter.tasks.close();
    this.#vcenter.endSessions();
  }
}

/** Starts a simulated vCenter; resolves when it listens. */
export function startVCenter(options: VCenterOptions = {}): Promise<VCenterSimulator> {
  return VCenterSimulator.start(options);
}

function certificateFor({ stateDir, clock }: VCenterOptions): Promise<ServerCertificate> {
  return stateDir === undefined ? createCertificate(clock) : loadOrCreateCertificate(stateDir, clock);
}

function summarize(vcenter: VCenter, vm: VirtualMachine): VmSummary {
  const path = vcenter.inventory.ancestry(vm).slice(1, -1).map((entity) => entity.name).reverse();
  const { hardware, uuid, instanceUuid, template } = vm.config;
  return {
    id: vm.ref.id,
    name: vm.name,
    template,
    powerState: vm.powerState,
    uuid,
    instanceUuid,
    folder: `/${path.join('/')}`,
    host: vm.host.id,
    numCPUs: hardware.numCPU,
    memoryMiB: hardware.memoryMB,
    macAddresses: hardware.device.flatMap((device) => (device.macAddress === undefined ? [] : [device.macAddress])),
    ipAddresses: vm.guest.net.flatMap((nic) => nic.ipAddress ?? []),
  };
}
