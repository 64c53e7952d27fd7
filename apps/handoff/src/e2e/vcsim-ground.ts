import { serviceNames } from '@handoff/events';
import { startVcsim } from '@handoff/real-parts';
import { machinesIn, startVCenterProxy } from '@handoff/real-plane';
import { pinoLogger } from '@handoff/service';
import { startPlane } from '../plane/plane.js';
import { actsOf } from './acts.js';
import type { Ground } from './house.js';

const TEMPLATES = ['ubuntu-2204-kube-v1.33.1'];

/** All services in this process over the embedded parts, but for vCenter: that is vcsim, whose VMs are played through its API alone. */
export async function vcsimGround(directory: string): Promise<Ground> {
  await using stack = new AsyncDisposableStack();
  const vcsim = stack.use(await startVcsim({ folder: directory, templates: TEMPLATES }));
  const proxy = stack.use(await startVCenterProxy(vcsim.server));
  const plane = stack.use(await startPlane({
    stateDirectory: directory, services: serviceNames, log: pinoLogger({ level: 'silent' }), delays: 'none', vcenter: { ...vcsim, playGuests: true },
  }));
  const { embeddedBus, management } = plane;
  const owned = stack.move();
  return {
    transport: management.transport,
    vcenter: {
      address: proxy.server, thumbprint: proxy.thumbprint,
      machines: () => machinesIn(vcsim),
      acts: () => actsOf(proxy.counts()),
      addTemplate: () => Promise.reject(new Error('vcsim has the templates that it was started with')),
    },
    stopBus: async () => { embeddedBus?.stop(); },
    deadLetters: async () => embeddedBus?.deadLetters.length ?? 0,
    follow: (source) => plane.follow(source),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
