import type { ApiTransport } from '@handoff/kube';
import type { WorkloadClusters } from '@handoff/workload';
import { Applier } from '../apply/applier.js';
import type { Target } from '../manifest/route.js';

/** The API servers that a repository's files go to. */
export class Targets {
  readonly #management: Applier;

  constructor(
    management: ApiTransport,
    private readonly clusters: WorkloadClusters,
    /** The namespace of the Clusters that `applications/…/<cluster>/` names. */
    private readonly namespace: string,
  ) {
    this.#management = new Applier(management);
  }

  get management(): Applier {
    return this.#management;
  }

  /** @throws KubeconfigMissing while a workload cluster has not been made */
  async applier(target: Target): Promise<Applier> {
    if (target.kind === 'management') return this.#management;
    const client = await this.clusters.client({ namespace: this.namespace, name: target.cluster });
    return new Applier(client.transport);
  }
}
