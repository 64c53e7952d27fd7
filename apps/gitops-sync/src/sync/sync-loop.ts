import { setImmediate as turn } from 'node:timers/promises';
import { ConfigMap } from '@handoff/api';
import type { Bus } from '@handoff/bus';
import { Gitops, handoff } from '@handoff/events';
import { DecorrelatedJitter } from '@handoff/kube';
import { referenceTo } from '@handoff/reconcile';
import type { Logger } from '@handoff/reconcile';
import { traceparentFor } from '@handoff/telemetry';
import { asError, rfc3339 } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';
import { refsFolder, watchRefs } from '../git/changes.js';
import type { GitMirror } from '../git/git-mirror.js';
import type { SourceRecord, SourceState, SyncReport } from './report.js';
import { syncRevision } from './sync-revision.js';
import type { Targets } from './targets.js';

export interface SyncLoopOptions {
  readonly source: string;
  readonly url: string;
  /** Folders of the repository that are applied; empty: all of it. */
  readonly paths: readonly string[];
  readonly pollMs: number;
  readonly mirror: GitMirror;
  readonly record: SourceRecord;
  readonly targets: Targets;
  readonly bus: Bus;
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
  readonly #backoff: DecorrelatedJitter;

  constructor(private readonly options: SyncLoopOptions) {
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
    using stack = new DisposableStack();
    let isWatched = false;
    while (!signal.aborted) {
      this.#rung = false;
      const folder = isWatched ? undefined : await refsFolder(this.options.url); // a local repository may come to be later
      if (folder !== undefined) {
        stack.use(watchRefs(folder, this.trigger.bind(this)));
        isWatched = true;
      }
      const wait = await this.#syncOnce(signal);
      await this.#sleep(wait, signal);
    }
  }

  /** @returns how long to wait at most before the next look, in ms */
  async #syncOnce(signal: AbortSignal): Promise<number> {
    const { mirror, paths, source, targets, record, log, pollMs } = this.options;
    try {
      const revision = await mirror.fetch(signal);
      if (revision === this.#done) {
        this.#backoff.reset();
        return pollMs;
      }
      this.#state ??= await record.read();
      const files = await mirror.files(revision, paths, signal);
      const { state, retry } = await syncRevision(source, revision, files, this.#state, targets);
      const isNews = JSON.stringify(state) !== JSON.stringify(this.#state);
      if (isNews) await this.#tell(state);
      this.#state = state; // only what is written down is known: else a failed write would never be made up for
      this.#done = retry ? undefined : revision;
      if (!retry) this.#backoff.reset();
      return retry ? this.#backoff.next() : pollMs;
    } catch (error) {
      if (signal.aborted) return 0;
      log.warn({ source, error: asError(error).message }, 'sync failed');
      return this.#backoff.next();
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
