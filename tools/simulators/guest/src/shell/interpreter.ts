import { posix } from 'node:path';

import { FileSystemError, type GuestFileSystem } from '../system/file-system.js';
import {
  ShellSyntaxError,
  UnsupportedSyntaxError,
  type AndOr,
  type Command,
  type Pipeline,
  type Script,
  type SimpleCommand,
} from './ast.js';
import { evaluateCondition } from './condition.js';
import { expandToFields, expandToPattern, expandToString, type ExpansionContext } from './expansion.js';
import { parseScript } from './parser.js';
import { ShellState } from './shell-state.js';
import { applyRedirections, collector, type Streams } from './streams.js';

/** A program of the guest. Returns its exit status. */
export type Program = (args: readonly string[], io: Streams, shell: Shell) => Promise<number> | number;

/** The machine that a shell runs on. */
export interface ShellHost {
  readonly files: GuestFileSystem;
  readonly programs: ReadonlyMap<string, Program>;
  readonly signal: AbortSignal;
  /** Says that a command is none that is played here, and counts as done. */
  skipped(command: string, why: string): void;
}

class ExitRequest extends Error {
  override readonly name = 'ExitRequest';
  constructor(readonly status: number) {
    super(`exit ${String(status)}`);
  }
}

/** A loop that never ends is a fault of the script; the real machine would hang there. */
const loopLimit = 10_000;

/** Plays shell scripts on a guest. Commands that are not known are reported as skipped and succeed. */
export class Shell extends ShellState implements ExpansionContext {
  constructor(
    readonly host: ShellHost,
    readonly dialect: 'sh' | 'bash' = 'sh',
    scriptName = 'sh',
    parent?: Shell,
  ) {
    super(scriptName, parent);
  }

  /** Runs a whole script and returns its exit status; output goes to the streams. */
  async run(text: string, io: Streams): Promise<number> {
    let script: Script;
    try {
      script = parseScript(text);
    } catch (error) {
      if (error instanceof UnsupportedSyntaxError) {
        this.host.skipped(this.scriptName, error.message);
        return 0;
      }
      if (!(error instanceof ShellSyntaxError)) throw error;
      io.stderr.write(`${this.scriptName}: ${error.message}\n`);
      return 2;
    }
    return this.#untilExit(() => this.#script(script, io));
  }

  exit(status: number): never {
    throw new ExitRequest(status);
  }

  async substitute(script: Script): Promise<string> {
    const output = collector();
    const child = new Shell(this.host, this.dialect, this.scriptName, this);
    this.status = await child.#untilExit(() => child.#script(script, { stdin: '', stdout: output, stderr: collector() }));
    return output.text();
  }

  glob(source: string): string[] {
    const pattern = new RegExp(`^${source}$`);
    return [...this.host.files.filesUnder('/'), ...this.host.files.directoriesUnder('/')].filter((path) => pattern.test(path)).sort();
  }

  async #untilExit(body: () => Promise<number>): Promise<number> {
    try {
      return await body();
    } catch (error) {
      if (error instanceof ExitRequest) return error.status;
      throw error;
    }
  }

  async #script(script: Script, io: Streams): Promise<number> {
    let status = 0;
    for (const item of script) status = await this.#andOr(item, io);
    return status;
  }

  async #andOr(item: AndOr, io: Streams): Promise<number> {
    this.host.signal.throwIfAborted();
    if (item.background) {
      this.host.skipped(item.source, 'background commands are not played');
      return 0;
    }
    let status = await this.#pipeline(item.first, io);
    let last = item.first;
    for (const { operator, pipeline } of item.rest) {
      if ((operator === '&&') !== (status === 0)) continue;
      status = await this.#pipeline(pipeline, io);
      last = pipeline;
    }
    // errexit looks only at the last command of an and-or list, and never at a negated one.
    const isLast = item.rest.length === 0 || last === item.rest.at(-1)?.pipeline;
    if (status !== 0 && this.exitOnError && isLast && !last.negated) this.exit(status);
    return status;
  }

  async #pipeline(pipeline: Pipeline, io: Streams): Promise<number> {
    let stdin = io.stdin;
    let status = 0;
    for (const [index, command] of pipeline.commands.entries()) {
      const isLast = index === pipeline.commands.length - 1;
      const output = collector();
      const shell = pipeline.commands.length > 1 ? new Shell(this.host, this.dialect, this.scriptName, this) : this;
      const streams = { stdin, stdout: isLast ? io.stdout : output, stderr: io.stderr };
      status =
        pipeline.commands.length > 1
          ? await shell.#untilExit(() => shell.#command(command, streams))
          : await shell.#command(command, streams);
      stdin = output.text();
    }
    this.status = pipeline.negated ? (status === 0 ? 1 : 0) : status;
    return this.status;
  }

  async #command(command: Command, io: Streams): Promise<number> {
    try {
      return await this.#body(command, await applyRedirections(command.redirections, io, this));
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      io.stderr.write(`${this.scriptName}: ${error.message}\n`);
      return 1;
    }
  }

  async #body(command: Command, io: Streams): Promise<number> {
    switch (command.kind) {
      case 'simple':
        return this.#simple(command, command.source, io);
      case 'if':
        for (const branch of command.branches)
          if ((await this.#condition(branch.condition, io)) === 0) return this.#script(branch.body, io);
        return command.otherwise === undefined ? 0 : this.#script(command.otherwise, io);
      case 'for': {
        let status = 0;
        for (const item of await expandToFields(command.items, this)) {
          this.assign(command.variable, item);
          status = await this.#script(command.body, io);
        }
        return status;
      }
      case 'loop':
        return this.#loop(command, io);
      case 'group': {
        if (!command.subshell) return this.#script(command.body, io);
        const child = new Shell(this.host, this.dialect, this.scriptName, this);
        return child.#untilExit(() => child.#script(command.body, io));
      }
      case 'function':
        this.functions.set(command.functionName, command.body);
        return 0;
    }
  }

  /** A condition's failure never ends a script, whatever `set -e` says. */
  async #condition(condition: Script, io: Streams): Promise<number> {
    const before = this.exitOnError;
    this.exitOnError = false;
    try {
      return await this.#script(condition, io);
    } finally {
      this.exitOnError = before;
    }
  }

  async #loop(command: Extract<Command, { kind: 'loop' }>, io: Streams): Promise<number> {
    let status = 0;
    for (let round = 0; round < loopLimit; round += 1) {
      const holds = (await this.#condition(command.condition, io)) === 0;
      if (holds === command.until) return status;
      status = await this.#script(command.body, io);
    }
    io.stderr.write(`${this.scriptName}: gave up after ${String(loopLimit)} rounds of a loop\n`);
    return 1;
  }

  async #simple(command: SimpleCommand, source: string, io: Streams): Promise<number> {
    for (const { name, value } of command.assignments) {
      this.status = 0;
      this.assign(name, await expandToString(value, this));
    }
    if (command.words.length === 0) return this.status;
    const first = command.words[0]?.[0];
    if (first?.kind === 'text' && first.text === '[[' && !first.quoted) return this.#doubleBrackets(command, io);
    const [name, ...args] = await expandToFields(command.words, this);
    return name === undefined ? this.status : this.#invoke(name, args, source, io);
  }

  async #doubleBrackets(command: SimpleCommand, io: Streams): Promise<number> {
    if (this.dialect === 'sh') {
      io.stderr.write(`${this.scriptName}: [[: not found\n`);
      return 127;
    }
    const words: { text: string; pattern: string }[] = [];
    for (const word of command.words.slice(1, -1)) {
      words.push({ text: await expandToString(word, this), pattern: await expandToPattern(word, this) });
    }
    return evaluateCondition(words, this, io);
  }

  async #invoke(name: string, args: readonly string[], source: string, io: Streams): Promise<number> {
    const body = this.functions.get(name);
    if (body !== undefined) {
      const before = this.positional;
      this.positional = args;
      try {
        return await this.#script(body, io);
      } finally {
        this.positional = before;
      }
    }
    if (name.includes('/') && this.host.files.file(this.resolve(name)) !== undefined) return this.execute(this.resolve(name), args, io);
    const program = this.host.programs.get(posix.basename(name));
    if (program !== undefined) return program(args, io, this);
    if (name.includes('/') && /^\/(run|etc|tmp|root|var|home)\//.test(name)) {
      io.stderr.write(`${this.scriptName}: ${name}: No such file or directory\n`);
      return 127;
    }
    this.host.skipped(source, 'not played');
    return 0;
  }

  /** Runs a script file of the guest in a shell of its own, by its interpreter line. */
  async execute(path: string, args: readonly string[], io: Streams, interpreter?: 'sh' | 'bash'): Promise<number> {
    const file = this.host.files.file(path);
    if (file === undefined || (interpreter === undefined && (file.mode & 0o111) === 0)) {
      io.stderr.write(`${this.scriptName}: ${path}: ${file === undefined ? 'No such file or directory' : 'Permission denied'}\n`);
      return file === undefined ? 127 : 126;
    }
    const dialect =
      interpreter ??
      /^#!\s*\S*?\b(ba)?sh\b/.exec(file.content)?.[0].match(/bash|sh/)?.[0] ??
      (file.content.startsWith('#!') ? undefined : 'sh');
    if (dialect !== 'sh' && dialect !== 'bash') {
      this.host.skipped(path, `its interpreter is not played: ${file.content.split('\n', 1)[0] ?? ''}`);
      return 0;
    }
    const child = new Shell(this.host, dialect, path, this);
    child.exitOnError = false;
    child.functions.clear();
    child.positional = args;
    return child.run(file.content, io);
  }
}
