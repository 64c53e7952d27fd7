import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinoLogger } from '@handoff/service';
import type { VCenterSimulator } from '@handoff/simulator-vcenter';
import { systemClock, systemRandom } from '@handoff/time';
import { DemoRepository } from '../demo/demo-repository.js';
import { EXAMPLES, exampleClusters, substitutions } from '../demo/example.js';
import { Fleet } from '../fleet/fleet.js';
import type { ClusterObjects } from '../fleet/fleet.js';
import { isReady } from '../fleet/phases.js';
import { until } from '../fleet/until.js';
import { whyCluster } from '../fleet/why.js';
import { startPlane } from '../plane/plane.js';
import type { Plane } from '../plane/plane.js';
import { serviceNames } from '../plane/services.js';

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

  /** @param network first three bytes, in 127.0.0.0/8, of the addresses at which the clusters' APIs are served: one network per spec file */
  static async start(network: string, clusters: readonly ExampleCluster[]): Promise<House> {
    await using stack = new AsyncDisposableStack();
    const directory = await mkdtemp(join(tmpdir(), 'handoff-e2e-'));
    stack.defer(() => rm(directory, { recursive: true, force: true }));
    const plane = stack.use(await startPlane({ stateDirectory: directory, services: serviceNames, log: pinoLogger({ level: 'silent' }), delays: 'none' }));
    if (plane.vcenter === undefined) throw new Error('the plane was asked for a vCenter');
    const fleet = stack.use(await Fleet.open(plane.management.transport, systemClock, systemRandom));
    const endpoints = exampleClusters.map((_, index) => ({ host: `${network}.${String(10 + index)}`, port: 6443 }));
    const repository = await DemoRepository.create(join(EXAMPLES, 'gitops-repo'), join(directory, 'repository'), await substitutions(plane.vcenter, endpoints));
    for (const name of exampleClusters) if (!clusters.includes(name)) await repository.remove(`${WORKLOAD_CLUSTERS}/${name}`);
    return new House(plane, plane.vcenter, fleet, repository, stack.move());
  }

  /** Commits what the repository holds and lets gitops-sync follow it from now on. */
  async follow(): Promise<void> {
    await this.repository.commit('Declare the clusters');
    await this.plane.follow({ name: 'e2e', url: this.repository.url });
  }

  cluster(name: string): ClusterObjects {
    return this.fleet.cluster('default', name);
  }

  /** Waits for a condition over the objects. @throws Error that tells why each cluster is as it is, when it does not hold in time */
  async until(what: string, holds: () => boolean, seconds = 30): Promise<void> {
    try {
      await until(this.fleet, holds, AbortSignal.timeout(seconds * 1000));
    } catch (cause) {
      const why = this.fleet.clusters().map(({ namespace, name }) => JSON.stringify(whyCluster(this.fleet.cluster(namespace, name)), null, 2));
      throw new Error(`not within ${String(seconds)} s: ${what}\n${why.join('\n')}`, { cause });
    }
  }

  untilReady(name: string, seconds = 30): Promise<void> {
    return this.until(`${name} is ready`, () => isReady(this.cluster(name)), seconds);
  }

  /** Reads, changes and writes one file of a cluster; it still has to be committed. */
  async edit(cluster: string, file: string, change: (text: string) => string): Promise<void> {
    const path = join(this.repository.directory, WORKLOAD_CLUSTERS, cluster, file);
    await writeFile(path, change(await readFile(path, 'utf8')));
  }

  async add(cluster: string, file: string, text: string): Promise<void> {
    await writeFile(join(this.repository.directory, WORKLOAD_CLUSTERS, cluster, file), text);
  }

  remove(cluster: string): Promise<void> {
    return this.repository.remove(`${WORKLOAD_CLUSTERS}/${cluster}`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stack.disposeAsync();
  }
}
