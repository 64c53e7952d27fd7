import { serviceNames } from '@handoff/events';
import { pinoLogger } from '@handoff/service';
import type { DelayName } from '../plane/delays.js';
import { startPlane } from '../plane/plane.js';
import type { PlaneOptions } from '../plane/plane.js';
import { actsOf } from './acts.js';
import type { Ground } from './house.js';

/** All services in this process, over the embedded parts. */
export async function embeddedGround(directory: string, options: Pick<PlaneOptions, 'environment'> & { delays?: DelayName } = {}): Promise<Ground> {
  const log = pinoLogger({ level: 'silent' });
  const plane = await startPlane({ stateDirectory: directory, services: serviceNames, log, delays: 'none', ...options });
  const { vcenter, embeddedBus, management } = plane;
  if (vcenter === undefined) throw new Error('the plane was asked for a vCenter');
  return {
    transport: management.transport,
    vcenter: {
      address: vcenter.address, thumbprint: vcenter.thumbprint,
      machines: async () => vcenter.vms().map(({ name }) => name),
      acts: () => actsOf(vcenter.calls.toJSON()),
      addTemplate: async (name) => { vcenter.addTemplate(name); },
    },
    stopBus: async () => { embeddedBus?.stop(); },
    deadLetters: async () => embeddedBus?.deadLetters.length ?? 0,
    follow: (source) => plane.follow(source),
    [Symbol.asyncDispose]: () => plane[Symbol.asyncDispose](),
  };
}
