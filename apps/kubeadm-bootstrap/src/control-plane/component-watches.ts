import { Pod } from '@handoff/api';
import type { ObjectKey } from '@handoff/api';
import { keyOf, Reflector } from '@handoff/kube';
import type { Key, ReflectorLog, StoreView } from '@handoff/kube';
import type { Logger } from '@handoff/reconcile';
import { asError } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';
import type { WorkloadClusters } from '@handoff/workload';

/** kubeadm labels its static Pods so. */
const CONTROL_PLANE_PODS = { namespace: 'kube-system', labelSelector: 'tier=control-plane' } as const;

export interface ComponentWatchesDeps {
  readonly workloads: WorkloadClusters;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** A control-plane Pod of that Cluster changed. */
  readonly changed: (cluster: Key) => void;
}

/**
 * One narrow watch per initialized cluster: the static Pods of its control plane. Nobody rings for them, and the next Machine waits for
 * nothing else, so looking again after a time would cost that time for every Machine.
 */
export class ComponentWatches implements AsyncDisposable {
  readonly #watches = new Map<Key, Reflector<Pod>>();
  readonly #opening = new Set<Key>();

  constructor(private readonly deps: ComponentWatchesDeps) {}

  /** The Pods as last seen; undefined until they have been listed. */
  pods(cluster: Key): StoreView<Pod> | undefined {
    const watch = this.#watches.get(cluster);
    return watch?.isSynced === true ? watch.store : undefined;
  }

  /** Begins to watch a cluster, if that is not done already. */
  open(cluster: ObjectKey): void {
    const key = keyOf(cluster);
    if (this.#watches.has(key) || this.#opening.has(key)) return;
    this.#opening.add(key);
    void this.#open(cluster, key);
  }

  /** The cluster is gone, or its kubeconfig was renewed. */
  async close(cluster: ObjectKey): Promise<void> {
    const key = keyOf(cluster);
    const watch = this.#watches.get(key);
    this.#watches.delete(key);
    this.#opening.delete(key);
    await watch?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#watches.values()];
    this.#watches.clear();
    this.#opening.clear();
    await Promise.all(all.map((watch) => watch[Symbol.asyncDispose]()));
  }

  async #open(cluster: ObjectKey, key: Key): Promise<void> {
    const { workloads, clock, random, log, changed } = this.deps;
    try {
      const client = await workloads.client(cluster);
      if (!this.#opening.delete(key)) return; // closed meanwhile
      const quiet = reflectorLog(log.child({ cluster: key }));
      const watch = new Reflector({ client, kind: Pod, selection: CONTROL_PLANE_PODS, clock, random, log: quiet });
      this.#watches.set(key, watch);
      watch.store.onChange(() => { changed(key); });
      watch.start().synced().then(() => { changed(key); }, () => undefined);
    } catch (error) {
      this.#opening.delete(key);
      log.debug({ cluster: key, error: asError(error).message }, 'control-plane Pods cannot be watched yet');
    }
  }
}

const reflectorLog = (log: Logger): ReflectorLog => ({
  unavailable: (_kind, error, retryInMs) => { log.debug({ error: error.message, retryInMs }, 'watch of control-plane Pods broke off'); },
  invalid: (_kind, error) => { log.warn({ error: error.message }, 'a control-plane Pod does not have the shape of a Pod'); },
});
