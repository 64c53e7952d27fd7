import { guestinfo } from './guestinfo.js';
import { startVCenter, type VCenterSimulator } from '@handoff/simulator-vcenter';
import { VSphereClient, type MoRef } from '@handoff/vsphere';
import { vendorData } from '@handoff/kubeadm';
import { randomUUID } from 'node:crypto';

import { startGuests, type GuestOptions, type GuestSimulator } from '../guests.js';

/** A vCenter with its guests, and the means to make VMs in it. */
export class VcenterFixture implements AsyncDisposable {
  readonly #lines: string[] = [];
  readonly #waiters = new Set<() => void>();
  guests: GuestSimulator | undefined;

  private constructor(
    readonly vcenter: VCenterSimulator,
    readonly client: VSphereClient,
  ) {}

  static async create(options: Partial<GuestOptions> = {}): Promise<VcenterFixture> {
    const vcenter = await startVCenter();
    const access = { server: vcenter.address, username: 'user', password: 'pass', thumbprint: vcenter.thumbprint };
    const fixture = new VcenterFixture(vcenter, await VSphereClient.connect(access));
    fixture.guests = await startGuests({
      vcenter: access,
      ...options,
      log: (line) => {
        fixture.#hear(line);
      },
    });
    return fixture;
  }

  /** Clones the template of this version, hands it user data and powers it on. */
  async createVm(
    name: string,
    userData: string,
    metadata: (macAddress: string) => string,
    options: { readonly version?: string; readonly cloneMode?: 'linkedClone' | 'fullClone' } = {},
  ): Promise<MoRef> {
    const { client } = this;
    const macAddress = `00:50:56:3f:${randomUUID().slice(0, 2)}:${randomUUID().slice(0, 2)}`;
    const [template, folder, resourcePool, datastore, network] = await Promise.all([
      client.findTemplate(`ubuntu-2204-kube-${options.version ?? 'v1.33.1'}`),
      client.findFolder(),
      client.findResourcePool('DC0_C0'),
      client.findDatastore('LocalDS_0'),
      client.findNetwork('VM Network'),
    ]);
    const task = await client.cloneVm({
      name,
      template,
      cloneMode: options.cloneMode ?? 'linkedClone',
      folder: folder.ref,
      resourcePool: resourcePool.ref,
      datastore: datastore.ref,
      instanceUuid: randomUUID(),
      networks: [{ networkRef: network.ref, mac: macAddress }],
      extraConfig: guestinfo({ userdata: userData, metadata: metadata(macAddress), vendordata: vendorData() }),
    });
    const { result } = await client.awaitTask(task);
    if (result === undefined) throw new Error('the clone task names no machine');
    await client.powerOn(result);
    return result;
  }

  /** Resolves when the simulator has said something that fits. */
  async heard(pattern: RegExp): Promise<void> {
    while (!this.#lines.some((line) => pattern.test(line))) {
      await new Promise<void>((resolve) => this.#waiters.add(resolve));
    }
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.guests?.[Symbol.asyncDispose]();
    await this.client[Symbol.asyncDispose]();
    await this.vcenter[Symbol.asyncDispose]();
  }

  #hear(line: string): void {
    this.#lines.push(line);
    for (const waiter of this.#waiters) waiter();
    this.#waiters.clear();
  }
}
