import { systemClock, systemRandom } from '@handoff/time';
import { connect } from '../embedded/management-cluster.js';
import { Fleet } from '../fleet/fleet.js';
import type { ClusterObjects } from '../fleet/fleet.js';
import { fold, unfolded } from '../fleet/fold.js';
import { treeLines, whyLines } from '../fleet/render.js';
import { clusterTree } from '../fleet/tree.js';
import { whyCluster } from '../fleet/why.js';
import { couldNotLook, ExitCode } from '../process/failures.js';
import { findKubeconfig } from '../process/state.js';

export interface InspectOptions {
  readonly namespace: string;
  readonly kubeconfig?: string;
  readonly state: string;
  readonly output: 'text' | 'json';
}

/** Somebody waits at a terminal: long enough for a slow server, in ms. */
const PATIENCE = { connectMs: 5_000, answerMs: 20_000 };

/** Looks once at one cluster, through the management API alone. @throws CouldNotLook when nobody answers there */
export async function look(name: string, options: InspectOptions): Promise<ClusterObjects> {
  let kubeconfig: string | undefined;
  try {
    kubeconfig = findKubeconfig(options.kubeconfig, process.env['KUBECONFIG'], options.state);
    await using transport = await connect(kubeconfig, PATIENCE);
    await using fleet = await Fleet.glance(transport, systemClock, systemRandom);
    return fleet.cluster(options.namespace, name);
  } catch (error) {
    throw couldNotLook(error, kubeconfig);
  }
}

/** Says that there is no such cluster; in JSON too, in the words of `why`. */
export function sayAbsent(name: string, { namespace, output }: InspectOptions): number {
  const verdict = `there is no Cluster ${namespace}/${name}`;
  process.stderr.write(`handoff: ${verdict}\n`);
  if (output === 'json') process.stdout.write(`${JSON.stringify({ cluster: name, state: 'absent', verdict }, null, 2)}\n`);
  return ExitCode.failed;
}

/** Prints a cluster's tree. @returns 1 when there is no such cluster */
export async function describeCluster(name: string, options: InspectOptions & { readonly all: boolean }): Promise<number> {
  const tree = clusterTree(await look(name, options));
  if (tree === undefined) return sayAbsent(name, options);
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
