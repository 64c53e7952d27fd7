import type { Backup } from '@handoff/api';
import { InProcessSemaphore } from '@handoff/coordination';
import { keyOfObject } from '@handoff/kube';
import type { Key, KubeClient } from '@handoff/kube';
import type { Logger } from '@handoff/reconcile';
import { asError } from '@handoff/time';
import type { Clock } from '@handoff/time';
import { BackupFolder } from '../archive/backup-folder.js';
import { contentsOf } from '../archive/contents.js';
import { StorageError } from '../archive/errors.js';
import { takenBy, veleroManifest } from '../archive/velero-manifest.js';
import type { Taken } from '../archive/velero-manifest.js';
import { writeArchive } from '../archive/write-archive.js';

/** How far the taking of a backup is; times in milliseconds. */
export type Job =
  | { readonly state: 'queued' }
  | { readonly state: 'running'; readonly startedAt: number; readonly items: number }
  | { readonly state: 'done'; readonly taken: Taken }
  | { readonly state: 'failed'; readonly failedAt: number; readonly error: Error };

export interface BackupJobsDeps {
  readonly kube: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  /** A job got further. */
  readonly changed: (backup: Key) => void;
}

/** How often a running job tells how far it is, in milliseconds. */
const TELL_MS = 1000;

interface Running {
  job: Job;
  readonly stop: AbortController;
  work: Promise<void>;
}

/** Takes backups, one after another, beside the reconciles that tell of them. What a crash ended is begun anew by the next process. */
export class BackupJobs implements AsyncDisposable {
  readonly #jobs = new Map<string, Running>();
  readonly #turn = new InProcessSemaphore(1);

  constructor(private readonly deps: BackupJobsDeps) {}

  /** What this process knows of the backup's job; undefined when it has none. */
  of(backup: Backup): Job | undefined {
    return this.#jobs.get(backup.metadata.uid)?.job;
  }

  /** Begins to take the backup, if that is not being done. */
  start(backup: Backup): void {
    const { uid } = backup.metadata;
    if (this.#jobs.has(uid)) return;
    const running: Running = { job: { state: 'queued' }, stop: new AbortController(), work: Promise.resolve() };
    this.#jobs.set(uid, running);
    running.work = this.#run(backup, running.stop.signal);
  }

  /** Ends the job, if there is one, and forgets what came of it. */
  async end(backup: Backup): Promise<void> {
    const { uid } = backup.metadata;
    const running = this.#jobs.get(uid);
    running?.stop.abort();
    await running?.work;
    this.#jobs.delete(uid);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#jobs.values()];
    for (const { stop } of all) stop.abort();
    await Promise.all(all.map(({ work }) => work));
    this.#jobs.clear();
  }

  async #run(backup: Backup, signal: AbortSignal): Promise<void> {
    try {
      const taken = await this.#turn.run(() => this.#take(backup, signal), signal);
      this.#tell(backup, { state: 'done', taken });
    } catch (thrown) {
      if (!signal.aborted) this.#tell(backup, { state: 'failed', failedAt: this.deps.clock.now(), error: asError(thrown) });
    }
  }

  async #take(backup: Backup, signal: AbortSignal): Promise<Taken> {
    const { kube, clock } = this.deps;
    const folder = BackupFolder.of(backup.spec.storage.directory, backup.metadata);
    const known = await this.#known(backup, folder);
    if (known !== undefined) return known;
    const startedAt = clock.now();
    this.#tell(backup, { state: 'running', startedAt, items: 0 });
    const wrote = this.#progress(backup, startedAt);
    let taken: Omit<Taken, 'path'> | undefined;
    await folder.make(async (archive) => {
      const contents = contentsOf(kube.as(kube.manager, signal), backup.spec.includedNamespaces);
      const { items, sizeBytes } = await writeArchive(archive, contents, { at: startedAt, signal, wrote });
      taken = { startedAt, finishedAt: clock.now(), items, sizeBytes };
      return veleroManifest(backup, taken);
    });
    if (taken === undefined) throw new Error('the archive was not written'); // make() would have thrown
    return { ...taken, path: folder.archive };
  }

  /** What an earlier process finished without being able to tell. @throws StorageError when another backup has the name */
  async #known(backup: Backup, folder: BackupFolder): Promise<Taken | undefined> {
    const manifest = await folder.manifest();
    if (manifest === undefined) return undefined;
    const taken = takenBy(backup, manifest);
    if (taken === undefined) {
      throw new StorageError('NameTaken', `${folder.archive} is there already and was made for another Backup: choose another name or folder`);
    }
    return { ...taken, path: folder.archive };
  }

  #progress(backup: Backup, startedAt: number): (items: number) => void {
    let told = startedAt;
    return (items) => {
      const now = this.deps.clock.now();
      if (now - told < TELL_MS) return;
      told = now;
      this.#tell(backup, { state: 'running', startedAt, items });
    };
  }

  #tell(backup: Backup, job: Job): void {
    const running = this.#jobs.get(backup.metadata.uid);
    if (running === undefined) return;
    running.job = job;
    if (job.state === 'done') this.deps.log.info({ backup: backup.metadata.name, items: job.taken.items, path: job.taken.path }, 'backup taken');
    this.deps.changed(keyOfObject(backup));
  }
}
