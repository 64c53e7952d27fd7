import type { Clock } from './clock.js';
import type { DelayRecorder } from './delays.js';
import type { ManagedEntity } from './model/managed-object.js';
import { duplicateName } from './soap/faults.js';
import { Inventory } from './model/inventory.js';
import { TaskRunner } from './model/task.js';
import type { Random } from './random.js';
import { randomMacAddress, randomUuid } from './random.js';
import { ClusterModules } from './rest/cluster-modules.js';
import { ContentLibrary } from './rest/content-library.js';
import { Tagging } from './rest/tagging.js';
import { Sessions } from './sessions.js';
import type { User } from './sessions.js';
import { isEthernetCard } from './vm/devices.js';
import { VirtualMachine } from './vm/virtual-machine.js';

export interface VCenterPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly delays: DelayRecorder;
  readonly users: readonly User[];
  readonly sessionIdleTimeoutMs: number;
}

/** What all parts of the simulated vCenter share. */
export class VCenter {
  readonly inventory = new Inventory();
  readonly clock: Clock;
  readonly random: Random;
  readonly delays: DelayRecorder;
  /** Logins over SOAP. */
  readonly sessions: Sessions;
  /** Logins over REST, which are apart from those. */
  readonly restSessions: Sessions;
  readonly startTime: Date;
  readonly tagging = new Tagging();
  readonly library: ContentLibrary;
  readonly modules = new ClusterModules();
  readonly tasks: TaskRunner;
  readonly instanceUuid: string;
  readonly #reserved = new Set<string>();

  constructor(ports: VCenterPorts) {
    this.clock = ports.clock;
    this.random = ports.random;
    this.delays = ports.delays;
    this.sessions = new Sessions(ports.users, ports.clock, ports.random, ports.sessionIdleTimeoutMs);
    this.restSessions = new Sessions(ports.users, ports.clock, ports.random, ports.sessionIdleTimeoutMs);
    this.startTime = this.now();
    this.library = new ContentLibrary(this.newUuid(), this.newUuid(), this.startTime);
    this.tasks = new TaskRunner(this.inventory, ports.clock);
    this.instanceUuid = randomUuid(ports.random);
  }

  /** Keeps a name in a folder for something that is still being made; the function returned gives it back. */
  reserveName(folder: ManagedEntity, name: string): () => void {
    const key = `${folder.ref.id}/${name}`;
    if (this.#reserved.has(key)) throw duplicateName(name, folder.ref);
    this.#reserved.add(key);
    return () => this.#reserved.delete(key);
  }

  /** Logs everybody out. */
  endSessions(): void {
    for (const sessions of [this.sessions, this.restSessions]) for (const session of sessions.all()) sessions.end(session);
  }

  now(): Date {
    return new Date(this.clock.now());
  }

  newUuid(): string {
    return randomUuid(this.random);
  }

  /** A MAC address that no card of the inventory has. */
  newMacAddress(): string {
    const devices = this.inventory.all(VirtualMachine).flatMap((vm) => vm.config.hardware.device);
    const taken = new Set(devices.filter(isEthernetCard).map((card) => card.macAddress));
    for (;;) {
      const candidate = randomMacAddress(this.random);
      if (!taken.has(candidate)) return candidate;
    }
  }
}
