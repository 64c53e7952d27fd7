import { execFile, spawn } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { GitError, withoutCredentials } from './git-error.js';

const run = promisify(execFile);

/** A file of a revision. */
export interface GitFile {
  readonly path: string;
  readonly content: string;
}

/** Longest time that Git may take for a fetch, in ms. */
const FETCH_MS = 120_000;
const LARGEST_LISTING = 64 * 1024 * 1024;

/** A bare copy of a repository: file://, https or ssh, whatever the system's git can reach. */
export class GitMirror {
  constructor(
    private readonly url: string,
    private readonly branch: string | undefined,
    private readonly directory: string,
  ) {}

  /** Brings the copy up to date. @returns the commit that the branch (or HEAD) is at. @throws GitError */
  async fetch(signal: AbortSignal): Promise<string> {
    await this.#ensure(signal);
    const wanted = this.branch === undefined ? 'HEAD' : `refs/heads/${this.branch}`;
    await this.#git(['fetch', '--quiet', '--force', '--depth=1', this.url, `${wanted}:refs/handoff/current`], signal);
    return (await this.#git(['rev-parse', 'refs/handoff/current^{commit}'], signal)).trim();
  }

  /** The YAML files of a revision, in the order of their paths. @throws GitError */
  async files(revision: string, under: readonly string[], signal: AbortSignal): Promise<readonly GitFile[]> {
    const listed = await this.#git(['ls-tree', '-r', '-z', '--name-only', revision, ...(under.length === 0 ? [] : ['--', ...under])], signal);
    const paths = listed.split('\0').filter((path) => /\.ya?ml$/.test(path)).sort();
    return paths.length === 0 ? [] : this.#contents(revision, paths);
  }

  /** When the revision was committed, in milliseconds since the epoch. @throws GitError */
  async committedAt(revision: string, signal: AbortSignal): Promise<number> {
    return Number(await this.#git(['show', '--no-patch', '--format=%ct', revision], signal)) * 1000;
  }

  async #ensure(signal: AbortSignal): Promise<void> {
    const exists = await stat(join(this.directory, 'HEAD')).then(() => true, () => false);
    if (exists) return;
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    await this.#git(['init', '--quiet', '--bare', '.'], signal);
  }

  /** One process for all files: `cat-file --batch` answers each name with a header line and the bytes. */
  async #contents(revision: string, paths: readonly string[]): Promise<GitFile[]> {
    const child = spawn('git', ['cat-file', '--batch'], { cwd: this.directory, env: environment(), stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.end(paths.map((path) => `${revision}:${path}\n`).join(''));
    const [output, complaint] = await Promise.all([collect(child.stdout), text(child.stderr)]);
    if (output.length === 0) throw new GitError(`git cat-file: ${complaint.trim()}`);
    let at = 0;
    return paths.map((path) => {
      const end = output.indexOf(0x0a, at);
      const size = Number(output.subarray(at, end).toString().split(' ').at(-1));
      const content = output.subarray(end + 1, end + 1 + size).toString();
      at = end + 1 + size + 1;
      return { path, content };
    });
  }

  async #git(args: readonly string[], signal: AbortSignal): Promise<string> {
    try {
      const { stdout } = await run('git', ['-c', 'safe.directory=*', ...args], { cwd: this.directory, env: environment(), signal, timeout: FETCH_MS, maxBuffer: LARGEST_LISTING });
      return stdout;
    } catch (cause) {
      const complaint = cause instanceof Error && 'stderr' in cause && typeof cause.stderr === 'string' ? cause.stderr.trim() : '';
      const said = complaint === '' && cause instanceof Error ? cause.message : complaint;
      throw new GitError(withoutCredentials(`git ${args[0] ?? ''} of ${this.url}: ${said}`));
    }
  }
}

/** Never asks: a person is not there to answer. */
const environment = (): NodeJS.ProcessEnv => ({ ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_SSH_COMMAND: process.env['GIT_SSH_COMMAND'] ?? 'ssh -oBatchMode=yes' });

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
