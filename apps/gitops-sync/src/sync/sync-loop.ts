import { setImmediate as turn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ConfigMap } from '@handoff/api';
import type { Bus } from '@handoff/bus';
import { Gitops, handoff } from '@handoff/events';
import { DecorrelatedJitter } from '@handoff/kube';
import { referenceTo } from '@handoff/reconcile';
import type { Logger } from '@handoff/reconcile';
import { traceparentFor } from '@handoff/telemetry';
import type { Tracer } from '@handoff/telemetry';
import { asError, jitter, rfc3339 } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';
import { refsFolder, watchRefs } from '../git/changes.js';
import type { GitFile, GitMirror } from '../git/git-mirror.js';
import { findDrift } from './find-drift.js';
import { Operations } from './operation.js';
import type { SourceRecord, SourceState, SyncReport } from './report.js';
import { syncRevision } from './sync-revision.js';
import type { RevisionOutcome } from './sync-revision.js';
import type { Targets } from './targets.js';

export interface SyncLoopOptions {
  readonly source: string;
  readonly url: string;
  /** Folders of the repository that are applied; empty: all of it. */
  readonly paths: readonly string[];
  readonly pollMs: number;
  /** How often the clusters are compared with Git, and whether what differs is applied again. */
  readonly driftMs: number;
  readonly selfHeal: boolean;
  readonly mirror: GitMirror;
  readonly record: SourceRecord;
  readonly targets: Targets;
  readonly bus: Bus;
  readonly tracer: Tracer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** Follows one repository: at every poll, every push hook, and at once where its refs can be watched. */
export class SyncLoop {
  #state: SourceState | undefined;
  #done: string | undefined;
  #ring: (() => void) | undefined;
  #rung = false;
  #isWatching = false;
  readonly #backoff: DecorrelatedJitter;
  readonly #operations: Operations;

  constructor(private readonly options: SyncLoopOptions) {
    this.#operations = new Operations(options);
    this.#backoff = new DecorrelatedJitter(options.random, 500, 30_000);
  }

  /** Something may have changed: look now. */
  trigger(): void {
    this.#rung = true;
    this.#ring?.();
  }

  /** The last revision may not be all applied, and now there is reason to try again. */
  retry(): void {
    this.#done = undefined;
    this.trigger();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, random, driftMs } = this.options;
    const driftWait = (): number => jitter(random, driftMs);
    using watches = new DisposableStack();
    let lookAt = clock.now();
    let compareAt = lookAt + driftWait();
    while (!signal.aborted) {
      if (this.#rung || clock.now() >= lookAt) {
        this.#rung = false;
        await this.#watch(watches);
        const wait = await this.#syncOnce(signal);
        lookAt = clock.now() + wait;
      }
      if (clock.now() >= compareAt) {
        await this.#compare(signal);
        compareAt = clock.now() + driftWait();
      }
      await this.#sleep(Math.max(0, Math.min(lookAt, compareAt) - clock.now()), signal);
    }
  }

  /** Watches the refs of a local repository from the moment that there is one. */
  async #watch(watches: DisposableStack): Promise<void> {
    if (this.#isWatching) return;
    const folder = await refsFolder(this.options.url);
    if (folder === undefined) return;
    watches.use(watchRefs(folder, this.trigger.bind(this)));
    this.#isWatching = true;
  }

  /** @returns how long to wait at most before the next look, in ms */
  async #syncOnce(signal: AbortSignal): Promise<number> {
    const { mirror, paths, source, record, log, pollMs } = this.options;
    try {
      const revision = await mirror.fetch(signal);
      if (revision === this.#done) {
        this.#backoff.reset();
        return pollMs;
      }
      const before = this.#state ??= await record.read();
      const files = await mirror.files(revision, paths, signal);
      const { retry } = await this.#apply(revision, files, before, signal);
      this.#done = retry ? undefined : revision;
      if (!retry) this.#backoff.reset();
      return retry ? this.#backoff.next() : pollMs;
    } catch (error) {
      if (signal.aborted) return 0;
      log.warn({ source, error: asError(error).message }, 'sync failed');
      return this.#backoff.next();
    }
  }

  async #apply(revision: string, files: readonly GitFile[], before: SourceState, signal: AbortSignal): Promise<RevisionOutcome> {
    const { source, targets } = this.options;
    const { outcome } = await this.#operations.apply(revision, signal, async () => {
      const outcome = await syncRevision(source, revision, files, before, targets);
      const isNews = JSON.stringify(outcome.state) !== JSON.stringify(before);
      if (isNews) await this.#tell(outcome.state);
      this.#state = outcome.state; // only what is written down is known: else a failed write would never be made up for
      return { outcome, report: outcome.state.report };
    });
    return outcome;
  }

  /** Tells what somebody else changed since it was applied; written down only when that is not what was known. */
  async #compare(signal: AbortSignal): Promise<void> {
    const { mirror, paths, source, targets, record, log, selfHeal } = this.options;
    const state = this.#state;
    if (state?.report === undefined) return; // nothing has been applied yet
    const { report } = state;
    try {
      const files = await mirror.files(report.revision, paths, signal);
      const { drifted, unseen } = await findDrift(source, files, { ...state, report }, targets, selfHeal, signal);
      if (unseen.length > 0) log.warn({ source, unseen }, 'not compared with Git');
      if (isDeepStrictEqual(drifted, report.drifted)) return;
      log.warn({ source, revision: report.revision, drifted }, 'drift');
      const known = { ...state, report: { ...report, drifted: [...drifted] } };
      await record.write(known);
      this.#state = known;
    } catch (error) {
      if (!signal.aborted) log.warn({ source, error: asError(error).message }, 'comparison failed');
    }
  }

  async #tell(state: SourceState & { report: SyncReport }): Promise<void> {
    const { source, record, bus, clock, log } = this.options;
    const { revision, applied, pruned, problems } = state.report;
    const written = await record.write(state);
    log[problems.length === 0 ? 'info' : 'warn']({ source, revision, applied, pruned: pruned.length, problems }, 'revision applied');
    const event = problems.length === 0 ? Gitops.Synced : Gitops.SyncFailed;
    const [first] = problems;
    const message =
      first === undefined
        ? `${String(applied)} applied, ${String(pruned.length)} pruned`
        : `${first.file}:${String(first.line ?? 1)}: ${first.message}`;
    const data = { about: referenceTo(ConfigMap, written), reason: problems.length === 0 ? 'Synced' : 'SyncFailed', message };
    await bus
      .publish(handoff(event, data, { time: rfc3339(clock.now()), traceparent: traceparentFor(source, revision) }))
      .catch(() => undefined); // for people only
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    await turn();
    if (this.#rung || signal.aborted) return;
    const woken = new AbortController();
    this.#ring = () => {
      woken.abort();
    };
    await this.options.clock.sleep(ms, AbortSignal.any([signal, woken.signal])).catch(() => undefined);
    this.#ring = undefined;
  }
}
