import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the real parts
import { startVcsim } from '@handoff/real-parts';
import type { VCenterFlavour } from './vcenters.js';

/** govmomi's simulator. */
export const vcsim: VCenterFlavour = {
  name: 'vcsim',
  callsPerLife: 14, // it tells of templates that have not changed, which are read again then
  async start() {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'vcsim-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const running = stack.use(await startVcsim({ folder, templates: ['ubuntu'], tags: ['handoff/blue', 'handoff/green'], library: 'handoff' }));
    const { server, username, password, thumbprint, tags } = running;
    const owned = stack.move();
    return {
      options: { server, username, password, thumbprint },
      template: 'ubuntu',
      image: { library: 'handoff', item: 'ubuntu-image' },
      tags: [...tags.values()],
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  },
};
