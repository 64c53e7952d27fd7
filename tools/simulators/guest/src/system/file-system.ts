import { posix } from 'node:path';

/** A regular file of a guest. */
export interface GuestFile {
  readonly content: string;
  readonly mode: number;
  readonly owner: string;
}

/** What went wrong with a path, worded as the C library does. */
export class FileSystemError extends Error {
  override readonly name = 'FileSystemError';
  constructor(
    readonly path: string,
    readonly reason: 'No such file or directory' | 'Is a directory' | 'Not a directory',
  ) {
    super(`${path}: ${reason}`);
  }
}

/** The disk of one guest: regular files and directories in memory, nothing of the host. */
export class GuestFileSystem {
  readonly #files = new Map<string, GuestFile>();
  readonly #directories = new Set<string>();

  constructor() {
    for (const path of ['/bin', '/dev', '/etc', '/home', '/opt', '/root', '/run', '/tmp', '/usr/local/bin', '/var/lib', '/var/log'])
      this.mkdir(path);
  }

  /** Writes a file. Parent directories must exist, as for a shell's redirection, unless `parents` is set. */
  write(path: string, content: string, options: { mode?: number; owner?: string; parents?: boolean } = {}): void {
    const target = posix.normalize(path);
    if (target === '/dev/null') return;
    if (options.parents === true) this.mkdir(posix.dirname(target));
    if (this.isDirectory(target)) throw new FileSystemError(path, 'Is a directory');
    if (!this.isDirectory(posix.dirname(target))) throw new FileSystemError(path, 'No such file or directory');
    const before = this.#files.get(target);
    this.#files.set(target, {
      content,
      mode: options.mode ?? before?.mode ?? 0o644,
      owner: options.owner ?? before?.owner ?? 'root:root',
    });
  }

  append(path: string, content: string): void {
    this.write(path, `${this.file(path)?.content ?? ''}${content}`);
  }

  /** The text of a file; throws where there is none. */
  read(path: string): string {
    const target = posix.normalize(path);
    if (target === '/dev/null') return '';
    if (this.isDirectory(target)) throw new FileSystemError(path, 'Is a directory');
    const file = this.#files.get(target);
    if (file === undefined) throw new FileSystemError(path, 'No such file or directory');
    return file.content;
  }

  file(path: string): GuestFile | undefined {
    return this.#files.get(posix.normalize(path));
  }

  isDirectory(path: string): boolean {
    return path === '/' || this.#directories.has(trimmed(path));
  }

  exists(path: string): boolean {
    return this.file(path) !== undefined || this.isDirectory(path);
  }

  /** Makes a directory and its parents. */
  mkdir(path: string): void {
    let current = '';
    for (const part of trimmed(path).split('/').filter(Boolean)) {
      current += `/${part}`;
      if (this.#files.has(current)) throw new FileSystemError(current, 'Not a directory');
      this.#directories.add(current);
    }
  }

  chmod(path: string, mode: number): void {
    const file = this.#files.get(posix.normalize(path));
    if (file !== undefined) this.#files.set(posix.normalize(path), { ...file, mode });
    else if (!this.isDirectory(path)) throw new FileSystemError(path, 'No such file or directory');
  }

  chown(path: string, owner: string): void {
    const file = this.#files.get(posix.normalize(path));
    if (file !== undefined) this.#files.set(posix.normalize(path), { ...file, owner });
    else if (!this.isDirectory(path)) throw new FileSystemError(path, 'No such file or directory');
  }

  /** Removes a file, or a directory with all that is in it. */
  remove(path: string): void {
    const target = trimmed(path);
    if (!this.exists(target)) throw new FileSystemError(path, 'No such file or directory');
    this.#files.delete(target);
    this.#directories.delete(target);
    for (const file of [...this.#files.keys()]) if (file.startsWith(`${target}/`)) this.#files.delete(file);
    for (const directory of [...this.#directories]) if (directory.startsWith(`${target}/`)) this.#directories.delete(directory);
  }

  /** Paths of all regular files under a directory (or the file itself), sorted. */
  filesUnder(path: string): string[] {
    const root = trimmed(path);
    const prefix = root === '/' ? '/' : `${root}/`;
    return [...this.#files.keys()].filter((file) => file === root || file.startsWith(prefix)).sort();
  }

  /** Paths of all directories at and under a directory, sorted. */
  directoriesUnder(path: string): string[] {
    const root = trimmed(path);
    const prefix = root === '/' ? '/' : `${root}/`;
    return [...this.#directories].filter((directory) => directory === root || directory.startsWith(prefix)).sort();
  }
}

function trimmed(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}
