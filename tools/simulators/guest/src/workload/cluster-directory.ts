import { publicKeyHash } from '@handoff/pki';

import { WorkloadCluster, type ClusterPorts, type Founding } from './cluster.js';

/** What is known of one cluster, for people. */
export interface ClusterSummary {
  /** `host:port` of the control-plane endpoint. */
  readonly endpoint: string;
  /** Whether the endpoint is served at this moment. */
  readonly served: boolean;
  readonly members: readonly { readonly node: string; readonly vm: string; readonly alive: boolean }[];
  readonly nodes: readonly string[];
}

/** The clusters of a simulation. A node finds its own by the pin of the CA, as in the field by the CA itself. */
export class ClusterDirectory implements AsyncDisposable {
  readonly #ports: ClusterPorts;
  readonly #clusters = new Set<WorkloadCluster>();

  constructor(ports: ClusterPorts) {
    this.#ports = ports;
  }

  found(founding: Founding): WorkloadCluster {
    const cluster = new WorkloadCluster(founding, this.#ports);
    this.#clusters.add(cluster);
    return cluster;
  }

  byAuthority(caPem: string): WorkloadCluster | undefined {
    const id = publicKeyHash(caPem);
    return [...this.#clusters].findLast((cluster) => cluster.id === id);
  }

  async remove(cluster: WorkloadCluster): Promise<void> {
    this.#clusters.delete(cluster);
    await cluster[Symbol.asyncDispose]();
  }

  /** A VM is destroyed. A cluster of which no VM is left is dropped with all its state. */
  async discard(vm: string, cluster: WorkloadCluster): Promise<void> {
    cluster.discard(vm);
    if (!cluster.hasDisks) await this.remove(cluster);
  }

  summaries(): ClusterSummary[] {
    return [...this.#clusters].map(({ endpoint, controlPlane, nodes }) => ({
      endpoint,
      served: controlPlane.served !== undefined,
      members: controlPlane.members,
      nodes,
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#clusters].map((cluster) => this.remove(cluster)));
  }
}
