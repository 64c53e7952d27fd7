import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { whereParts } from '@handoff/real-parts';
import type { PartControl } from '@handoff/real-parts';
import { systemClock } from '@handoff/time';
import { House } from './house.js';
import { realGround } from './real-ground.js';
import type { RealGround } from './real-ground.js';
import { everyPart } from './real-parts.js';

/** How long a part stays away, in seconds. */
const OUTAGE_SECONDS = 60;
/** What clusters may take after that, in seconds: clients come back by backoff, and etcd's data has to be read again. */
const AFTER_SECONDS = 90;

whereParts(describe, ...everyPart)('while clusters are being made', () => {
  let house: House;
  let ground: RealGround;
  beforeAll(async () => {
    house = await House.start(async (directory) => (ground = await realGround(directory)), '127.22.7', ['production', 'staging']);
    await house.remove('production');
    await house.follow();
    await house.untilReady('staging', 90);
  }, 180_000);
  afterAll(() => house[Symbol.asyncDispose]());

  /** Adds two workers, kills a part as soon as the first of them is being made, and starts it a minute later. */
  async function survive(part: PartControl, workers: number): Promise<number> {
    const before = house.cluster('staging').machines.length;
    await house.derive('staging', 'machinedeployment.yaml', 'machinedeployment.yaml', (text) => text.replace(/replicas: \d+/, `replicas: ${String(workers)}`));
    await house.repository.commit(`${String(workers)} workers`);
    await house.until('a Machine is being made', () => house.cluster('staging').machines.length > before, 60);
    await part.kill();
    await systemClock.sleep(OUTAGE_SECONDS * 1000);
    await part.start();
    await house.until(`${String(workers)} workers run`, () => running(house) === workers + 1, AFTER_SECONDS);
    await house.untilReady('staging', AFTER_SECONDS);
    await nothingIsDoubled(workers + 1);
    return [...ground.plane.services].reduce((sum, [, { process }]) => sum + process.restarts, 0);
  }

  async function nothingIsDoubled(machines: number): Promise<void> {
    const { machines: declared, addresses } = house.cluster('staging');
    const inVCenter = await house.vcenter.machines();
    expect([...inVCenter].sort()).toEqual(declared.map(({ metadata }) => metadata.name).sort());
    expect(inVCenter).toHaveLength(machines);
    expect(new Set(addresses.map(({ spec }) => spec.address)).size).toBe(machines);
    expect(addresses).toHaveLength(machines);
  }

  const patience = (OUTAGE_SECONDS + 3 * AFTER_SECONDS) * 1000;

  it('NATS is gone for a minute: they get ready, nothing is doubled, and no service ends', async () => {
    expect(await survive(ground.plane.nats.server.process, 2)).toBe(0);
  }, patience);

  it('Redis is gone for a minute: they get ready, nothing is doubled, and no service ends', async () => {
    expect(await survive(ground.plane.redis.process, 3)).toBe(0);
  }, patience);

  it('the API server is gone for a minute: they get ready, nothing is doubled', async () => {
    // Services end themselves, because another replica may lead by then; a kubelet starts them again.
    expect(await survive(ground.plane.controlPlane.apiServer, 4)).toBeGreaterThan(0);
  }, patience);
});

const running = (house: House): number => house.cluster('staging').machines.filter(({ status }) => status?.phase === 'Running').length;
