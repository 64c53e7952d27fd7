import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cluster, IPAddressClaim, KubeadmConfig, Machine, MachineDeployment, MachineSet, VSphereMachine, VSphereVM } from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import { isTrue } from '@handoff/reconcile';
import { systemClock } from '@handoff/time';
import { isGone } from '../fleet/phases.js';
import { House } from './house.js';
import type { LayGround } from './house.js';

/** Real servers take longer to start than those in this process, in milliseconds. */
const START_MS = 90_000;
/** Thrice the time after which a mirror wakes a controller that no doorbell has woken. */
const THRICE_MIRROR_MS = 6_000;

/** From a commit to ready and back, over whatever ground. @param network first two bytes of the clusters' addresses */
export function lifecycle(ground: string, lay: LayGround, network: string): void {
  describe(`${ground}: two clusters from one repository`, () => { twoClusters(lay, `${network}.3`); });
  describe(`${ground}: with the bus stopped`, () => { withoutBus(lay, `${network}.4`); });
}

function twoClusters(lay: LayGround, network: string): void {
  let house: House;
  beforeAll(async () => {
    house = await House.start(lay, network, ['production', 'staging']);
    await house.follow();
  }, START_MS);
  afterAll(() => house[Symbol.asyncDispose]());

  it('come to ready with a VM and an address per Machine', async () => {
    await Promise.all([house.untilReady('production', 60), house.untilReady('staging', 60)]);
    expect(await house.vcenter.machines()).toHaveLength(7);
    expect(new Set(addressesOf(house)).size).toBe(7);
    expect(await house.ground.deadLetters()).toBe(0);
  }, 70_000);

  it('go one by one: what is removed from Git is gone everywhere, and the other stays', async () => {
    await house.remove('production');
    await house.repository.commit('Remove production');
    await house.until('production is gone', () => isGone(house.cluster('production')), 30);
    expect(await house.vcenter.machines()).toHaveLength(2);
    expect(addressesOf(house)).toHaveLength(2);
    await house.untilReady('staging', 1);
  }, 40_000);
}

function withoutBus(lay: LayGround, network: string): void {
  let house: House;
  beforeAll(async () => {
    house = await House.start(lay, network, ['staging']);
    await house.ground.stopBus();
    await house.follow();
  }, START_MS);
  afterAll(() => house[Symbol.asyncDispose]());

  it('a cluster still gets ready, at the speed of mirrors', async () => {
    await house.untilReady('staging', 120);
  }, 130_000);

  it('a paused cluster whose child objects are deleted costs vCenter no call', async () => {
    await pause(house);
    const before = house.vcenter.acts();
    await deleteAll(house, MachineDeployment);
    await deleteAll(house, MachineSet);
    await deleteAll(house, Machine);
    await deleteAll(house, KubeadmConfig);
    await deleteAll(house, VSphereMachine);
    await deleteAll(house, VSphereVM);
    await deleteAll(house, IPAddressClaim);
    await systemClock.sleep(THRICE_MIRROR_MS);
    expect(house.vcenter.acts()).toEqual(before);
    expect(await house.vcenter.machines()).toHaveLength(2);
  }, 30_000);
}

/** Pauses as a person would, and waits until the Machines say so: from then on nobody may write. */
async function pause(house: House): Promise<void> {
  const { cluster } = house.cluster('staging');
  await house.kube.apply(Cluster, { metadata: { name: 'staging', namespace: 'default', uid: cluster?.metadata.uid ?? '' }, spec: { paused: true } });
  await house.until('every Machine knows', () => house.cluster('staging').machines.every((machine) => isTrue(machine, 'Paused')), 40);
}

async function deleteAll<T extends KubeObject>(house: House, kind: Kind<T>): Promise<void> {
  const { items } = await house.kube.list(kind, { namespace: 'default' });
  for (const object of items) await house.kube.delete(kind, object);
}

const addressesOf = (house: House): string[] => ['production', 'staging'].flatMap((name) => house.cluster(name).addresses.map(({ spec }) => spec.address));
