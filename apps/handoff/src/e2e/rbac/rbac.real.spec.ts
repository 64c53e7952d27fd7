import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceNames } from '@handoff/events';
import { whereParts } from '@handoff/real-parts';
import { House } from '../house.js';
import { realGround } from '../real-ground.js';
import type { RealGround, RealGroundOptions } from '../real-ground.js';
import { everyPart } from '../real-parts.js';
import { awaitBackups, changeWorkers, claimAddresses, declare, orphanKubeconfig, pauseAndResume, removeAll, removeSome, strayMachine } from './day.js';
import { startLaggingApi } from './lagging-api.js';
import type { LaggingApi } from './lagging-api.js';
import { compare } from './permissions.js';
import { grants, ownIdentities, requests } from './service-accounts.js';

const DAY_MS = 600_000;
const FORBIDDEN = 403;
/** What everybody has: to create a Lease, and to get and update its own. */
const LEASE_PERMISSIONS = 3;
/** A service that hears a doorbell gives its watch 50 ms and then reads: late watches make every such read happen. */
const WATCH_LAG_MS = 400;

/** The whole life of clusters with each service under its own service account: what each was granted is what it needed. */
whereParts(describe, ...everyPart)('every service under its own service account', () => {
  let house: House;
  let ground: RealGround;
  let api: LaggingApi | undefined;
  beforeAll(async () => {
    let directory = '';
    const options: RealGroundOptions = {
      audit: true, simulatedVCenter: true,
      prepare: async (plane) => {
        api = await startLaggingApi({ url: plane.controlPlane.url, caPem: plane.controlPlane.credentials.caPem }, WATCH_LAG_MS);
        return ownIdentities(plane, 'production', api);
      },
    };
    house = await House.start(async (folder) => {
      directory = folder;
      ground = await realGround(folder, options);
      return ground;
    }, '127.23.5', ['production', 'staging']);
    await declare(house, ground.plane.vcsim, join(directory, 'backups'));
    await claimAddresses(house);
    await changeWorkers(house);
    await orphanKubeconfig(house);
    await strayMachine(house);
    await removeSome(house);
    await pauseAndResume(house);
    await awaitBackups(house);
    await removeAll(house);
  }, DAY_MS);
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
    await api?.[Symbol.asyncDispose]();
  });

  it.each(serviceNames)('%s was refused nothing, and asked for exactly what its Roles grant', async (service) => {
    const asked = await requests(ground.plane, service);
    const refused = asked.filter(({ code }) => code === FORBIDDEN);
    const granted = await grants(ground.plane, service);
    expect(granted.length).toBeGreaterThan(LEASE_PERMISSIONS);
    const difference = compare(granted, asked);
    expect({ refused: compare([], refused).missing, ...difference }).toEqual({ refused: [], unused: [], missing: [] });
  });
});
