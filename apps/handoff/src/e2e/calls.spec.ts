import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startVCenterProxy } from '@handoff/real-plane';
import type { CallCounts, VCenterProxy } from '@handoff/real-plane';
import { embeddedGround } from './embedded-ground.js';
import { House } from './house.js';
import type { Ground, VCenterBelow } from './house.js';

/** From clone to ready. Cluster API Provider vSphere needs 263 to 301. */
const CALLS_PER_MACHINE = 20;
/** Once per user of a vCenter, however many clusters and machines. */
const OPENING = ['RetrieveServiceContent', 'Login', 'CreatePropertyCollector', 'CreateListView', 'CreateFilter'];

describe('what a cluster costs vCenter from its commit to ready', () => {
  const stack: AsyncDisposable[] = [];
  afterEach(async () => {
    for (const used of stack.splice(0).reverse()) await used[Symbol.asyncDispose]();
  });

  it.each([['staging', 2, '127.21.6'], ['production', 5, '127.21.7']] as const)('%s with its %d machines', async (name, machines, network) => {
    const { house, proxy, direct } = await behindProxy(name, network);
    stack.push(proxy, house);
    // What runs in the cluster goes past the proxy, as the guests do, whose tools speak to vCenter through the hypervisor in life.
    for (const file of ['credentials.yaml', 'manifests.yaml']) {
      await house.rewrite(join('infrastructure/workload-clusters', name, 'addons', file), (text) => text
        .replaceAll(proxy.server, direct.address).replaceAll(proxy.thumbprint, direct.thumbprint));
    }
    await house.follow();
    await house.untilReady(name, 60);
    const counts = proxy.counts();
    expect(counts).toMatchObject({ Login: 1, CreateFilter: 1, CloneVM_Task: machines, PowerOnVM_Task: machines });
    expect(callsOf(counts) / machines).toBeLessThanOrEqual(CALLS_PER_MACHINE);
  }, 100_000);
});

interface Counted {
  readonly house: House;
  readonly proxy: VCenterProxy;
  readonly direct: VCenterBelow;
}

async function behindProxy(name: 'staging' | 'production', network: string): Promise<Counted> {
  const counted = Promise.withResolvers<Omit<Counted, 'house'>>();
  const house = await House.start(async (directory): Promise<Ground> => {
    const ground = await embeddedGround(directory);
    const proxy = await startVCenterProxy(ground.vcenter.address);
    counted.resolve({ proxy, direct: ground.vcenter });
    return { ...ground, vcenter: { ...ground.vcenter, address: proxy.server, thumbprint: proxy.thumbprint } };
  }, network, [name]);
  return { house, ...await counted.promise };
}

const callsOf = (counts: CallCounts): number =>
  Object.entries(counts).reduce((total, [method, count]) => total + (OPENING.includes(method) ? 0 : count), 0);
