import { posix } from 'node:path';

import type { Script } from './ast.js';

const environment = [
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ['HOME', '/root'],
] as const;

/** What a shell remembers between commands. A subshell starts with a copy and keeps its changes to itself. */
export class ShellState {
  readonly #variables: Map<string, string>;
  protected readonly functions: Map<string, Script>;
  /** Exit status of the last command. */
  protected status = 0;
  /** `set -e` */
  exitOnError = false;
  positional: readonly string[] = [];
  directory = '/';

  protected constructor(
    readonly scriptName: string,
    parent: ShellState | undefined,
  ) {
    this.#variables = new Map(parent === undefined ? environment : parent.#variables);
    this.functions = new Map(parent?.functions);
    if (parent === undefined) return;
    this.positional = parent.positional;
    this.directory = parent.directory;
    this.exitOnError = parent.exitOnError;
  }

  parameter(name: string): string | undefined {
    if (name === '?') return String(this.status);
    if (name === '#') return String(this.positional.length);
    if (name === '0') return this.scriptName;
    if (name === '$') return '1';
    return /^[1-9]$/.test(name) ? this.positional[Number(name) - 1] : this.#variables.get(name);
  }

  assign(name: string, value: string): void {
    this.#variables.set(name, value);
  }

  unset(name: string): void {
    this.#variables.delete(name);
  }

  /** A path as seen from the shell's working directory. */
  resolve(path: string): string {
    return posix.resolve(this.directory, path);
  }
}
