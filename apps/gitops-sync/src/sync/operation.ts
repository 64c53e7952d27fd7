import { SORT, traceparentFor, Work } from '@handoff/telemetry';
import type { Attributes, Tracer } from '@handoff/telemetry';
import { asError } from '@handoff/time';
import type { Clock } from '@handoff/time';
import type { GitMirror } from '../git/git-mirror.js';
import type { SyncReport } from './report.js';

/** An older commit waited for somebody to follow its repository: that is no part of the operation, in milliseconds. */
const OLDEST_COMMIT_MS = 600_000;

export interface OperationsOptions {
  readonly source: string;
  readonly mirror: GitMirror;
  readonly tracer: Tracer;
  readonly clock: Clock;
}

/** A revision is an operation: its trace begins with the commit, and everything that it brings about is part of it. */
export class Operations {
  #begun: string | undefined;

  constructor(private readonly options: OperationsOptions) {}

  /** Applies a revision as the first work of its operation. The root span is told once, when the first attempt that did something ends. */
  async apply<T extends { readonly report: SyncReport }>(revision: string, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    const { tracer, clock, source } = this.options;
    if (!tracer.isOn) return run();
    const root = traceparentFor(source, revision);
    const work = new Work(tracer.contextIn(root));
    const from = clock.now();
    try {
      const result = await tracer.within(work, run);
      const { applied, pruned, problems: [problem] } = result.report;
      const counts = { 'handoff.applied': applied, 'handoff.pruned': pruned.length };
      const error = problem === undefined ? undefined : `${problem.file}: ${problem.message}`;
      if (applied > 0 || pruned.length > 0 || error !== undefined) await this.#tell(revision, work, from, counts, error, signal);
      return result;
    } catch (error) {
      await this.#tell(revision, work, from, {}, asError(error).message, signal);
      throw error;
    }
  }

  async #tell(
    revision: string, work: Work, from: number, counts: Attributes, error: string | undefined, signal: AbortSignal,
  ): Promise<void> {
    const { tracer, clock, source } = this.options;
    const root = traceparentFor(source, revision);
    const to = clock.now();
    const attributes = { 'handoff.source': source, 'vcs.ref.head.revision': revision };
    if (this.#begun !== revision) {
      this.#begun = revision;
      const begun = await this.#committedAt(revision, from, signal);
      const name = `revision ${revision.slice(0, 12)} of ${source}`;
      tracer.record({ name, parent: undefined, context: root, from: begun, to, attributes: { [SORT]: 'operation', ...attributes } });
      const wait = { name: 'commit to sync', parent: root, from: begun, to: from };
      tracer.record({ ...wait, attributes: { [SORT]: 'milestone', 'handoff.milestone': 'commit to sync', ...attributes } });
    }
    const told = { name: 'apply revision', parent: root, context: work.context, from, to, error };
    tracer.record({ ...told, attributes: { [SORT]: 'reconcile', ...attributes, ...counts } });
    for (const span of work.end()) tracer.record(span);
  }

  /** In milliseconds; Git's times have whole seconds. */
  async #committedAt(revision: string, from: number, signal: AbortSignal): Promise<number> {
    const committed = await this.options.mirror.committedAt(revision, signal).catch(() => from);
    return from - committed > OLDEST_COMMIT_MS || committed > from ? from : committed;
  }
}
