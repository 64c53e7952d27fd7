import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { StorageError, storageError, systemCode } from './errors.js';

/** Where one backup lies: `<directory>/backups/<name>/`, as in a bucket of Velero's. */
export class BackupFolder {
  private constructor(readonly directory: string, private readonly name: string, private readonly uid: string) {}

  /** @throws StorageError when the path is not absolute */
  static of(directory: string, { name, uid }: { readonly name: string; readonly uid: string }): BackupFolder {
    if (!isAbsolute(directory)) throw new StorageError('NoFolder', `spec.storage.directory ${JSON.stringify(directory)} is not an absolute path: begin it with /`);
    return new BackupFolder(directory, name, uid);
  }

  get #whole(): string {
    return join(this.directory, 'backups', this.name);
  }

  /** A name that no whole backup can have: hidden, and this backup's alone. */
  get #partial(): string {
    return join(this.directory, 'backups', `.${this.name}.${this.uid}.partial`);
  }

  /** The archive, once it is whole. */
  get archive(): string {
    return join(this.#whole, `${this.name}.tar.gz`);
  }

  /** What describes the backup beside its archive; undefined when there is none yet. @throws StorageError */
  async manifest(): Promise<string | undefined> {
    try {
      return await readFile(join(this.#whole, MANIFEST), 'utf8');
    } catch (thrown) {
      if (isAbsent(thrown)) return undefined;
      throw storageError(this.#whole, thrown);
    }
  }

  /**
   * Makes the backup: `write` is given the path of the archive to be and returns the text beside it. All of it appears at once under its
   * name, or nothing does: what an attempt left half-made, this one's or a crashed one's, is removed. @throws StorageError
   */
  async make(write: (archive: string) => Promise<string>): Promise<void> {
    const partial = this.#partial;
    try {
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial, { recursive: true, mode: 0o700 });
      const manifest = await write(join(partial, `${this.name}.tar.gz`));
      await writeFile(join(partial, MANIFEST), manifest, { mode: 0o600, flush: true });
      await sync(partial);
      await this.#appear(partial);
    } catch (thrown) {
      await rm(partial, { recursive: true, force: true }).catch(() => undefined); // the first failure is the one to tell
      throw storageError(this.directory, thrown);
    }
  }

  /** Removes the backup, if it is this one's, and whatever is half-made of it. @throws StorageError */
  async remove(isOwn: (manifest: string) => boolean): Promise<void> {
    const manifest = await this.manifest();
    try {
      await rm(this.#partial, { recursive: true, force: true });
      if (manifest !== undefined && isOwn(manifest)) await rm(this.#whole, { recursive: true, force: true });
    } catch (thrown) {
      if (!isAbsent(thrown)) throw storageError(this.#whole, thrown);
    }
  }

  async #appear(partial: string): Promise<void> {
    try {
      await rename(partial, this.#whole); // a folder never replaces one that holds something
    } catch (thrown) {
      if (!TAKEN.has(systemCode(thrown))) throw thrown;
      const words = `${this.#whole} is there already and holds another backup: choose another name or folder`;
      throw new StorageError('NameTaken', words, { cause: thrown });
    }
    await sync(join(this.directory, 'backups'));
  }
}

/** The name under which Velero looks for what describes a backup. */
const MANIFEST = 'velero-backup.json';

/** A new name is on the disk only when its folder is. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const ABSENT: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR']);
const TAKEN: ReadonlySet<string | undefined> = new Set(['ENOTEMPTY', 'EEXIST']);

const isAbsent = (thrown: unknown): boolean => ABSENT.has(systemCode(thrown));
