import { Cluster } from '@handoff/api';
import type { ServiceContext, ServiceDefinition } from '@handoff/service';
import { WorkloadClusters } from '@handoff/workload';
import { FIELD_MANAGER } from './apply/applier.js';
import { GitMirror } from './git/git-mirror.js';
import { startPushHook } from './sync/push-hook.js';
import { SourceRecord } from './sync/report.js';
import { SyncLoop } from './sync/sync-loop.js';
import { Targets } from './sync/targets.js';

/** A Git repository to apply. */
export interface GitSource {
  /** Names its record in the API; part of no object's name. */
  readonly name: string;
  /** file://, https:// or ssh. */
  readonly url: string;
  /** HEAD of the repository unless told. */
  readonly branch?: string | undefined;
  /** Folders to apply; empty: the whole repository. */
  readonly paths?: readonly string[];
  /** How often to look, in seconds; a local repository is also watched. */
  readonly pollSeconds?: number;
  /** Apply again what somebody else changed or deleted; otherwise it is only reported. */
  readonly selfHeal?: boolean;
  /** How often the clusters are compared with Git, in seconds. */
  readonly driftSeconds?: number;
  /** Listen for pushes here. */
  readonly hook?: { readonly host: string; readonly port: number } | undefined;
  /** Where the copy of the repository is kept. */
  readonly cacheDirectory: string;
  /** The namespace of the record; and of the Clusters that `applications/` names. */
  readonly recordNamespace?: string;
  readonly clusterNamespace?: string;
}

const POLL_SECONDS = 60;
const DRIFT_SECONDS = 300;

/** gitops-sync: applies a Git repository, routed by path, in order, with a report per revision. */
export const gitopsSyncService = (source: GitSource): ServiceDefinition => ({
  name: 'gitops-sync',
  build(context) {
    const clusters = new WorkloadClusters(context.kube, FIELD_MANAGER);
    const loop = syncLoop(source, context, clusters);
    return { controllers: [], background: [(signal) => run(source, context, clusters, loop, signal)], resources: [clusters] };
  },
});

function syncLoop(source: GitSource, context: ServiceContext, clusters: WorkloadClusters): SyncLoop {
  const { kube, bus, clock, random, log, telemetry: { tracer } } = context;
  return new SyncLoop({
    source: source.name, url: source.url, paths: source.paths ?? [], pollMs: (source.pollSeconds ?? POLL_SECONDS) * 1000,
    driftMs: (source.driftSeconds ?? DRIFT_SECONDS) * 1000, selfHeal: source.selfHeal ?? false,
    mirror: new GitMirror(source.url, source.branch, source.cacheDirectory),
    record: new SourceRecord(kube.as(FIELD_MANAGER), source.recordNamespace ?? 'handoff-system', source.name),
    targets: new Targets(kube.transport, clusters, source.clusterNamespace ?? 'default'),
    bus, tracer, clock, random, log,
  });
}

async function run(
  source: GitSource, { stores, log }: ServiceContext, clusters: WorkloadClusters, loop: SyncLoop, signal: AbortSignal,
): Promise<void> {
  await using stack = new AsyncDisposableStack();
  // A workload cluster that begins to serve may be what an application waits for; with one that went, its applications went.
  stack.use(stores.mirror(Cluster).store.onChange(({ type, object, previous }) => {
    const isUp = (cluster: Cluster | undefined): boolean => cluster?.status?.initialization?.controlPlaneInitialized === true;
    if (type === 'deleted') void clusters.forget(object.metadata).then(() => { loop.retry(); });
    else if (isUp(object) && !isUp(previous)) loop.retry();
  }));
  if (source.hook !== undefined) {
    const hook = stack.use(await startPushHook(source.hook, () => { loop.trigger(); }));
    log.info({ port: hook.port }, 'listening for pushes: POST /hook');
  }
  await loop.run(signal);
}
