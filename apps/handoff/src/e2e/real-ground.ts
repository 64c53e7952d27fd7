import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { serviceNames } from '@handoff/events';
import type { ServiceName } from '@handoff/events';
import { defaultTemplates } from '@handoff/simulator-vcenter';
import { machinesIn, startRealPlane } from '@handoff/real-plane';
import type { RealPlane } from '@handoff/real-plane';
import { VSphereClient } from '@handoff/vsphere';
import { actsOf } from './acts.js';
import type { Ground } from './house.js';

/** A house's ground, with what only real parts have. */
export interface RealGround extends Ground {
  readonly plane: RealPlane;
}

export interface RealGroundOptions {
  /** Adds to what every service is told. */
  readonly env?: Readonly<Record<string, string>>;
  /** How slow the guests are. */
  readonly delays?: string;
  /** True: the API server notes every request. */
  readonly audit?: boolean;
  /** True: this project's vCenter simulator instead of vcsim. */
  readonly simulatedVCenter?: boolean;
  /** Runs before the services start. @returns what each is told beside what all are told */
  readonly prepare?: (plane: RealPlane) => Promise<(service: ServiceName) => Readonly<Record<string, string>>>;
}

/** Every service a process of its own, over etcd, kube-apiserver, kube-controller-manager and vcsim. */
export async function realGround(directory: string, { env = {}, prepare, ...options }: RealGroundOptions = {}): Promise<RealGround> {
  await using stack = new AsyncDisposableStack();
  const plane = stack.use(await startRealPlane({ folder: join(directory, 'plane'), templates: defaultTemplates, ...options }));
  const identity = await prepare?.(plane) ?? ((): Record<string, string> => ({}));
  const told = (service: ServiceName): Record<string, string> => ({ ...env, ...identity(service) });
  await Promise.all(serviceNames.filter((name) => name !== 'gitops-sync').map((name) => plane.startService(name, told(name))));
  const before = new Set(await machinesIn(plane.vcsim));
  const owned = stack.move();
  return {
    plane,
    transport: plane.transport,
    vcenter: {
      address: plane.vcenter.server, thumbprint: plane.vcenter.thumbprint,
      machines: async () => (await machinesIn(plane.vcsim)).filter((name) => !before.has(name)),
      acts: () => actsOf(plane.vcenter.counts()),
      addTemplate: (name) => addTemplate(plane, name),
    },
    stopBus: () => plane.nats.server.process.kill(),
    deadLetters: () => plane.nats.messagesIn('DEADLETTERS'),
    follow: async ({ name, url }) => {
      const source = { GIT_URL: url, GIT_SOURCE_NAME: name, GIT_CACHE_DIRECTORY: join(directory, 'git', name) };
      await plane.startService('gitops-sync', { ...told('gitops-sync'), ...source });
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** As an administrator would: a copy of another template, with the snapshot that linked clones are made of. */
async function addTemplate({ vcsim }: RealPlane, name: string): Promise<void> {
  const { server, username, password, thumbprint } = vcsim;
  await using client = await VSphereClient.connect({ server, username, password, thumbprint });
  const [like = ''] = defaultTemplates;
  const { result } = await client.awaitTask(await client.cloneVm({
    name, template: await client.findTemplate(like), cloneMode: 'fullClone', instanceUuid: randomUUID(), networks: [],
    folder: (await client.findFolder('vm')).ref, resourcePool: (await client.findResourcePool('DC0_C0/Resources')).ref,
  }));
  if (result === undefined) throw new Error(`the clone of ${like} gave no machine`);
  await client.awaitTask(await client.createSnapshot(result, 'base'));
  await client.markAsTemplate(result);
}
