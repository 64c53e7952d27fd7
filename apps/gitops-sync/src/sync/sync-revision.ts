import { asError } from '@handoff/time';
import { traceparentFor } from '@handoff/telemetry';
import type { Origin } from '../apply/applier.js';
import type { GitFile } from '../git/git-mirror.js';
import { describeEntry, entryId, entryOf } from '../apply/inventory.js';
import type { Entry } from '../apply/inventory.js';
import { readManifests } from '../manifest/manifest.js';
import type { Manifest } from '../manifest/manifest.js';
import { inOrder } from '../manifest/order.js';
import { targetOf } from '../manifest/route.js';
import { pruneStale } from './prune-stale.js';
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
  /** What is as Git has it since now, and so no longer drifted. */
  readonly applied: Set<string>;
  unchanged: number;
  retry: boolean;
}

/** Applies what a revision changed, in order, each object for itself; then prunes what Git no longer has. */
export async function syncRevision(
  source: string, revision: string, files: readonly GitFile[], before: SourceState, targets: Targets,
): Promise<RevisionOutcome> {
  const { manifests, problems, broken } = readAll(files);
  const progress: Progress = { inventory: new Map(), problems: [...problems], applied: new Set(), unchanged: 0, retry: false };
  const known = byId(before.inventory);
  const origin = { revision, traceparent: traceparentFor(source, revision) };
  for (const group of inOrder(manifests)) {
    await Promise.all(group.map((manifest) => applyOne(manifest, known, targets, origin, progress)));
  }
  const stale = [...known].filter(([id]) => !progress.inventory.has(id)).map(([, entry]) => entry);
  const { pruned, kept, remembered, retry } = await pruneStale(stale, broken, targets);
  const inventory = [...progress.inventory.values(), ...remembered];
  const standing = new Set(inventory.map(describeEntry).filter((what) => !progress.applied.has(what)));
  const drifted = before.report?.drifted.filter((drift) => standing.has(drift.split(': ')[0] ?? '')) ?? [];
  const { applied, unchanged } = progress;
  const report = { revision, applied: applied.size, unchanged, pruned, kept, problems: progress.problems, drifted };
  return { state: { inventory, report }, retry: progress.retry || retry };
}

/** What the files declare, and what is wrong with them. */
export function readAll(files: readonly GitFile[]): {
  readonly manifests: readonly Manifest[]; readonly problems: readonly Problem[]; readonly broken: ReadonlySet<string>;
} {
  const read = files.map(({ path, content }) => readManifests(path, content));
  const problems = read.flatMap((file) => file.problems);
  const { manifests, repeated } = distinct(read.flatMap((file) => file.manifests));
  return { manifests, problems: [...problems, ...repeated], broken: new Set(problems.map(({ file }) => file)) };
}

/** The inventory by the objects that it names. */
export const byId = (inventory: readonly Entry[]): Map<string, Entry> => new Map(inventory.map((entry) => [entryId(entry), entry]));

/** What the inventory knows of a manifest, whether its kind has a namespace or not. */
export function rememberedOf(manifest: Manifest, known: ReadonlyMap<string, Entry>): { entry: Entry; isUnchanged: boolean } | undefined {
  for (const namespace of [manifest.namespace ?? 'default', undefined]) {
    const now = entryOf(manifest, namespace, targetOf(manifest.file));
    const entry = known.get(entryId(now));
    if (entry !== undefined) return { entry: { ...entry, file: manifest.file }, isUnchanged: entry.digest === now.digest };
  }
  return undefined;
}

/** An object that two files declare would change with every revision: the first one stands, and the others are told. */
function distinct(manifests: readonly Manifest[]): { manifests: readonly Manifest[]; repeated: readonly Problem[] } {
  const first = new Map<string, Manifest>();
  const repeated: Problem[] = [];
  for (const manifest of manifests) {
    const { file, line } = manifest;
    const entry = entryOf(manifest, manifest.namespace ?? 'default', targetOf(file));
    const other = first.get(entryId(entry));
    if (other === undefined) first.set(entryId(entry), manifest);
    else repeated.push({ file, line, object: `${manifest.kind} ${manifest.name}`, message: `${other.file}:${other.line} declares it already: remove one` });
  }
  return { manifests: [...first.values()], repeated };
}

async function applyOne(
  manifest: Manifest, known: ReadonlyMap<string, Entry>, targets: Targets, origin: Origin, progress: Progress,
): Promise<void> {
  const target = targetOf(manifest.file);
  const remembered = rememberedOf(manifest, known);
  if (remembered?.isUnchanged === true) {
    progress.inventory.set(entryId(remembered.entry), remembered.entry);
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
    progress.applied.add(describeEntry(entry));
    return;
  }
  if (remembered !== undefined) progress.inventory.set(entryId(remembered.entry), remembered.entry); // it stands as it was applied last
  progress.retry ||= result.retryable;
  const { file, line, kind, name } = manifest;
  progress.problems.push({ file, line, object: `${kind} ${name}`, message: result.message });
}
