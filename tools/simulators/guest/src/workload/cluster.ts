import { ConfigMap, Secret, type Kind, type KubeObject } from '@handoff/api';
import { publicKeyHash } from '@handoff/pki';
import { createStore, type Store } from '@handoff/simulator-kube-apiserver';
import { rfc3339, type Clock, type Random } from '@handoff/time';

import type { DelayLedger } from '../journal.js';
import { formatEndpoint, type Endpoint } from '../kubeadm/certificates.js';
import type { StaticPod } from '../kubeadm/kube-vip.js';
import type { SharedPki } from '../kubeadm/pki-files.js';
import type { GuestMachine } from '../system/machine.js';
import type { VcenterConnector } from '../vcenter/session.js';
import { ClusterApi, type Change } from './cluster-api.js';
import { ControlLoop } from './control-loop.js';
import { ControlPlane, type ControlPlaneMember } from './control-plane.js';
import { BootstrapTokens } from './controllers/bootstrap-tokens.js';
import { certificateRequests } from './controllers/certificate-requests.js';
import { daemonSets } from './controllers/daemon-sets.js';
import { deployments } from './controllers/deployments.js';
import { namespaceDefaults } from './controllers/namespaces.js';
import { nodeLifecycle, podCollector } from './controllers/nodes.js';
import { replicaSets, statefulSets } from './controllers/replica-sets.js';
import { scheduler } from './controllers/scheduler.js';
import { effectsOf } from './images/index.js';
import { Node, Pod } from './kinds.js';
import { Kubelet, type KubeletCluster } from './kubelet.js';
import { Signalled } from './signalled.js';

/** What every cluster of a simulation shares. */
export interface ClusterPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly delays: DelayLedger;
  readonly vcenters: VcenterConnector;
  readonly say: (text: string) => void;
}

/** How a cluster is founded, by `kubeadm init`. */
export interface Founding {
  readonly endpoint: Endpoint;
  readonly pki: SharedPki;
  /** Kubernetes version of the control plane. */
  readonly version: string;
  readonly podSubnet: string | undefined;
}

/** A Kubernetes cluster among the guests: its API, its controllers, its control-plane members and its kubelets. */
export class WorkloadCluster implements AsyncDisposable {
  readonly endpoint: string;
  /** Pin of the cluster's CA, by which its nodes find it. */
  readonly id: string;
  readonly pki: SharedPki;
  readonly api: ClusterApi;
  readonly controlPlane: ControlPlane;
  readonly #store: Store;
  readonly #ports: ClusterPorts;
  readonly #stack = new DisposableStack();
  readonly #kubelets = new Map<string, Kubelet>();
  readonly #disks = new Set<string>();
  readonly #configurationChanged = new Signalled();
  readonly #busy = new Map<string, Promise<void>>();
  readonly #end = new AbortController();

  constructor(founding: Founding, ports: ClusterPorts) {
    const { clock, random, say } = ports;
    this.endpoint = formatEndpoint(founding.endpoint);
    this.id = publicKeyHash(founding.pki.ca.certificatePem);
    this.pki = founding.pki;
    this.#ports = ports;
    this.#store = this.#stack.use(createStore({ clock, random, version: founding.version }));
    this.api = new ClusterApi(this.#store);
    this.controlPlane = new ControlPlane({
      store: this.#store,
      clientCaPem: founding.pki.ca.certificatePem,
      failover: () => ports.delays.spend('vipFailover', { vm: '', cluster: this.endpoint }, this.#end.signal),
      say: (text) => {
        say(`cluster ${this.endpoint}: ${text}`);
      },
    });
    this.#startControllers(founding);
    this.#watchForKubelets();
  }

  get nodes(): readonly string[] {
    return [...this.#kubelets.values()].map(({ node }) => node);
  }

  /** Whether a VM is left on whose disks something of the cluster is. */
  get hasDisks(): boolean {
    return this.#disks.size > 0;
  }

  /** Starts the kubelet of a node that has registered. */
  async startKubelet(node: string, machine: GuestMachine, staticPods: readonly StaticPod[]): Promise<void> {
    const kubelet = new Kubelet(node, machine, this.#kubeletCluster(), staticPods);
    this.#kubelets.set(machine.vm, kubelet);
    this.#disks.add(machine.vm);
    await kubelet.start();
    for (const object of await this.api.list(Pod)) if (object.spec.nodeName === node) kubelet.podChanged({ type: 'ADDED', object });
  }

  /** A node's control-plane part starts: an etcd member and an API server. */
  addMember(member: ControlPlaneMember): Promise<void> {
    return this.controlPlane.add(member);
  }

  /** The VM lost power: its kubelet is silent from now on, and its node becomes Unknown once nobody believes it any more. */
  async lose(vm: string): Promise<void> {
    const kubelet = this.#kubelets.get(vm);
    this.#kubelets.delete(vm);
    try {
      await this.controlPlane.lose(vm);
      if (kubelet === undefined) return;
      await this.#ports.delays.spend('nodeGrace', { vm, node: kubelet.node, cluster: this.endpoint }, this.#end.signal);
      if (![...this.#kubelets.values()].some(({ node }) => node === kubelet.node)) await this.#markUnknown(kubelet.node);
    } catch (error) {
      if (!this.#end.signal.aborted) throw error;
    }
  }

  /** The VM is destroyed, and its disks with it. */
  discard(vm: string): void {
    this.#disks.delete(vm);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort(new Error('the cluster is gone'));
    await this.controlPlane[Symbol.asyncDispose]();
    this.#stack.dispose();
  }

  #startControllers({ pki, podSubnet }: Founding): void {
    const { clock, random } = this.#ports;
    const now = (): string => rfc3339(clock.now());
    const controllers = [
      namespaceDefaults(pki.ca.certificatePem),
      new BootstrapTokens(clock),
      certificateRequests(pki.ca, { clock, random }, now),
      nodeLifecycle(podSubnet, now),
      podCollector,
      daemonSets,
      deployments(now),
      replicaSets,
      statefulSets,
      scheduler(now),
    ];
    this.#stack.use(
      new ControlLoop(this.api, controllers, (name, key, error) => {
        this.#failed(`controller ${name}, ${key}`, error);
      }),
    );
  }

  #watchForKubelets(): void {
    this.#watch(Pod, (change) => {
      const { nodeName = '' } = change.object.spec;
      for (const kubelet of this.#kubelets.values()) if (kubelet.node === nodeName) kubelet.podChanged(change);
    });
    this.#watch(ConfigMap, () => {
      this.#configurationChanged.tell();
    });
    this.#watch(Secret, () => {
      this.#configurationChanged.tell();
    });
    this.#watch(Node, ({ type, object }) => {
      if (type === 'DELETED') void this.controlPlane.forget(object.metadata.name);
    });
  }

  #watch<T extends KubeObject>(kind: Kind<T>, listener: (change: Change<T>) => void): void {
    this.#stack.use(
      this.api.watch(kind, listener, (error) => {
        this.#failed('watch', error);
      }),
    );
  }

  #kubeletCluster(): KubeletCluster {
    return {
      api: this.api,
      clock: this.#ports.clock,
      endpoint: this.endpoint,
      configurationChanged: this.#configurationChanged,
      effectsOf,
      context: { vcenters: this.#ports.vcenters, once: (name, work) => this.#once(name, work) },
      failed: (what, error) => {
        this.#failed(what, error);
      },
    };
  }

  /** Who comes while another works under the name takes his result for its own. */
  #once(name: string, work: () => Promise<void>): Promise<void> {
    const current = this.#busy.get(name);
    if (current !== undefined) return current;
    const done = work().finally(() => this.#busy.delete(name));
    this.#busy.set(name, done);
    return done;
  }

  async #markUnknown(name: string): Promise<void> {
    const time = rfc3339(this.#ports.clock.now());
    const why = { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };
    await this.api.edit(
      Node,
      { name },
      (node) => ({
        ...node,
        status: {
          ...node.status,
          conditions: (node.status?.conditions ?? []).map((condition) => ({
            ...condition,
            status: 'Unknown',
            ...why,
            lastTransitionTime: time,
          })),
        },
      }),
      'status',
    );
  }

  #failed(what: string, error: unknown): void {
    if (this.#end.signal.aborted) return;
    this.#ports.say(`cluster ${this.endpoint}: ${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
