import type { ClusterObjects } from './fleet.js';
import { fixFor } from './fixes.js';
import { isReady } from './phases.js';
import { severityOf } from './severity.js';
import type { Severity } from './severity.js';
import { clusterTree } from './tree.js';
import type { TreeNode, Waiting } from './tree.js';

/** One thing that blocks. */
export interface Blocker extends Waiting {
  readonly object: string;
  readonly severity: Severity;
  /** The way to it, from the Cluster down. */
  readonly path: readonly string[];
  /** What to do, where it is known. */
  readonly fix?: string | undefined;
  /** Others that the same thing holds up. */
  readonly also: readonly string[];
}

/** Why a cluster is as it is. */
export interface Why {
  readonly cluster: string;
  readonly state: 'ready' | 'problem' | 'progress' | 'paused' | 'absent';
  /** The verdict, in a sentence. */
  readonly verdict: string;
  /** What blocks, the most urgent first: problems; where there are none, what is being worked on. */
  readonly blockers: readonly Blocker[];
}

/** Why a cluster is not ready, from the first thing that blocks to its cause and a fix; read from the API's objects alone. */
export function whyCluster(objects: ClusterObjects): Why {
  const { name, namespace } = objects;
  const tree = clusterTree(objects);
  const answer = (state: Why['state'], verdict: string, blockers: readonly Blocker[] = []): Why => ({ cluster: name, state, verdict, blockers });
  if (tree === undefined) return answer('absent', `There is no Cluster ${namespace}/${name}.`);
  if (tree.health === 'paused') return answer('paused', `Cluster ${name} is paused: remove spec.paused, or annotation cluster.x-k8s.io/paused, to let it go on.`);
  if (isReady(objects) && tree.health !== 'deleting') return answer('ready', `Cluster ${name} is ready.`);
  const found = leaves([tree]);
  const problems = found.filter(({ at }) => severityOf(at.reason) === 'problem');
  const doing = tree.health === 'deleting' ? 'is being deleted' : 'is not ready';
  if (problems.length > 0) {
    const blockers = merged(problems.map((leaf) => blocker(objects, leaf)));
    const count = blockers.length === 1 ? 'one problem' : `${String(blockers.length)} problems`;
    return answer('problem', `Cluster ${name} ${doing}: ${count} that somebody must solve.`, blockers);
  }
  const [first] = found.sort((a, b) => Number(severityOf(a.at.reason) === 'consequence') - Number(severityOf(b.at.reason) === 'consequence'));
  if (first === undefined) return answer('progress', `Cluster ${name} ${doing}, and nothing says that it waits: it is being worked on.`);
  return answer('progress', `Cluster ${name} ${doing}; it is being worked on.`, [blocker(objects, first)]);
}

interface Leaf {
  readonly path: readonly TreeNode[];
  readonly at: Waiting;
}

/** The things that block and have nothing below them that does; several objects may tell of the same one, and the highest keeps it then. */
function leaves(path: readonly TreeNode[]): Leaf[] {
  const node = path.at(-1);
  if (node === undefined) return [];
  const below = node.children.flatMap((child) => leaves([...path, child]));
  const { waiting } = node;
  if (waiting === undefined) return below;
  const own: Leaf = { path, at: waiting };
  if (severityOf(waiting.reason) === 'consequence') return below.length > 0 ? below : [own];
  // A Machine repeats what its VM says, in the same words: the Machine is what people look at.
  return [own, ...below.filter(({ at }) => at.reason !== waiting.reason && severityOf(at.reason) === 'problem')];
}

function blocker(objects: ClusterObjects, { path, at }: Leaf): Blocker {
  const names = path.map(({ kind, name }) => `${kind}/${name}`);
  return { object: names.at(-1) ?? '', severity: severityOf(at.reason), ...at, path: names.slice(0, -1), fix: fixFor(objects, path, at), also: [] };
}

/** One problem, not one per Machine that has it: those of the same owner with the same reason and remedy count as one. */
function merged(blockers: readonly Blocker[]): readonly Blocker[] {
  const groups = new Map<string, Blocker>();
  for (const entry of blockers) {
    const key = [entry.reason, entry.fix ?? entry.message, ...entry.path.filter((step) => !step.startsWith('Machine/'))].join('|');
    const first = groups.get(key);
    groups.set(key, first === undefined ? entry : { ...first, also: [...first.also, entry.object] });
  }
  return [...groups.values()];
}
