import { bootstrapReportEntries } from '@handoff/kubeadm';
import type { BootstrapReport } from '@handoff/kubeadm';
import { InvalidPowerStateError, moRef, VSphereClient } from '@handoff/vsphere';
import type { MoRef, TaskRef } from '@handoff/vsphere';
import type { Harness } from './harness.js';

/** How often an administrator tries against a controller that keeps a machine running. */
const ATTEMPTS = 20;

/** The inside of a machine: what its tools report to vCenter. */
export class Guest implements AsyncDisposable {
  private constructor(private readonly client: VSphereClient) {}

  static async of({ vcenter }: Harness): Promise<Guest> {
    return new Guest(await VSphereClient.connect({ server: vcenter.address, thumbprint: vcenter.thumbprint, username: 'user', password: 'pass' }));
  }

  /** Its tools run and report an address. */
  async reports(vm: string, address: string): Promise<void> {
    await this.#write(vm, [['SET.guest.ipAddress', address], ['SET.guest.toolsRunningStatus', 'guestToolsRunning']]);
  }

  /** The reporter writes how far it is. */
  async says(vm: string, report: BootstrapReport): Promise<void> {
    await this.#write(vm, bootstrapReportEntries(report));
  }

  /** An administrator takes the machine away behind our back. */
  async removed(vm: string): Promise<void> {
    const ref = await this.#ref(vm);
    for (let left = ATTEMPTS; left > 0; left -= 1) {
      try {
        await this.#finish(await this.client.powerOff(ref));
        await this.#finish(await this.client.destroy(ref));
        return;
      } catch (error) {
        if (!(error instanceof InvalidPowerStateError)) throw error; // switched on again in between
      }
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.client[Symbol.asyncDispose]();
  }

  async #finish(task: TaskRef | undefined): Promise<void> {
    if (task !== undefined) await this.client.awaitTask(task);
  }

  async #write(vm: string, entries: readonly (readonly [string, string])[]): Promise<void> {
    await this.client.awaitTask(await this.client.reconfigure(await this.#ref(vm), { extraConfig: new Map(entries) }));
  }

  async #ref(vm: string): Promise<MoRef> {
    const ref = await this.client.findVm({ path: `/DC0/vm/${vm}` });
    return ref ?? moRef('VirtualMachine', 'vm-0');
  }
}
