import { Cluster } from '@handoff/api';
import { KubeClient } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { KubeconfigMissing } from '@handoff/workload';
import type { WorkloadClusters } from '@handoff/workload';
import { Applier, FIELD_MANAGER } from '../apply/applier.js';
import type { Target } from '../manifest/route.js';

/** The API servers that a repository's files go to. */
export class Targets {
  readonly #management: Applier;
  readonly #kube: KubeClient;
  /** One for each connection: an applier remembers what its server knows. */
  readonly #workloads = new WeakMap<ApiTransport, Applier>();

  constructor(
    management: ApiTransport,
    private readonly clusters: WorkloadClusters,
    /** The namespace of the Clusters that `applications/…/<cluster>/` names. */
    private readonly namespace: string,
  ) {
    this.#management = new Applier(management);
    this.#kube = new KubeClient(management, FIELD_MANAGER);
  }

  /** @throws KubeconfigMissing while a workload cluster has not been made */
  async applier(target: Target): Promise<Applier> {
    if (target.kind === 'management') return this.#management;
    const { transport } = await this.clusters.client({ namespace: this.namespace, name: target.cluster });
    const known = this.#workloads.get(transport) ?? new Applier(transport);
    this.#workloads.set(transport, known);
    return known;
  }

  /** A workload cluster that has neither a Cluster nor a kubeconfig is no more, and nothing that was in it. */
  async isGone(target: Target): Promise<boolean> {
    if (target.kind === 'management') return false;
    const key = { namespace: this.namespace, name: target.cluster };
    if ((await this.#kube.get(Cluster, key)) !== undefined) return false;
    await this.clusters.forget(key); // its Secret may have gone since the connection was made
    return this.clusters.client(key).then(() => false, (error: unknown) => error instanceof KubeconfigMissing);
  }
}
