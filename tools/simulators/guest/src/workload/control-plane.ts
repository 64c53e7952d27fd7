import { startKubeApiServer, type KubeApiServer, type Store } from '@handoff/simulator-kube-apiserver';

import { formatEndpoint, type Endpoint } from '../kubeadm/certificates.js';
import type { VirtualAddress } from '../kubeadm/kube-vip.js';

/** One control-plane node: an etcd member and an API server of its own. */
export interface ControlPlaneMember {
  readonly vm: string;
  readonly node: string;
  /** The port that its API server listens on. */
  readonly bindPort: number;
  readonly serving: { readonly certificatePem: string; readonly keyPem: string };
  /** What its kube-vip announces, if it runs one that can take part in the election. */
  readonly virtualAddress: VirtualAddress | undefined;
}

export interface ControlPlaneOptions {
  readonly store: Store;
  readonly clientCaPem: string;
  /** Passes when another node may take the virtual address over. */
  readonly failover: () => Promise<void>;
  readonly say: (text: string) => void;
}

/**
 * The control plane of one cluster: its etcd members and the one address under which it is reached. The address is served while a member
 * runs kube-vip and etcd has a quorum, by one API server at a time with that member's own certificate.
 */
export class ControlPlane implements AsyncDisposable {
  readonly #options: ControlPlaneOptions;
  readonly #members = new Map<string, ControlPlaneMember & { alive: boolean }>();
  #server: { readonly vm: string; readonly endpoint: Endpoint; readonly server: KubeApiServer } | undefined;
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: ControlPlaneOptions) {
    this.#options = options;
  }

  /** Nodes whose etcd member belongs to the cluster, with whether it runs. */
  get members(): readonly { readonly node: string; readonly vm: string; readonly alive: boolean }[] {
    return [...this.#members.values()].map(({ node, vm, alive }) => ({ node, vm, alive }));
  }

  /** Where the API is served at this moment; undefined while it is not. */
  get served(): Endpoint | undefined {
    return this.#server?.endpoint;
  }

  hasQuorum(): boolean {
    const members = [...this.#members.values()];
    return members.filter(({ alive }) => alive).length > members.length / 2;
  }

  /** A node joins, or comes back after a power cycle. Throws where its API server cannot listen. */
  add(member: ControlPlaneMember): Promise<void> {
    return this.#next(() => {
      this.#members.set(member.vm, { ...member, alive: true });
      return this.#settle();
    });
  }

  /** A node loses power: its member is down but still counts for the quorum. */
  lose(vm: string): Promise<void> {
    const member = this.#members.get(vm);
    if (member === undefined) return Promise.resolve();
    member.alive = false;
    return this.#next(async () => {
      if (this.#server?.vm !== vm) return this.#settle();
      await this.#close();
      if (this.#successor() !== undefined) await this.#options.failover();
      return this.#settle();
    });
  }

  /** A member is taken out of etcd, because its node has left the cluster for good. */
  forget(node: string): Promise<void> {
    return this.#next(() => {
      for (const [vm, member] of this.#members) if (member.node === node && !member.alive) this.#members.delete(vm);
      return this.#settle();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#work.catch(() => undefined);
    await this.#close();
  }

  /** Changes happen one after another: two of them must not start two servers. */
  #next(change: () => Promise<void>): Promise<void> {
    const done = this.#work.then(change);
    this.#work = done.catch(() => undefined);
    return done;
  }

  #successor(): ControlPlaneMember | undefined {
    return [...this.#members.values()].find(({ alive, virtualAddress }) => alive && virtualAddress !== undefined);
  }

  async #settle(): Promise<void> {
    if (!this.hasQuorum() || this.#closed) return this.#close();
    if (this.#server !== undefined) return;
    const leader = this.#successor();
    if (leader?.virtualAddress !== undefined) await this.#serve(leader, leader.virtualAddress.address);
  }

  async #serve(leader: ControlPlaneMember, address: string): Promise<void> {
    const { store, clientCaPem } = this.#options;
    const tls = { certificate: leader.serving.certificatePem, key: leader.serving.keyPem };
    const server = await startKubeApiServer({ host: address, port: leader.bindPort, tls, clientCa: clientCaPem, store });
    const endpoint = { host: address, port: server.port };
    this.#server = { vm: leader.vm, endpoint, server };
    this.#options.say(`${leader.node} serves the API at ${formatEndpoint(endpoint)}`);
  }

  async #close(): Promise<void> {
    const open = this.#server;
    this.#server = undefined;
    if (open === undefined) return;
    await open.server[Symbol.asyncDispose]();
    this.#options.say(`${this.hasQuorum() ? 'the virtual address has lost its node' : 'etcd has no quorum'}, the API is not served`);
  }
}
