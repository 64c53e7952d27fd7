import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@handoff/reconcile';
import type { VCenterSimulator } from '@handoff/simulator-vcenter';
import { systemClock, systemRandom } from '@handoff/time';
import { Fleet } from '../fleet/fleet.js';
import { isReady, PhaseRecorder } from '../fleet/phases.js';
import type { Phases } from '../fleet/phases.js';
import type { DelayName } from '../plane/delays.js';
import { startPlane, VCENTER_USER } from '../plane/plane.js';
import type { Plane } from '../plane/plane.js';
import { serviceNames } from '../plane/services.js';
import { DemoRepository } from './demo-repository.js';
import { freeEndpoints } from './endpoints.js';
import { covered } from './overhead.js';

/** The clusters of the example repository, and the names that stand for their endpoints in it. */
export const demoClusters = ['production', 'staging'] as const;
const NAMESPACE = 'default';
const EXAMPLES = fileURLToPath(new URL('../../../../examples/', import.meta.url));
const ADDONS = ['cilium.yaml', 'vsphere-cpi.yaml', 'vsphere-csi.yaml'] as const;

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
    const plane = stack.use(await startPlane({ stateDirectory: directory, services: serviceNames, log: options.log, delays: options.delays }));
    const fleet = stack.use(await Fleet.open(plane.management.transport, systemClock, systemRandom));
    const repository = await DemoRepository.create(join(EXAMPLES, 'gitops-repo'), join(directory, 'repository'), await substitutions(plane.vcenter));
    const run = new DemoRun(plane, fleet, repository, directory, options.listener, stack.move());
    options.listener.started(run);
    return run;
  }

  /** Commits the clusters and waits until all are ready, or until `signal` aborts. */
  async bringUp(signal: AbortSignal): Promise<readonly ClusterResult[]> {
    const revision = await this.repository.commit('Declare production and staging');
    const committed = systemClock.now();
    for (const name of demoClusters) this.recorders.set(name, new PhaseRecorder(committed));
    this.listener.committed(revision);
    await this.plane.follow({ name: 'demo', url: this.repository.url });
    await this.#until(() => demoClusters.every((name) => isReady(this.fleet.cluster(NAMESPACE, name))), signal);
    return demoClusters.map((name) => this.#result(name));
  }

  /** Removes the clusters from Git and waits until nothing of them is left. @returns seconds that it took */
  async takeDown(signal: AbortSignal, names: readonly string[] = demoClusters): Promise<number> {
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

  [Symbol.asyncDispose](): Promise<void> {
    return this.stack.disposeAsync();
  }

  #isGone(name: string): boolean {
    const objects = this.fleet.cluster(NAMESPACE, name);
    const left = [objects.cluster, objects.infrastructure, objects.controlPlane, ...objects.deployments, ...objects.sets, ...objects.machines, ...objects.vms, ...objects.claims, ...objects.addresses];
    return left.every((object) => object === undefined) && this.plane.vcenter?.vms().some((vm) => vm.name.startsWith(`${name}-`)) !== true;
  }

  #addresses(): number {
    return demoClusters.reduce((sum, name) => sum + this.fleet.cluster(NAMESPACE, name).addresses.length, 0);
  }

  /** Waits for a condition over the objects, looking whenever one of them changed. */
  async #until(holds: () => boolean, signal: AbortSignal): Promise<void> {
    const reached = Promise.withResolvers<undefined>();
    const look = (): void => {
      this.#look();
      if (holds()) reached.resolve(undefined);
      this.listener.changed();
    };
    using _changes = this.fleet.onChange(look);
    const abort = (): void => { reached.reject(signal.reason instanceof Error ? signal.reason : new Error('stopped')); };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    look();
    try {
      await reached.promise;
    } finally {
      signal.removeEventListener('abort', abort);
    }
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

async function substitutions(vcenter: VCenterSimulator | undefined): Promise<Record<string, string>> {
  const endpoints = await freeEndpoints(demoClusters.length);
  const addons = await Promise.all(ADDONS.map(async (name) => [name, await readFile(join(EXAMPLES, 'addons', name), 'utf8')] as const));
  const vips = demoClusters.flatMap((name, index) => {
    const { host, port } = endpoints[index] ?? { host: '127.0.0.1', port: 6443 };
    return [[`${name.toUpperCase()}_VIP`, host], [`${name.toUpperCase()}_VIP_PORT`, String(port)]] as const;
  });
  return {
    ...Object.fromEntries([...addons, ...vips]),
    VSPHERE_SERVER: vcenter?.address ?? '', VSPHERE_HOST: vcenter?.address.split(':')[0] ?? '', VSPHERE_THUMBPRINT: vcenter?.thumbprint ?? '',
    VSPHERE_USERNAME: VCENTER_USER.name, VSPHERE_PASSWORD: VCENTER_USER.password,
  };
}
