import { asError } from '@handoff/time';
import { traceparentFor } from '@handoff/telemetry';
import type { GitFile } from '../git/git-mirror.js';
import { entryId, entryOf } from '../apply/inventory.js';
import type { Entry } from '../apply/inventory.js';
import { whyKept } from '../apply/prune.js';
import { readManifests } from '../manifest/manifest.js';
import type { Manifest } from '../manifest/manifest.js';
import { inOrder, rankOf } from '../manifest/order.js';
import { targetOf } from '../manifest/route.js';
import type { Problem, SourceState, SyncReport } from './report.js';
import type { Targets } from './targets.js';

/** How a revision ended: what to remember, and whether trying again may help. */
export interface RevisionOutcome {
  readonly state: SourceState & { readonly report: SyncReport };
  readonly retry: boolean;
}

interface Progress {
  readonly inventory: Map<string, Entry>;
  readonly problems: Problem[];
  applied: number;
  unchanged: number;
  retry: boolean;
}

/** Applies what a revision changed, in order, each object for itself; then prunes what Git no longer has. */
export async function syncRevision(
  source: string,
  revision: string,
  files: readonly GitFile[],
  before: SourceState,
  targets: Targets,
): Promise<RevisionOutcome> {
  const read = files.map(({ path, content }) => readManifests(path, content));
  const broken = new Set(read.flatMap(({ problems }) => problems.map(({ file }) => file)));
  const progress: Progress = {
    inventory: new Map(),
    problems: read.flatMap(({ problems }) => [...problems]),
    applied: 0,
    unchanged: 0,
    retry: false,
  };
  const known = new Map(before.inventory.map((entry) => [entryId(entry), entry]));
  const origin = { revision, traceparent: traceparentFor(source, revision) };
  for (const group of inOrder(read.flatMap(({ manifests }) => manifests))) {
    await Promise.all(group.map((manifest) => applyOne(manifest, known, targets, origin, progress)));
  }
  const stale = [...known].filter(([id]) => !progress.inventory.has(id)).map(([, entry]) => entry);
  const { pruned, kept } = await prune(stale, broken, targets, progress);
  const report = {
    revision,
    applied: progress.applied,
    unchanged: progress.unchanged,
    pruned,
    kept,
    problems: progress.problems,
    drifted: [],
  };
  return { state: { inventory: [...progress.inventory.values()], report }, retry: progress.retry };
}

async function applyOne(
  manifest: Manifest,
  known: ReadonlyMap<string, Entry>,
  targets: Targets,
  origin: { revision: string; traceparent: string },
  progress: Progress,
): Promise<void> {
  const target = targetOf(manifest.file);
  const guess = [manifest.namespace, 'default', undefined].map((namespace) => entryOf(manifest, namespace, target));
  const remembered = guess.map((entry) => known.get(entryId(entry))).find((entry) => entry !== undefined);
  const [first] = guess;
  if (remembered !== undefined && remembered.digest === first?.digest) {
    progress.inventory.set(entryId(remembered), remembered);
    progress.unchanged += 1;
    return;
  }
  const result = await targets.applier(target).then(
    (applier) => applier.apply(manifest, origin),
    (error: unknown) => ({ ok: false, retryable: true, message: asError(error).message }) as const,
  );
  if (result.ok) {
    const entry = entryOf(manifest, result.namespace, target);
    progress.inventory.set(entryId(entry), entry);
    progress.applied += 1;
    return;
  }
  if (remembered !== undefined) progress.inventory.set(entryId(remembered), remembered); // it stands as it was applied last
  progress.retry ||= result.retryable;
  progress.problems.push({
    file: manifest.file,
    line: manifest.line,
    object: `${manifest.kind} ${manifest.name}`,
    message: result.message,
  });
}

/** Deletes in reverse order of applying; what belongs to a broken file stays until that can be read again. */
async function prune(
  stale: readonly Entry[],
  broken: ReadonlySet<string>,
  targets: Targets,
  progress: Progress,
): Promise<{ pruned: string[]; kept: string[] }> {
  const pruned: string[] = [];
  const kept: string[] = [];
  const clusters = new Set<string>();
  const order = [...stale].sort((a, b) => Number(b.kind === 'Cluster') - Number(a.kind === 'Cluster') || rankOf(b.kind) - rankOf(a.kind));
  for (const entry of order) {
    const what = `${entry.kind} ${entry.namespace === undefined ? '' : `${entry.namespace}/`}${entry.name}`;
    if (broken.has(entry.file)) {
      progress.inventory.set(entryId(entry), entry);
      continue;
    }
    const why = await pruneOne(entry, clusters, targets).catch((error: unknown) => {
      progress.retry = true;
      return asError(error).message;
    });
    if (why === undefined) pruned.push(what);
    else {
      kept.push(`${what}: ${why}`);
      if (!why.startsWith('it ')) progress.inventory.set(entryId(entry), entry);
    }
    if (entry.kind === 'Cluster' && why === undefined) clusters.add(`${entry.namespace ?? ''}/${entry.name}`);
  }
  return { pruned, kept };
}

/** @returns why the object stays; undefined when it is deleted or was gone already */
async function pruneOne(entry: Entry, prunedClusters: ReadonlySet<string>, targets: Targets): Promise<string | undefined> {
  const applier = await targets.applier(
    entry.cluster === undefined ? { kind: 'management' } : { kind: 'workload', cluster: entry.cluster },
  );
  const found = await applier.find(entry);
  if (found === undefined) return undefined;
  const why = whyKept(found.object, prunedClusters);
  if (why === undefined) await applier.delete(found.kind, found.object);
  return why;
}
