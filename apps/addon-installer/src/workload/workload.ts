import type { ObjectKey } from '@handoff/api';
import { ApiError, keyOf } from '@handoff/kube';
import type { Key, KubeClient } from '@handoff/kube';
import type { WorkloadClusters } from '@handoff/workload';
import { Discovery } from './discovery.js';

/** How a workload cluster is reached and what it serves. */
export interface Workload {
  readonly client: KubeClient;
  readonly discovery: Discovery;
}

/** The workload clusters that add-ons go to: one connection and one discovery each. */
export class Workloads implements AsyncDisposable {
  readonly #discoveries = new Map<Key, Discovery>();

  constructor(private readonly clusters: WorkloadClusters) {}

  /** @throws KubeconfigMissing, KubeconfigUnusable */
  async open(cluster: ObjectKey): Promise<Workload> {
    const client = await this.clusters.client(cluster);
    const discovery = this.#discoveries.get(keyOf(cluster)) ?? new Discovery();
    this.#discoveries.set(keyOf(cluster), discovery);
    return { client, discovery };
  }

  /** After a failure: a refused login means that the kubeconfig was renewed, so the next call reads it again. */
  async learnFrom(cluster: ObjectKey, error: Error): Promise<void> {
    const refused = error instanceof ApiError ? error : error.cause;
    if (refused instanceof ApiError && refused.status === 401) await this.forget(cluster);
  }

  async forget(cluster: ObjectKey): Promise<void> {
    this.#discoveries.delete(keyOf(cluster));
    await this.clusters.forget(cluster);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.clusters[Symbol.asyncDispose]();
  }
}
