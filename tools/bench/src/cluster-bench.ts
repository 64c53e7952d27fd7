import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Namespace } from '@handoff/api';
import { serviceNames } from '@handoff/events';
import { KubeClient } from '@handoff/kube';
import { startRealPlane } from '@handoff/real-plane';
import type { RealPlane } from '@handoff/real-plane';
import { systemClock } from '@handoff/time';
import { apiRequests, writesBetween } from './api-requests.js';
import type { Writes } from './api-requests.js';
import { cloudProvider } from './cloud-provider.js';
import { clusterObjects, NAMESPACE } from './cluster-objects.js';
import type { ClusterShape, Declared, Site } from './cluster-objects.js';
import { FleetWatch } from './fleet-watch.js';
import { forgetPeak, usageOf } from './process-usage.js';
import type { Usage } from './process-usage.js';

export interface ClusterBenchOptions extends ClusterShape {
  readonly clusters: number;
  /** Give up after so many seconds. */
  readonly timeoutSeconds: number;
  /** True: this project's vCenter simulator in place of vcsim, which is slow with many machines. */
  readonly simulatedVCenter: boolean;
  /** Where everything is kept afterwards; a temporary folder that goes unless told. */
  readonly keep?: string | undefined;
  readonly say: (line: string) => void;
}

export interface ClusterBenchResult {
  readonly clusters: number;
  readonly machines: number;
  /** From the first object posted until every Machine runs. */
  readonly seconds: number;
  /** From a cluster's own first object until its Machines run, in seconds, by cluster. */
  readonly perCluster: readonly number[];
  readonly usage: Readonly<Record<string, Usage>>;
  readonly writes: Writes;
  /** By method. */
  readonly vcenterCalls: Readonly<Record<string, number>>;
}

/** How many clusters are posted at once: as upstream was measured. */
const POSTERS = 5;
const TEMPLATE = 'ubuntu-2204-kube-';

/** Measures how clusters come up, on real parts without delays, with each service its own process that leads by its Lease. */
export async function benchCluster(options: ClusterBenchOptions): Promise<ClusterBenchResult> {
  await using stack = new AsyncDisposableStack();
  const folder = options.keep ?? await mkdtemp(join(tmpdir(), 'handoff-bench-'));
  if (options.keep === undefined) stack.defer(() => rm(folder, { recursive: true, force: true }));
  options.say('starting etcd, kube-apiserver, NATS, Redis, a vCenter and the services');
  const { simulatedVCenter } = options;
  const plane = stack.use(await startRealPlane({ folder, templates: [`${TEMPLATE}${options.version}`], audit: options.keep !== undefined, simulatedVCenter }));
  for (const name of serviceNames) if (name !== 'gitops-sync') await plane.startService(name);
  const kube = new KubeClient(plane.transport, 'bench');
  await kube.create(Namespace, { metadata: { name: NAMESPACE } });
  for (const declared of await cloudProvider({ ...siteOf(plane, options), ...plane.vcsim })) await post(plane, declared);
  const fleet = stack.use(await FleetWatch.open(plane.transport));
  return await measure(plane, fleet, options);
}

async function measure(plane: RealPlane, fleet: FleetWatch, options: ClusterBenchOptions): Promise<ClusterBenchResult> {
  const { clusters, controlPlane, workers, timeoutSeconds, say } = options;
  const machines = clusters * (controlPlane + workers);
  const pids = pidsOf(plane);
  await Promise.all([...pids.values()].map(forgetPeak));
  const before = { requests: await apiRequests(plane.transport), calls: plane.vcenter.counts(), usage: await usages(pids) };
  say(`posting ${String(clusters)} x (${String(controlPlane)} + ${String(workers)})`);
  const started = systemClock.now();
  const posted = await postAll(plane, options);
  await fleet.untilRunning(machines, timeoutSeconds);
  const last = fleet.lastRunning();
  const ended = Math.max(...last.values());
  const after = { requests: await apiRequests(plane.transport), calls: plane.vcenter.counts(), usage: await usages(pids) };
  return {
    clusters, machines,
    seconds: (ended - started) / 1000,
    perCluster: [...posted].map(([name, at]) => ((last.get(name) ?? NaN) - at) / 1000),
    usage: Object.fromEntries([...after.usage].map(([name, { cpuSeconds, peakMiB }]) =>
      [name, { cpuSeconds: cpuSeconds - (before.usage.get(name)?.cpuSeconds ?? 0), peakMiB }])),
    writes: writesBetween(before.requests, after.requests),
    vcenterCalls: difference(before.calls, after.calls),
  };
}

/** @returns when each cluster's first object was posted */
async function postAll(plane: RealPlane, options: ClusterBenchOptions): Promise<ReadonlyMap<string, number>> {
  const posted = new Map<string, number>();
  const names = Array.from({ length: options.clusters }, (_, index) => `c-${String(index).padStart(3, '0')}`);
  const site = siteOf(plane, options);
  const poster = async (first: number): Promise<void> => {
    for (let index = first; index < names.length; index += POSTERS) {
      const name = names[index] ?? '';
      posted.set(name, systemClock.now());
      for (const declared of clusterObjects(name, endpointOf(index), options, site)) await post(plane, declared);
    }
  };
  await Promise.all(Array.from({ length: POSTERS }, (_, first) => poster(first)));
  return posted;
}

async function post({ transport }: RealPlane, { path, object }: Declared): Promise<void> {
  const response = await transport.send({ method: 'POST', path, contentType: 'application/json', body: JSON.stringify(object) });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`POST ${path}: ${String(response.status)} ${text}`);
}

function siteOf({ vcenter, vcsim }: RealPlane, { version }: ClusterBenchOptions): Site {
  const { username, password } = vcsim;
  return { server: vcenter.server, thumbprint: vcenter.thumbprint, username, password, template: `${TEMPLATE}${version}` };
}

/** An address of its own for each cluster's API, on loopback. */
const endpointOf = (index: number): { host: string; port: number } =>
  ({ host: `127.23.${String(Math.floor(index / 200))}.${String(1 + (index % 200))}`, port: 6443 });

function pidsOf(plane: RealPlane): ReadonlyMap<string, number> {
  const { etcd, apiServer, controllerManager } = plane.controlPlane;
  const parts = [etcd, apiServer, controllerManager, plane.nats.server.process, plane.redis.process, plane.vcsim.process, plane.guests];
  const named = [...[...plane.services].map(([name, { process }]) => ({ name, pid: process.pid })), ...parts];
  return new Map(named.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]])));
}

async function usages(pids: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, Usage>> {
  return new Map(await Promise.all([...pids].map(async ([name, pid]) => [name, await usageOf(pid)] as const)));
}

function difference(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): Record<string, number> {
  const news = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
  return Object.fromEntries(news.filter(([, count]) => count > 0));
}
