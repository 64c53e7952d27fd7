import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const AUTHOR = ['-c', 'user.name=spec', '-c', 'user.email=spec@example.com', '-c', 'commit.gpgsign=false'];

/** A local Git repository with a work tree, which a spec commits to. */
export class Repository implements AsyncDisposable {
  private constructor(readonly directory: string) {}

  static async create(): Promise<Repository> {
    const directory = await mkdtemp(join(tmpdir(), 'gitops-spec-'));
    const repository = new Repository(directory);
    await mkdir(repository.path);
    await git(repository.path, 'init', '--quiet', '--initial-branch=main');
    return repository;
  }

  get path(): string {
    return join(this.directory, 'fleet');
  }

  get url(): string {
    return pathToFileURL(this.path).href;
  }

  /** Where a service under test may keep its copy. */
  get cache(): string {
    return join(this.directory, 'cache');
  }

  /** Writes files, removes those that are `undefined`, and commits; `at` is where the work tree was moved to. @returns the revision */
  async commit(files: Readonly<Record<string, string | undefined>>, at = this.path): Promise<string> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(at, path);
      await mkdir(dirname(file), { recursive: true });
      await (content === undefined ? rm(file) : writeFile(file, content));
    }
    await git(at, 'add', '--all');
    await git(at, 'commit', '--quiet', '--allow-empty', '--message=change');
    return (await git(at, 'rev-parse', 'HEAD')).trim();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

async function git(directory: string, ...args: readonly string[]): Promise<string> {
  return (await run('git', [...AUTHOR, ...args], { cwd: directory })).stdout;
}
