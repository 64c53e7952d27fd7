import type { Redirection } from './ast.js';
import { expandToString } from './expansion.js';
import type { Shell } from './interpreter.js';

/** Where a program's output goes. */
export interface Sink {
  write(text: string): void;
}

export interface Streams {
  readonly stdin: string;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

/** A sink that keeps what is written. */
export function collector(): Sink & { text(): string } {
  const chunks: string[] = [];
  return { write: (text) => void chunks.push(text), text: () => chunks.join('') };
}

/** Opens a command's redirections from left to right. Files are made at once, as a shell does, and written through. */
export async function applyRedirections(redirections: readonly Redirection[], io: Streams, shell: Shell): Promise<Streams> {
  let { stdin } = io;
  const sinks: [Sink, Sink] = [io.stdout, io.stderr];
  const { files } = shell.host;
  for (const redirection of redirections) {
    const target = await expandToString(redirection.target, shell);
    const slot = redirection.descriptor === 2 ? 1 : 0;
    switch (redirection.kind) {
      case 'read':
        stdin = files.read(shell.resolve(target));
        break;
      case 'here':
        stdin = target;
        break;
      case 'duplicate':
        sinks[slot] = target === '2' ? sinks[1] : sinks[0];
        break;
      case 'write':
        files.write(shell.resolve(target), '');
        sinks[slot] = {
          write: (text) => {
            files.append(shell.resolve(target), text);
          },
        };
        break;
      case 'append':
        files.append(shell.resolve(target), '');
        sinks[slot] = {
          write: (text) => {
            files.append(shell.resolve(target), text);
          },
        };
        break;
    }
  }
  return { stdin, stdout: sinks[0], stderr: sinks[1] };
}
