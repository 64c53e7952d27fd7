import { bootstrapReportEntries } from '@handoff/kubeadm';
import type { BootstrapReport } from '@handoff/kubeadm';
import { moRef, VSphereClient } from '@handoff/vsphere';
import type { MoRef } from '@handoff/vsphere';
import type { Harness } from './harness.js';

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
    for (const task of [await this.client.powerOff(ref), await this.client.destroy(ref)]) if (task !== undefined) await this.client.awaitTask(task);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.client[Symbol.asyncDispose]();
  }

  async #write(vm: string, entries: readonly (readonly [string, string])[]): Promise<void> {
    await this.client.awaitTask(await this.client.reconfigure(await this.#ref(vm), { extraConfig: new Map(entries) }));
  }

  async #ref(vm: string): Promise<MoRef> {
    const ref = await this.client.findVm({ path: `/DC0/vm/${vm}` });
    return ref ?? moRef('VirtualMachine', 'vm-0');
  }
}
