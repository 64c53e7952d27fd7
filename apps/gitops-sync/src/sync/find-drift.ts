import { asError } from '@handoff/time';
import { traceparentFor } from '@handoff/telemetry';
import { describeEntry } from '../apply/inventory.js';
import type { GitFile } from '../git/git-mirror.js';
import type { Manifest } from '../manifest/manifest.js';
import { inOrder } from '../manifest/order.js';
import { targetOf } from '../manifest/route.js';
import type { SourceState, SyncReport } from './report.js';
import { byId, readAll, rememberedOf } from './sync-revision.js';
import type { Targets } from './targets.js';

/** What a comparison of the clusters with Git showed. */
export interface Drift {
  /** Each with the fields that differ; and, when it was healed, that it was. */
  readonly drifted: readonly string[];
  /** What could not be compared, each with the reason. */
  readonly unseen: readonly string[];
}

/** Compares everything that was applied with what its manifest would make of it now; `selfHeal` applies again what differs. */
export async function findDrift(
  source: string, files: readonly GitFile[], state: SourceState & { report: SyncReport }, targets: Targets,
  selfHeal: boolean, signal: AbortSignal,
): Promise<Drift> {
  const known = byId(state.inventory);
  const { revision } = state.report;
  const origin = { revision, traceparent: traceparentFor(source, revision) };
  const drifted: string[] = [];
  const unseen: string[] = [];
  // One after the other: nothing waits for it, and the API server has better things to do.
  for (const manifest of inOrder(readAll(files).manifests).flat()) {
    signal.throwIfAborted();
    const remembered = rememberedOf(manifest, known);
    if (remembered?.isUnchanged !== true) continue; // it could not be applied, which the report says already
    const what = describeEntry(remembered.entry);
    try {
      const how = await compare(manifest, remembered.entry.namespace);
      if (how !== undefined) drifted.push(`${what}: ${how}`);
    } catch (error) {
      unseen.push(`${what}: ${asError(error).message}`);
    }
  }
  return { drifted, unseen };

  async function compare(manifest: Manifest, namespace: string | undefined): Promise<string | undefined> {
    const applier = await targets.applier(targetOf(manifest.file));
    const how = await applier.drift(manifest, namespace, origin);
    if (how === undefined || !selfHeal) return how;
    const healed = await applier.apply(manifest, origin);
    return healed.ok ? `${how}; applied again` : `${how}; not applied again: ${healed.message}`;
  }
}
