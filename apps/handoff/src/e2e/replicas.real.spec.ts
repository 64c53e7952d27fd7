import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Lease } from '@handoff/api';
import { serviceNames } from '@handoff/events';
import type { ServiceName } from '@handoff/events';
import { whereParts } from '@handoff/real-parts';
import type { HandoffProcess } from '@handoff/real-plane';
import { systemClock } from '@handoff/time';
import { House } from './house.js';
import { realGround } from './real-ground.js';
import type { RealGround } from './real-ground.js';
import { everyPart } from './real-parts.js';

/** What a Pod is given to end by itself, less the time that its end takes to be seen, in milliseconds. */
const STOP_MS = 10_000;
/** A Lease runs out, the next replica notices, and goes on: in seconds. */
const TAKEOVER_SECONDS = 60;

const replicated = serviceNames.filter((name): name is Exclude<ServiceName, 'gitops-sync' | 'backup'> => name !== 'gitops-sync' && name !== 'backup');

whereParts(describe, ...everyPart)('two replicas of each service', () => {
  let house: House;
  let ground: RealGround;
  beforeAll(async () => {
    house = await House.start(async (directory) => (ground = await realGround(directory, { simulatedVCenter: true })), '127.22.9', ['staging']);
    await Promise.all(replicated.map((name) => ground.plane.startService(name)));
  }, 180_000);
  afterAll(() => house[Symbol.asyncDispose]());

  const replica = (name: string): HandoffProcess => {
    const found = ground.plane.services.get(name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  };
  /** Who leads, as its Lease says: the name of a replica. */
  async function leader(service: ServiceName): Promise<string | undefined> {
    const lease = await house.kube.get(Lease, { namespace: 'handoff-system', name: `handoff-${service}` });
    return lease?.spec?.holderIdentity?.split('_')[0];
  }

  it('are ready both, and one of them leads', async () => {
    for (const service of replicated) {
      for (const number of ['0', '1']) expect((await fetch(`${replica(`${service}-${number}`).healthUrl ?? ''}/readyz`)).status).toBe(200);
      expect([`${service}-0`, `${service}-1`]).toContain(await leader(service));
    }
  });

  it('bring a cluster up though every leader is killed on the way, and nothing is doubled', async () => {
    await house.follow();
    await house.until('a machine is being made', () => house.cluster('staging').vms.length > 0, 60);
    const leaders = await Promise.all(replicated.map(leader));
    await Promise.all(leaders.map((name) => replica(name ?? '').process.kill()));
    await house.untilReady('staging', TAKEOVER_SECONDS);
    expect([...await house.vcenter.machines()].sort()).toEqual(house.cluster('staging').machines.map(({ metadata }) => metadata.name).sort());
    expect(house.cluster('staging').addresses).toHaveLength(2);
  }, (60 + TAKEOVER_SECONDS) * 1000 + 10_000);

  it('end by themselves when they are told to, and hand their Lease on', async () => {
    for (const service of replicated) {
      const { process } = replica(await leader(service) ?? '');
      const asked = systemClock.now();
      await process.stop();
      expect([service, process.exitCode, systemClock.now() - asked < STOP_MS]).toEqual([service, 0, true]);
      expect([service, await leader(service)]).toEqual([service, '']);
    }
  }, 90_000);
});
