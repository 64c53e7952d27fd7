import { Node } from '@handoff/api';
import { keyOf, Reflector } from '@handoff/kube';
import type { Key, KubeClient, ReflectorLog, StoreView } from '@handoff/kube';
import type { Logger } from '@handoff/reconcile';
import { jitter } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';
import { probe } from '@handoff/workload';
import type { WorkloadClusters } from '@handoff/workload';

/** What the last look at a workload cluster showed. */
export interface ConnectionState {
  readonly reachable: boolean;
  /** kubeadm has finished its first control plane. Once true it stays. */
  readonly initialized: boolean;
  /** Since when it does (not) answer, in ms. */
  readonly since: number;
  /** When it answered last, in ms; 0 for never. */
  readonly lastAnswer: number;
  readonly message: string;
}

/**
 * A control plane that is about to serve is looked at again after an eighth of the time that it has been waited for, within these bounds,
 * in milliseconds: what is quick is seen at once, and what takes minutes costs little.
 */
const FIRST_LOOK_MS = 40;
const LONGEST_WAIT_MS = 2_000;
const SHARE = 8;
/** How often a cluster that answers is looked at: the cluster cache of upstream does it every 10 s, and gives it 5 s. */
const HEALTHY_MS = 10_000;
/** A cluster that answered and stopped is looked at every so often. */
const LOST_MS = 5_000;

/** Told when a cluster's connection or one of its Nodes changed. */
export interface ConnectionListener {
  changed(cluster: Key): void;
  nodeChanged(cluster: Key, node: Node): void;
}

export interface ConnectionsDeps {
  readonly clusters: WorkloadClusters;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly listener: ConnectionListener;
}

interface Connection {
  state: ConnectionState | undefined;
  nodes: Reflector<Node> | undefined;
  readonly stop: AbortController;
  running: Promise<void>;
}

/** One probe and one watch of Nodes per workload cluster, for the whole service. */
export class WorkloadConnections implements AsyncDisposable {
  readonly #connections = new Map<Key, Connection>();

  constructor(private readonly deps: ConnectionsDeps) {}

  /** What is known of a cluster; undefined before the first look. */
  state(cluster: Key): ConnectionState | undefined {
    return this.#connections.get(cluster)?.state;
  }

  /** The cluster's Nodes; undefined until they have been listed. */
  nodes(cluster: Key): StoreView<Node> | undefined {
    const nodes = this.#connections.get(cluster)?.nodes;
    return nodes?.isSynced === true ? nodes.store : undefined;
  }

  client(cluster: { namespace?: string | undefined; name: string }): Promise<KubeClient> {
    return this.deps.clusters.client(cluster);
  }

  /** Begins to look at a cluster: when the infrastructure says that its first control-plane machine is up. */
  dial(cluster: { namespace?: string | undefined; name: string }): void {
    const key = keyOf(cluster);
    if (this.#connections.has(key)) return;
    const connection: Connection = { state: undefined, nodes: undefined, stop: new AbortController(), running: Promise.resolve() };
    this.#connections.set(key, connection);
    connection.running = this.#look(key, cluster, connection);
  }

  /** The cluster is gone. */
  async drop(cluster: { namespace?: string | undefined; name: string }): Promise<void> {
    const key = keyOf(cluster);
    const connection = this.#connections.get(key);
    this.#connections.delete(key);
    if (connection !== undefined) await this.#end(connection);
    await this.deps.clusters.forget(cluster);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#connections.values()];
    this.#connections.clear();
    await Promise.all(all.map((connection) => this.#end(connection)));
    await this.deps.clusters[Symbol.asyncDispose]();
  }

  async #end(connection: Connection): Promise<void> {
    connection.stop.abort();
    await connection.nodes?.[Symbol.asyncDispose]();
    await connection.running;
  }

  async #look(key: Key, cluster: { namespace?: string | undefined; name: string }, connection: Connection): Promise<void> {
    const { signal } = connection.stop;
    const { clock, random } = this.deps;
    const began = clock.now();
    const isStopped = (): boolean => signal.aborted; // it changes while we wait, which a compiler cannot see
    while (!isStopped()) {
      const result = await probe(() => this.deps.clusters.client(cluster));
      if (isStopped()) return;
      this.#learn(key, cluster, connection, result);
      const settled = connection.state?.initialized === true;
      const soon = Math.min(LONGEST_WAIT_MS, Math.max(FIRST_LOOK_MS, (clock.now() - began) / SHARE));
      const next = settled ? (result.reachable ? HEALTHY_MS : LOST_MS) : soon;
      await clock.sleep(jitter(random, next, 0.1), signal).catch(() => undefined);
    }
  }

  #learn(
    key: Key,
    cluster: { namespace?: string | undefined; name: string },
    connection: Connection,
    result: Awaited<ReturnType<typeof probe>>,
  ): void {
    const { clock, listener } = this.deps;
    const before = connection.state;
    const initialized = before?.initialized === true || (result.reachable && result.initialized);
    const message = result.reachable
      ? initialized
        ? ''
        : 'the API answers; kubeadm has not finished its first control plane'
      : result.message;
    const same = before?.reachable === result.reachable && before.initialized === initialized && before.message === message;
    const since = before?.reachable === result.reachable ? before.since : clock.now();
    const lastAnswer = result.reachable ? clock.now() : (before?.lastAnswer ?? 0);
    connection.state = { reachable: result.reachable, initialized, since, lastAnswer, message };
    if (result.reachable && initialized && connection.nodes === undefined) void this.#watchNodes(key, cluster, connection);
    if (!same) listener.changed(key);
  }

  async #watchNodes(key: Key, cluster: { namespace?: string | undefined; name: string }, connection: Connection): Promise<void> {
    const { clock, random, listener } = this.deps;
    const client = await this.deps.clusters.client(cluster);
    if (connection.stop.signal.aborted || connection.nodes !== undefined) return;
    const nodes = new Reflector({ client, kind: Node, clock, random, log: this.#reflectorLog(key) });
    connection.nodes = nodes;
    nodes.store.onChange(({ object }) => {
      listener.nodeChanged(key, object);
    });
    nodes.start();
  }

  #reflectorLog(cluster: Key): ReflectorLog {
    const log = this.deps.log.child({ cluster });
    return {
      unavailable: (kind, error, retryInMs) => {
        log.debug({ kind: kind.kind, error: error.message, retryInMs }, 'watch of the workload cluster broke off');
      },
      invalid: (kind, error) => {
        log.warn({ kind: kind.kind, error: error.message }, 'object of the workload cluster does not have the shape of its kind');
      },
    };
  }
}
