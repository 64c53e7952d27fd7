import { systemClock, systemRandom } from '@handoff/time';
import { connect } from '../embedded/management-cluster.js';
import { Fleet } from '../fleet/fleet.js';
import type { ClusterObjects } from '../fleet/fleet.js';
import { fold, unfolded } from '../fleet/fold.js';
import { treeLines, whyLines } from '../fleet/render.js';
import { clusterTree } from '../fleet/tree.js';
import { whyCluster } from '../fleet/why.js';
import { findKubeconfig } from '../process/state.js';

export interface InspectOptions {
  readonly namespace: string;
  readonly kubeconfig?: string;
  readonly state: string;
  readonly output: 'text' | 'json';
}

/** Looks once at one cluster, through the management API alone. */
export async function look(name: string, options: InspectOptions): Promise<ClusterObjects> {
  await using transport = await connect(findKubeconfig(options.kubeconfig, process.env['KUBECONFIG'], options.state));
  await using fleet = await Fleet.open(transport, systemClock, systemRandom);
  return fleet.cluster(options.namespace, name);
}

/** Prints a cluster's tree. @returns 1 when there is no such cluster */
export async function describeCluster(name: string, options: InspectOptions & { readonly all: boolean }): Promise<number> {
  const tree = clusterTree(await look(name, options));
  if (tree === undefined) {
    process.stderr.write(`handoff: there is no Cluster ${options.namespace}/${name}\n`);
    return 1;
  }
  const text = options.output === 'json' ? JSON.stringify(tree, null, 2) : treeLines(options.all ? unfolded(tree) : fold(tree), systemClock.now()).join('\n');
  process.stdout.write(`${text}\n`);
  return 0;
}

const EXIT_CODES = { ready: 0, absent: 1, paused: 3, progress: 3, problem: 3 } as const;

/** Prints why a cluster is not ready. @returns 0 when it is, 1 when there is none, 3 when it waits */
export async function whyClusterCommand(name: string, options: InspectOptions): Promise<number> {
  const objects = await look(name, options);
  const why = whyCluster(objects);
  process.stdout.write(`${options.output === 'json' ? JSON.stringify(why, null, 2) : whyLines(why, systemClock.now()).join('\n')}\n`);
  return EXIT_CODES[why.state];
}
