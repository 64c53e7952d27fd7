import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { look } from '../commands/inspect.js';
import { program } from '../program.js';
import { CouldNotLook, exitCodeOf, UsageError } from './failures.js';

/** A port of this machine at which nobody listens: it was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

describe('what a command ends with', () => {
  it('when the API server does not answer: what is told at once, with where and why, and a code of its own', async () => {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'handoff-'));
    stack.defer(() => rm(folder, { recursive: true }));
    const server = `https://127.0.0.1:${String(await freePort())}`;
    const kubeconfig = join(folder, 'config');
    await writeFile(kubeconfig, JSON.stringify({
      'current-context': 'c', clusters: [{ name: 'c', cluster: { server } }], contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      users: [{ name: 'u', user: { token: 'a-secret' } }],
    }));
    const error: unknown = await look('staging', { namespace: 'default', kubeconfig, state: folder, output: 'text' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CouldNotLook);
    expect(error).toMatchObject({ message: `the API server at ${server} does not answer (ECONNREFUSED): is "handoff up" running? (kubeconfig ${kubeconfig})` });
    expect(exitCodeOf(error)).toBe(4);
  });

  it.each([
    [['--version'], 0], [['up', '--help'], 0], [['no-such-command'], 2], [['why', 'cluster'], 2], [['up', '--no-such-option'], 2],
    [['up', '--services', 'nobody'], 2], [['why', 'cluster', 'a', '-o', 'xml'], 2], [[], 2],
  ])('%j: %i', async (args, code) => {
    const handoff = program(() => undefined);
    const quiet = (command: typeof handoff): void => {
      command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
      command.commands.forEach(quiet);
    };
    quiet(handoff);
    const error: unknown = await handoff.parseAsync(args, { from: 'user' }).catch((thrown: unknown) => thrown);
    expect(exitCodeOf(error)).toBe(code);
  });

  it('after wrong usage that only the command itself sees', () => {
    expect(exitCodeOf(new UsageError('set it'))).toBe(2);
    expect(exitCodeOf(new Error('it broke'))).toBe(1);
  });
});
