import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
/** Compilers are talkative, in characters. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/** What a command said before it failed. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command without a shell to its end. @returns its standard output. @throws CommandFailed with the last lines that it said */
export async function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  try {
    const { stdout } = await execute(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, maxBuffer: MOST_OUTPUT });
    return stdout;
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause && 'stdout' in cause ? `${String(cause.stdout)}${String(cause.stderr)}` : String(cause);
    throw new CommandFailed(`${command} ${args.slice(0, 3).join(' ')}: ${lastLines(said, 12)}`, { cause });
  }
}

/** Where a command is on the path. @returns undefined when it is not there */
export const onPath = async (command: string): Promise<string | undefined> =>
  run('which', [command]).then((out) => out.trim(), () => undefined);

/** The end of a long text. */
export const lastLines = (text: string, count: number): string => text.trimEnd().split('\n').slice(-count).join('\n');
