import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How a run of kubectl ended. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A kubectl with a home and a kubeconfig of its own. */
export class Kubectl implements AsyncDisposable {
  readonly #binary: string;
  readonly #home: string;

  private constructor(binary: string, home: string) {
    this.#binary = binary;
    this.#home = home;
  }

  static async create(binary: string, kubeconfig: string): Promise<Kubectl> {
    const home = await mkdtemp(join(tmpdir(), 'kubectl-'));
    await writeFile(join(home, 'config'), kubeconfig, { mode: 0o600 });
    return new Kubectl(binary, home);
  }

  /** Runs kubectl with these arguments, and this on its standard input. Never rejects for what kubectl says. */
  run(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Run> {
    return new Promise((resolve) => {
      const child = execFile(this.#binary, args, { env: this.#env(env), timeout: 20_000 }, (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err });
      });
      child.stdin?.end(input);
    });
  }

  /** Starts kubectl and hands out its lines; it is killed when the reader has enough. */
  async *lines(args: readonly string[]): AsyncGenerator<string, void, undefined> {
    const child = spawn(this.#binary, args, { env: this.#env({}), stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = new Promise((resolve) => { child.once('exit', resolve); });
    try {
      yield* createInterface({ input: child.stdout });
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#home, { recursive: true, force: true });
  }

  #env(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { PATH: process.env['PATH'], HOME: this.#home, KUBECONFIG: join(this.#home, 'config'), ...more };
  }
}
