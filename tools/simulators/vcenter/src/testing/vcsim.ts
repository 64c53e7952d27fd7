import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the real parts
import { startVcsim } from '@handoff/real-parts';
import type { Backend } from './backends.js';

/** govmomi's simulator, with two machines to clone. */
export const vcsim: Backend = {
  name: 'vcsim',
  async start() {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'vcsim-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const { server } = stack.use(await startVcsim({ folder, templates: ['ubuntu-2204-kube-v1.33.1', 'other'] }));
    const owned = stack.move();
    return { base: `https://${server}`, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  },
};
