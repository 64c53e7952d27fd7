import { asError } from '@handoff/time';
import { describeEntry, entryId } from '../apply/inventory.js';
import type { Entry } from '../apply/inventory.js';
import { whyKept } from '../apply/prune.js';
import type { Kept } from '../apply/prune.js';
import { rankOf } from '../manifest/order.js';
import type { Targets } from './targets.js';

/** What pruning came to. */
export interface Pruned {
  readonly pruned: string[];
  /** Each with the reason. */
  readonly kept: string[];
  /** What still is in a cluster and stays in the inventory. */
  readonly remembered: Entry[];
  /** Whether trying again may delete more. */
  retry: boolean;
}

/** Deletes in reverse order of applying; what belongs to a broken file stays until that can be read again. */
export async function pruneStale(stale: readonly Entry[], broken: ReadonlySet<string>, targets: Targets): Promise<Pruned> {
  const result: Pruned = { pruned: [], kept: [], remembered: [], retry: false };
  const clusters = new Set<string>();
  for (const entry of inPruningOrder(stale)) {
    if (broken.has(entry.file)) {
      result.remembered.push(entry);
      continue;
    }
    const kept = await pruneOne(entry, clusters, targets).catch((error: unknown) => {
      result.retry = true;
      return { why: asError(error).message, isSettled: false };
    });
    if (kept === undefined) {
      result.pruned.push(describeEntry(entry));
      if (entry.kind === 'Cluster') clusters.add(`${entry.namespace ?? ''}/${entry.name}`);
      continue;
    }
    result.kept.push(`${describeEntry(entry)}: ${kept.why}`);
    if (!kept.isSettled) result.remembered.push(entry);
  }
  return result;
}

/** Applications before the clusters that they are in; a Cluster before its parts, which go with it. */
function inPruningOrder(stale: readonly Entry[]): readonly Entry[] {
  const stage = ({ cluster, kind }: Entry): number => (cluster !== undefined ? 0 : kind === 'Cluster' ? 1 : 2);
  return [...stale].sort((a, b) => stage(a) - stage(b) || rankOf(b.kind) - rankOf(a.kind) || order(entryId(a), entryId(b)));
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** @returns why the object stays; undefined when it is deleted or was gone already, be it with its whole cluster */
async function pruneOne(entry: Entry, prunedClusters: ReadonlySet<string>, targets: Targets): Promise<Kept | undefined> {
  const target = entry.cluster === undefined ? { kind: 'management' as const } : { kind: 'workload' as const, cluster: entry.cluster };
  if (await targets.isGone(target)) return undefined;
  const applier = await targets.applier(target);
  const found = await applier.find(entry);
  if (found === undefined) return undefined;
  const kept = whyKept(found.object, prunedClusters);
  if (kept === undefined) await applier.delete(found.kind, found.object);
  return kept;
}
