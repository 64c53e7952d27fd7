import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemClock } from '@handoff/time';
import { lastLines, onPath } from './commands.js';
import { PartFailed } from './errors.js';

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where what it says is kept, both streams in one file; appended to on a restart. */
  readonly logPath: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** True when it serves. A throw counts as not yet. */
  readonly ready: () => Promise<boolean>;
  /** How long it may take until it serves, in milliseconds. */
  readonly patienceMs?: number;
  /** True: it is started again when it ends by itself, as a kubelet does with what runs in a Pod. */
  readonly restarts?: boolean;
}

const PATIENCE_MS = 60_000;
/** How often a server that starts is asked whether it is ready, in milliseconds. */
const ASK_MS = 50;
/** How long after its end it is started again, in milliseconds. A kubelet waits longer from the second time on. */
const RESTART_MS = 1_000;
/** How long a server may take to end by itself, in milliseconds; after that it is killed. */
const STOP_MS = 10_000;

/** What can be done with a server that runs, be it a process or a container. A container has no process id of ours and no log file. */
export type PartControl = Pick<PartProcess, 'name' | 'logPath' | 'pid' | 'kill' | 'start' | 'pause' | 'resume' | 'stop' | typeof Symbol.asyncDispose>;

/** A server of ours: started, killed and started again at will, and never left behind. */
export class PartProcess implements AsyncDisposable {
  #child: ChildProcess | undefined;
  /** Whether it is to run: nobody has stopped or killed it since it was started. */
  #wanted = false;
  #restarts = 0;
  #exitCode: number | undefined;
  #ended: Promise<void> = Promise.resolve();

  private constructor(private readonly options: ProcessOptions) {}

  /** Starts it and waits until it serves. @throws PartFailed with the end of what it said */
  static async start(options: ProcessOptions): Promise<PartProcess> {
    const process = new PartProcess(options);
    await process.start();
    return process;
  }

  get name(): string {
    return this.options.name;
  }

  get logPath(): string {
    return this.options.logPath;
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** How it ended last; undefined before it has, or when a signal ended it. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** How often it was started again because it had ended by itself. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Starts it (again), at the same addresses and over the same data. */
  async start(): Promise<void> {
    if (this.#child !== undefined) throw new TypeError(`${this.name} runs already`);
    this.#wanted = true;
    await this.#spawn();
    await this.#untilReady();
  }

  /** As if the power went: no word, no flush. Resolves when it is no more. */
  async kill(): Promise<void> {
    this.#wanted = false;
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  /** As if it hung: its connections stay, and nobody answers on them. */
  pause(): Promise<void> {
    this.#child?.kill('SIGSTOP');
    return Promise.resolve();
  }

  /** It goes on where it was paused. */
  resume(): Promise<void> {
    this.#child?.kill('SIGCONT');
    return Promise.resolve();
  }

  /** Asks it to end, and kills it when it does not. */
  async stop(): Promise<void> {
    this.#wanted = false;
    this.#child?.kill('SIGTERM');
    const patience = new AbortController();
    await Promise.race([this.#ended, systemClock.sleep(STOP_MS, patience.signal).then(() => this.kill(), () => undefined)]);
    patience.abort();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #spawn(): Promise<void> {
    const { command, args, env, cwd, logPath } = this.options;
    await mkdir(dirname(logPath), { recursive: true });
    const log = createWriteStream(logPath, { flags: 'a', mode: 0o600 });
    // The kernel ends it when we are killed: a server that outlives its test would be found by the next one.
    const guard = await onPath('setpriv');
    const [file, ...rest] = guard === undefined ? [command, ...args] : [guard, '--pdeathsig', 'KILL', '--', command, ...args];
    const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'], cwd, env: { ...process.env, ...env } });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      const over = (code: unknown): void => {
        this.#exitCode = typeof code === 'number' ? code : undefined;
        this.#child = undefined;
        log.end(() => { resolve(); });
        if (this.#wanted && this.options.restarts === true) void this.#again();
      };
      child.once('close', over);
      child.once('error', over);
    });
  }

  async #again(): Promise<void> {
    await systemClock.sleep(RESTART_MS);
    if (!this.#wanted) return;
    this.#restarts += 1;
    await this.#spawn();
  }

  async #untilReady(): Promise<void> {
    const until = systemClock.now() + (this.options.patienceMs ?? PATIENCE_MS);
    while (this.#child !== undefined) {
      if (await this.options.ready().catch(() => false)) return;
      if (systemClock.now() > until) break;
      await systemClock.sleep(ASK_MS);
    }
    const ended = this.#child === undefined;
    await this.kill();
    const said = lastLines(await readFile(this.logPath, 'utf8').catch(() => ''), 15);
    throw new PartFailed(`${this.name} ${ended ? 'ended' : 'did not get ready'}; it said last:\n${said}`);
  }
}
