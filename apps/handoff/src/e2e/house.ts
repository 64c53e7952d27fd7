import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeClient } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { systemClock, systemRandom } from '@handoff/time';
import { DemoRepository } from '../demo/demo-repository.js';
import type { Substitutions } from '../demo/demo-repository.js';
import { EXAMPLES, exampleClusters, substitutions } from '../demo/example.js';
import { Fleet } from '../fleet/fleet.js';
import type { ClusterObjects } from '../fleet/fleet.js';
import { isReady } from '../fleet/phases.js';
import { until } from '../fleet/until.js';
import { whyCluster } from '../fleet/why.js';
import { deadline } from '../process/deadline.js';

const WORKLOAD_CLUSTERS = 'infrastructure/workload-clusters';

/** Where the example's cluster of that name is kept. */
export type ExampleCluster = (typeof exampleClusters)[number];

/** The vCenter under the house, looked at from outside. */
export interface VCenterBelow {
  /** `host:port`, as VSphereClusters name it. */
  readonly address: string;
  readonly thumbprint: string;
  /** The names of its machines, templates left out. */
  machines(): Promise<readonly string[]>;
  /** How often it was told to do something, by method; questions are not counted. */
  acts(): Readonly<Record<string, number>>;
  addTemplate(name: string): Promise<void>;
}

/** What a house stands on: everything embedded in one process, or real parts and a process for every service. */
export interface Ground extends AsyncDisposable {
  readonly transport: ApiTransport;
  readonly vcenter: VCenterBelow;
  /** Takes the bus away, as if its server had died. */
  stopBus(): Promise<void>;
  /** How many messages nobody could settle. */
  deadLetters(): Promise<number>;
  /** Lets gitops-sync follow a repository from now on. */
  follow(source: { readonly name: string; readonly url: string }): Promise<void>;
}

/** Lays a ground. @param directory for all that it keeps */
export type LayGround = (directory: string) => Promise<Ground>;

/** A whole management plane without delays over an example repository, for one spec file. */
export class House implements AsyncDisposable {
  private constructor(
    readonly ground: Ground,
    readonly fleet: Fleet,
    readonly repository: DemoRepository,
    private readonly stack: AsyncDisposableStack,
  ) {}

  /** @param network first three bytes of the addresses, in 127.0.0.0/8, at which the clusters' APIs are served: one network per spec */
  static async start(lay: LayGround, network: string, clusters: readonly ExampleCluster[]): Promise<House> {
    const endpoints = exampleClusters.map((_, index) => ({ host: `${network}.${String(10 + index)}`, port: 6443 }));
    const house = await House.over(lay, 'gitops-repo', (vcenter) => substitutions(vcenter, endpoints));
    for (const name of exampleClusters) if (!clusters.includes(name)) await house.remove(name);
    return house;
  }

  /** @param example a folder of the examples, filled in with `values` */
  static async over(lay: LayGround, example: string, values: (vcenter: VCenterBelow) => Promise<Substitutions>): Promise<House> {
    await using stack = new AsyncDisposableStack();
    const directory = await mkdtemp(join(tmpdir(), 'handoff-e2e-'));
    stack.defer(() => rm(directory, { recursive: true, force: true }));
    const ground = stack.use(await lay(directory));
    const fleet = stack.use(await Fleet.open(ground.transport, systemClock, systemRandom));
    const repository = await DemoRepository.create(join(EXAMPLES, example), join(directory, 'repository'), await values(ground.vcenter));
    return new House(ground, fleet, repository, stack.move());
  }

  /** Commits what the repository holds and lets gitops-sync follow it from now on. */
  async follow(): Promise<void> {
    await this.repository.commit('Declare the clusters');
    await this.ground.follow({ name: 'e2e', url: this.repository.url });
  }

  get vcenter(): VCenterBelow {
    return this.ground.vcenter;
  }

  /** The management API, as a person uses it. */
  get kube(): KubeClient {
    return new KubeClient(this.ground.transport, 'e2e');
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
