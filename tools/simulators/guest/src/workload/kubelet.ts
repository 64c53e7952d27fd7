import { ConfigMap, Secret } from '@handoff/api';
import { rfc3339, type Clock } from '@handoff/time';

import type { StaticPod } from '../kubeadm/kube-vip.js';
import { notReadyMessage } from '../kubeadm/node-object.js';
import { primaryAddress, type GuestMachine } from '../system/machine.js';
import type { Change, ClusterApi } from './cluster-api.js';
import { ContainerError, type ImageContext, type ImageEffect } from './images/image.js';
import { Node, Pod, type Condition } from './kinds.js';
import { failedStatus, pendingStatus, runningStatus } from './pod-status.js';
import { Signalled } from './signalled.js';

/** What a node agent needs of its cluster. */
export interface KubeletCluster {
  readonly api: ClusterApi;
  readonly clock: Clock;
  /** `host:port` of the cluster's endpoint, for the delays. */
  readonly endpoint: string;
  /** Tells of every change of a ConfigMap or Secret. */
  readonly configurationChanged: Signalled;
  effectsOf(image: string): ImageEffect | undefined;
  readonly context: Pick<ImageContext, 'vcenters' | 'once'>;
  failed(what: string, error: unknown): void;
}

/** Waiting time before a container that failed starts again; it doubles up to the kubelet's five minutes. */
const firstBackoff = 10_000;
const longestBackoff = 300_000;

/** The kubelet of one node: runs the pods bound to the node and the static pods in its manifests directory, for as long as the VM runs. */
export class Kubelet {
  readonly #running = new Map<string, AbortController>();
  readonly #network = new Signalled();
  #networkReady = false;

  constructor(
    readonly node: string,
    readonly machine: GuestMachine,
    private readonly cluster: KubeletCluster,
    private readonly staticPods: readonly StaticPod[],
  ) {}

  /** Shows the static pods in the API; they run whether or not the API is there. */
  async start(): Promise<void> {
    await this.cluster.api.edit(Node, { name: this.node }, (node) => heardAgain(node, this.#time()), 'status');
    const node = await this.cluster.api.get(Node, undefined, this.node);
    if (node === undefined) return;
    this.#networkReady = (node.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
    for (const pod of this.staticPods) await this.#mirror(pod, node.metadata.uid);
  }

  /** Hears of a change of a pod that is bound to this node. */
  podChanged({ type, object: pod }: Change<Pod>): void {
    if (this.machine.signal.aborted) return;
    const { uid, deletionTimestamp } = pod.metadata;
    if (type === 'DELETED' || deletionTimestamp !== undefined) {
      const work = this.#running.get(uid);
      this.#running.delete(uid);
      work?.abort(new Error('the pod was deleted'));
      if (type !== 'DELETED') this.#attempt(`stop ${pod.metadata.name}`, this.machine.signal, () => this.#stop(pod));
      else if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined)
        this.#attempt('mirror', this.machine.signal, () => this.start());
      return;
    }
    if (this.#running.has(uid)) return;
    const work = new AbortController();
    this.#running.set(uid, work);
    const signal = AbortSignal.any([work.signal, this.machine.signal]);
    this.#attempt(`run ${pod.metadata.name}`, signal, () => this.#run(pod, signal));
  }

  /** The network plugin is up: the node is Ready and pods that need a network start. */
  async networkUp(source: { readonly reason: string; readonly message: string }, liftedTaint: string): Promise<void> {
    const time = rfc3339(this.cluster.clock.now());
    await this.cluster.api.edit(
      Node,
      { name: this.node },
      (node) => {
        const others = (node.status?.conditions ?? []).filter(({ type }) => type !== 'Ready' && type !== 'NetworkUnavailable');
        if ((node.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True')) return undefined;
        const beat = { lastHeartbeatTime: time, lastTransitionTime: time };
        const network = { type: 'NetworkUnavailable', status: 'False', ...source, ...beat };
        const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status', ...beat };
        return { ...node, status: { ...node.status, conditions: [network, ...others, ready] } };
      },
      'status',
    );
    await this.cluster.api.edit(Node, { name: this.node }, (node) => {
      const taints = node.spec?.taints ?? [];
      return taints.some(({ key }) => key === liftedTaint)
        ? { ...node, spec: { ...node.spec, taints: taints.filter(({ key }) => key !== liftedTaint) } }
        : undefined;
    });
    this.#networkReady = true;
    this.#network.tell();
  }

  async #run(pod: Pod, signal: AbortSignal): Promise<void> {
    const isStatic = pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
    while (pod.spec.hostNetwork !== true && !this.#networkReady) await this.#network.next(signal);
    await this.#waitForVolumes(pod, signal);
    if (!isStatic)
      await this.machine.delays.spend('podStart', { vm: this.machine.vm, node: this.node, cluster: this.cluster.endpoint }, signal);
    let backoff = firstBackoff;
    for (let restarts = 0; ; restarts += 1) {
      const failure = await this.#startContainers(pod, signal);
      if (failure === undefined) {
        await this.#report(
          pod,
          runningStatus(pod, { address: this.#addressOf(pod), host: primaryAddress(this.machine) ?? '', restarts, time: this.#time() }),
        );
        return;
      }
      await this.#report(pod, failedStatus(pod, failure, restarts, this.#time()));
      await this.#backOff(backoff, signal);
      backoff = Math.min(backoff * 2, longestBackoff);
    }
  }

  /** Sleeps until the container is due again, or until a configuration changes that may have been the fault. */
  async #backOff(ms: number, signal: AbortSignal): Promise<void> {
    const round = new AbortController();
    const either = AbortSignal.any([signal, round.signal]);
    try {
      await Promise.race([this.cluster.clock.sleep(ms, either), this.cluster.configurationChanged.next(either)]);
    } finally {
      round.abort();
    }
  }

  async #startContainers(pod: Pod, signal: AbortSignal): Promise<ContainerError | undefined> {
    for (const container of pod.spec.containers) {
      const effect = this.cluster.effectsOf(container.image ?? '');
      if (effect === undefined) continue;
      const context: ImageContext = {
        ...this.cluster.context,
        api: this.cluster.api,
        clock: this.cluster.clock,
        kubelet: this,
        pod,
        container,
        signal,
      };
      try {
        await effect(context);
      } catch (error) {
        if (!(error instanceof ContainerError)) throw error;
        this.machine.console.write(`kubelet: container ${container.name} of pod ${pod.metadata.name} failed: ${error.message}`);
        return error;
      }
    }
    return undefined;
  }

  /** A pod whose ConfigMap or Secret is missing stays in ContainerCreating until it appears. */
  async #waitForVolumes(pod: Pod, signal: AbortSignal): Promise<void> {
    for (;;) {
      const changed = this.cluster.configurationChanged.next(signal);
      changed.catch(() => undefined); // waited for only where something is missing
      const missing = await this.#missingVolume(pod);
      if (missing === undefined) return;
      await this.#report(pod, pendingStatus(pod, 'ContainerCreating', missing, this.#time()));
      await changed;
    }
  }

  async #missingVolume(pod: Pod): Promise<string | undefined> {
    for (const { name, configMap, secret } of pod.spec.volumes ?? []) {
      const [kind, wanted, optional] = configMap
        ? [ConfigMap, configMap.name, configMap.optional]
        : [Secret, secret?.secretName, secret?.optional];
      if (wanted === undefined || optional === true) continue;
      const found = await this.cluster.api.get<{ apiVersion: string; kind: string; metadata: ConfigMap['metadata'] }>(
        kind,
        pod.metadata.namespace,
        wanted,
      );
      if (found === undefined) return `MountVolume.SetUp failed for volume "${name}" : ${kind.kind.toLowerCase()} "${wanted}" not found`;
    }
    return undefined;
  }

  async #stop(pod: Pod): Promise<void> {
    await this.machine.delays.spend(
      'podStop',
      { vm: this.machine.vm, node: this.node, cluster: this.cluster.endpoint },
      this.machine.signal,
    );
    await this.cluster.api.remove(Pod, pod.metadata, { gracePeriodSeconds: 0 });
  }

  async #mirror(pod: StaticPod, nodeUid: string): Promise<void> {
    const name = `${pod.name}-${this.node}`;
    await this.cluster.api.ensure(Pod, {
      metadata: {
        name,
        namespace: pod.namespace,
        labels: pod.labels,
        annotations: { ...pod.annotations, 'kubernetes.io/config.mirror': name, 'kubernetes.io/config.source': 'file' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: this.node, uid: nodeUid, controller: true }],
      },
      spec: { ...pod.spec, nodeName: this.node, tolerations: [{ effect: 'NoExecute', operator: 'Exists' }] },
    });
  }

  async #report(pod: Pod, status: Readonly<Record<string, unknown>>): Promise<void> {
    await this.cluster.api.edit(
      Pod,
      pod.metadata,
      (current) => (current.metadata.uid === pod.metadata.uid ? { ...current, status: { ...current.status, ...status } } : undefined),
      'status',
    );
  }

  #addressOf(pod: Pod): string {
    if (pod.spec.hostNetwork === true) return primaryAddress(this.machine) ?? '';
    const digits = Number.parseInt(pod.metadata.uid.slice(0, 4), 16);
    return `100.96.${String((digits >> 8) % 256)}.${String((digits % 250) + 2)}`;
  }

  #time = (): string => rfc3339(this.cluster.clock.now());

  #attempt(what: string, signal: AbortSignal, work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      if (!signal.aborted) this.cluster.failed(`kubelet ${this.node}: ${what}`, error);
    });
  }
}

/** What a kubelet reports after its silence was noticed: the host is well, the network not up yet. */
function heardAgain(node: Node, time: string): Node | undefined {
  const conditions = node.status?.conditions ?? [];
  if (!conditions.some(({ status }) => status === 'Unknown')) return undefined;
  const beat = { status: 'False', lastHeartbeatTime: time, lastTransitionTime: time };
  const report = (type: string): Condition =>
    type === 'Ready'
      ? { type, ...beat, reason: 'KubeletNotReady', message: notReadyMessage }
      : { type, ...beat, reason: 'KubeletIsBack', message: 'kubelet is posting node status again' };
  return { ...node, status: { ...node.status, conditions: conditions.map(({ type }) => report(type)) } };
}
