import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What stands for `${NAME}` in the example repository. */
export type Substitutions = Readonly<Record<string, string>>;

/** A Git repository that the demo makes from the example in this project. */
export class DemoRepository {
  private constructor(readonly directory: string) {}

  get url(): string {
    return pathToFileURL(this.directory).href;
  }

  /** Copies the example, fills it in, and initializes Git; nothing is committed yet. @throws Error naming a `${NAME}` without a value */
  static async create(example: string, directory: string, values: Substitutions): Promise<DemoRepository> {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    await cp(example, directory, { recursive: true });
    for (const path of await filesIn(directory)) await writeFile(path, fill(path, await readFile(path, 'utf8'), values), { mode: 0o600 });
    const repository = new DemoRepository(directory);
    await repository.#git('init', '--quiet', '--initial-branch=main', '.');
    await repository.#git('config', 'user.name', 'handoff demo');
    await repository.#git('config', 'user.email', 'demo@handoff.invalid');
    await repository.#git('config', 'commit.gpgsign', 'false');
    return repository;
  }

  /** Commits everything as it is. @returns the commit's id */
  async commit(message: string): Promise<string> {
    await this.#git('add', '--all');
    await this.#git('commit', '--quiet', '--message', message);
    const { stdout } = await this.#git('rev-parse', 'HEAD');
    return stdout.trim();
  }

  async remove(path: string): Promise<void> {
    await rm(join(this.directory, path), { recursive: true });
  }

  #git(...args: string[]): Promise<{ stdout: string }> {
    return run('git', ['-c', 'core.hooksPath=/dev/null', ...args], { cwd: this.directory });
  }
}

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A line that is nothing but `# include NAME` is replaced by that text at its indentation; `${NAME}` by its value. */
function fill(path: string, text: string, values: Substitutions): string {
  const valueOf = (name: string): string => {
    const value = values[name];
    if (value === undefined) throw new Error(`${path}: nothing is known to put in for ${name}`);
    return value;
  };
  const included = text.replace(/^([ \t]*)# include ([A-Za-z0-9_./-]+)$/gm, (_line, indent: string, name: string) =>
    valueOf(name).trimEnd().split('\n').map((line) => (line === '' ? '' : `${indent}${line}`)).join('\n'));
  return included.replace(/\$\{([A-Z_]+)\}/g, (_whole, name: string) => valueOf(name));
}
