import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeClient } from '@handoff/kube';
import { pinoLogger } from '@handoff/service';
import type { VCenterSimulator } from '@handoff/simulator-vcenter';
import { systemClock, systemRandom } from '@handoff/time';
import { DemoRepository } from '../demo/demo-repository.js';
import type { Substitutions } from '../demo/demo-repository.js';
import { EXAMPLES, exampleClusters, substitutions } from '../demo/example.js';
import { Fleet } from '../fleet/fleet.js';
import type { ClusterObjects } from '../fleet/fleet.js';
import { isReady } from '../fleet/phases.js';
import { until } from '../fleet/until.js';
import { whyCluster } from '../fleet/why.js';
import { startPlane } from '../plane/plane.js';
import type { Plane } from '../plane/plane.js';
import { serviceNames } from '../plane/services.js';
import { deadline } from '../process/deadline.js';

const WORKLOAD_CLUSTERS = 'infrastructure/workload-clusters';

/** Where the example's cluster of that name is kept. */
export type ExampleCluster = (typeof exampleClusters)[number];

/** A whole management plane without delays over the example repository, for one spec file. */
export class House implements AsyncDisposable {
  private constructor(
    readonly plane: Plane,
    readonly vcenter: VCenterSimulator,
    readonly fleet: Fleet,
    readonly repository: DemoRepository,
    private readonly stack: AsyncDisposableStack,
  ) {}

  /** @param network first three bytes of the addresses, in 127.0.0.0/8, at which the clusters' APIs are served: one network per spec */
  static async start(network: string, clusters: readonly ExampleCluster[]): Promise<House> {
    const endpoints = exampleClusters.map((_, index) => ({ host: `${network}.${String(10 + index)}`, port: 6443 }));
    const house = await House.over('gitops-repo', (vcenter) => substitutions(vcenter, endpoints));
    for (const name of exampleClusters) if (!clusters.includes(name)) await house.remove(name);
    return house;
  }

  /** @param example a folder of the examples, filled in with `values` */
  static async over(example: string, values: (vcenter: VCenterSimulator) => Promise<Substitutions>): Promise<House> {
    await using stack = new AsyncDisposableStack();
    const directory = await mkdtemp(join(tmpdir(), 'handoff-e2e-'));
    stack.defer(() => rm(directory, { recursive: true, force: true }));
    const plane = stack.use(await startPlane({ stateDirectory: directory, services: serviceNames, log: pinoLogger({ level: 'silent' }), delays: 'none' }));
    if (plane.vcenter === undefined) throw new Error('the plane was asked for a vCenter');
    const fleet = stack.use(await Fleet.open(plane.management.transport, systemClock, systemRandom));
    const repository = await DemoRepository.create(join(EXAMPLES, example), join(directory, 'repository'), await values(plane.vcenter));
    return new House(plane, plane.vcenter, fleet, repository, stack.move());
  }

  /** Commits what the repository holds and lets gitops-sync follow it from now on. */
  async follow(): Promise<void> {
    await this.repository.commit('Declare the clusters');
    await this.plane.follow({ name: 'e2e', url: this.repository.url });
  }

  /** The management API, as a person uses it. */
  get kube(): KubeClient {
    return new KubeClient(this.plane.management.transport, 'e2e');
  }

  cluster(name: string): ClusterObjects {
    return this.fleet.cluster('default', name);
  }

  /** Waits for a condition over the objects. @throws Error that tells why each cluster is as it is, when it does not hold in time */
  async until(what: string, holds: () => boolean, seconds = 30): Promise<void> {
    using limit = deadline(systemClock, seconds);
    try {
      await until(this.fleet, holds, limit.signal);
    } catch (cause) {
      const why = this.fleet.clusters().map(({ name }) => JSON.stringify(whyCluster(this.cluster(name)), null, 2));
      throw new Error(`not within ${String(seconds)} s: ${what}\n${why.join('\n')}`, { cause });
    }
  }

  untilReady(name: string, seconds = 30): Promise<void> {
    return this.until(`${name} is ready`, () => isReady(this.cluster(name)), seconds);
  }

  /** Writes one file of a cluster, made from another one or from itself; it still has to be committed. */
  derive(cluster: string, from: string, to: string, change: (text: string) => string): Promise<void> {
    const path = (file: string): string => join(WORKLOAD_CLUSTERS, cluster, file);
    return this.rewrite(path(from), change, path(to));
  }

  /** The same for any file of the repository. */
  async rewrite(from: string, change: (text: string) => string, to = from): Promise<void> {
    await writeFile(join(this.repository.directory, to), change(await readFile(join(this.repository.directory, from), 'utf8')));
  }

  remove(cluster: string): Promise<void> {
    return this.repository.remove(`${WORKLOAD_CLUSTERS}/${cluster}`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stack.disposeAsync();
  }
}
