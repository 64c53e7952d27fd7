import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@handoff/api';
import { serviceNames } from '@handoff/events';
import { KubeClient } from '@handoff/kube';
import type { Logger } from '@handoff/reconcile';
import { systemClock, systemRandom } from '@handoff/time';
import { startServerInThread } from '../embedded/api-server.thread.js';
import { writeSecretFile } from '../embedded/management-cluster.js';
import { Fleet } from '../fleet/fleet.js';
import { isGone, isReady, PhaseRecorder } from '../fleet/phases.js';
import type { Phases } from '../fleet/phases.js';
import { until } from '../fleet/until.js';
import type { DelayName } from '../plane/delays.js';
import { startPlane } from '../plane/plane.js';
import type { Plane } from '../plane/plane.js';
import { DemoRepository } from './demo-repository.js';
import { freeEndpoints } from './endpoints.js';
import { EXAMPLES, exampleClusters, substitutions } from './example.js';
import { covered } from './overhead.js';

const NAMESPACE = 'default';

/** How one cluster came up. */
export interface ClusterResult {
  readonly name: string;
  readonly ready: boolean;
  /** From the commit until ready. */
  readonly seconds: number;
  /** The same less the time in which at least one simulated delay of this cluster went by. */
  readonly overheadSeconds: number;
  readonly phases: Phases;
}

/** What is told while the demo runs. */
export interface DemoListener {
  started(run: DemoRun): void;
  committed(revision: string): void;
  changed(): void;
  ready(cluster: string): void;
  deleting(): void;
}

/** One run of the demo: everything started, a repository with the example's clusters. */
export class DemoRun implements AsyncDisposable {
  readonly recorders = new Map<string, PhaseRecorder>();
  #peakVms = 0;
  #peakAddresses = 0;

  private constructor(
    readonly plane: Plane,
    readonly fleet: Fleet,
    readonly repository: DemoRepository,
    readonly directory: string,
    private readonly listener: DemoListener,
    private readonly stack: AsyncDisposableStack,
  ) {}

  static async start(options: { delays: DelayName; log: Logger; listener: DemoListener }): Promise<DemoRun> {
    await using stack = new AsyncDisposableStack();
    const directory = await mkdtemp(join(tmpdir(), 'handoff-demo-'));
    stack.defer(() => rm(directory, { recursive: true, force: true }));
    const { log, delays } = options;
    const simulation = { delays, startServer: startServerInThread };
    const planeOptions = { stateDirectory: directory, services: serviceNames, log, environment: process.env, ...simulation };
    const plane = stack.use(await startPlane(planeOptions));
    const fleet = stack.use(await Fleet.open(plane.management.transport, systemClock, systemRandom));
    const values = await substitutions(plane.vcenter, await freeEndpoints(exampleClusters.length, systemRandom));
    const repository = await DemoRepository.create(join(EXAMPLES, 'gitops-repo'), join(directory, 'repository'), values);
    const run = new DemoRun(plane, fleet, repository, directory, options.listener, stack.move());
    options.listener.started(run);
    return run;
  }

  /** Commits the clusters and waits until all are ready, or until `signal` aborts. */
  async bringUp(signal: AbortSignal): Promise<readonly ClusterResult[]> {
    const revision = await this.repository.commit('Declare production and staging');
    const committed = systemClock.now();
    for (const name of exampleClusters) this.recorders.set(name, new PhaseRecorder(committed));
    this.listener.committed(revision);
    await this.plane.follow({ name: 'demo', url: this.repository.url });
    await this.#until(() => exampleClusters.every((name) => isReady(this.fleet.cluster(NAMESPACE, name))), signal);
    return exampleClusters.map((name) => this.#result(name));
  }

  /** Removes the clusters from Git and waits until nothing of them is left. @returns seconds that it took */
  async takeDown(signal: AbortSignal, names: readonly string[] = exampleClusters): Promise<number> {
    this.listener.deleting();
    for (const name of names) await this.repository.remove(`infrastructure/workload-clusters/${name}`);
    await this.repository.commit(`Remove ${names.join(' and ')}`);
    const from = systemClock.now();
    await this.#until(() => names.every((name) => this.#isGone(name)), signal);
    return (systemClock.now() - from) / 1000;
  }

  /** What there is now of each sort. */
  get counts(): { vms: number; addresses: number } {
    return { vms: this.plane.vcenter?.vms().length ?? 0, addresses: this.#addresses() };
  }

  /** The most that there were at one time. */
  get peak(): { vms: number; addresses: number } {
    return { vms: this.#peakVms, addresses: this.#peakAddresses };
  }

  /** Puts the clusters' kubeconfigs where only their owner may read them. @returns their paths */
  async writeKubeconfigs(): Promise<readonly string[]> {
    const kube = new KubeClient(this.plane.management.transport, 'handoff-demo');
    return Promise.all(exampleClusters.map(async (name) => {
      const secret = await kube.get(Secret, { namespace: NAMESPACE, name: `${name}-kubeconfig` });
      return writeSecretFile(this.directory, `${name}.kubeconfig`, Buffer.from(secret?.data?.['value'] ?? '', 'base64').toString('utf8'));
    }));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stack.disposeAsync();
  }

  #isGone(name: string): boolean {
    return isGone(this.fleet.cluster(NAMESPACE, name)) && this.plane.vcenter?.vms().some((vm) => vm.name.startsWith(`${name}-`)) !== true;
  }

  #addresses(): number {
    return exampleClusters.reduce((sum, name) => sum + this.fleet.cluster(NAMESPACE, name).addresses.length, 0);
  }

  #until(holds: () => boolean, signal: AbortSignal): Promise<void> {
    return until(this.fleet, () => {
      this.#look();
      this.listener.changed();
      return holds();
    }, signal);
  }

  #look(): void {
    const now = systemClock.now();
    for (const [name, recorder] of this.recorders) {
      const before = recorder.readyAt;
      recorder.look(this.fleet.cluster(NAMESPACE, name), now);
      if (before === undefined && recorder.readyAt !== undefined) this.listener.ready(name);
    }
    const { vms, addresses } = this.counts;
    this.#peakVms = Math.max(this.#peakVms, vms);
    this.#peakAddresses = Math.max(this.#peakAddresses, addresses);
  }

  #result(name: string): ClusterResult {
    const recorder = this.recorders.get(name);
    const from = recorder?.committed ?? 0;
    const to = recorder?.readyAt ?? systemClock.now();
    const delays = [...(this.plane.vcenter?.delaysSpent ?? []), ...(this.plane.guests?.delaysSpent ?? [])].filter(({ vm }) => vm.startsWith(`${name}-`));
    return {
      name, ready: recorder?.readyAt !== undefined,
      seconds: seconds(to - from), overheadSeconds: seconds(to - from - covered(delays, { from, to })),
      phases: recorder?.phases ?? new PhaseRecorder(from).phases,
    };
  }
}

const seconds = (ms: number): number => Math.round(ms) / 1000;
