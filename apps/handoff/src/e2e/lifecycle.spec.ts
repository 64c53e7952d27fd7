import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cluster, IPAddressClaim, KubeadmConfig, Machine, MachineDeployment, MachineSet, VSphereMachine, VSphereVM } from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import { isTrue } from '@handoff/reconcile';
import { systemClock } from '@handoff/time';
import { isGone } from '../fleet/phases.js';
import { House } from './harness.js';

/** What changes something in vCenter; the rest only looks. */
const ACTS = /_Task$|^(?:ShutdownGuest|RebootGuest|UnregisterVM|POST .*deploy)/;
/** Thrice the time after which a mirror wakes a controller that no doorbell has woken. */
const THRICE_MIRROR_MS = 6_000;

describe('two clusters from one repository', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.start('127.21.3', ['production', 'staging']);
    await house.follow();
  }, 30_000);
  afterAll(() => house[Symbol.asyncDispose]());

  it('come to ready with a VM and an address per Machine', async () => {
    await Promise.all([house.untilReady('production', 60), house.untilReady('staging', 60)]);
    expect(house.vcenter.vms()).toHaveLength(7);
    expect(new Set(addressesOf(house)).size).toBe(7);
    expect(house.plane.bus.deadLetters).toEqual([]);
  }, 70_000);

  it('go one by one: what is removed from Git is gone everywhere, and the other stays', async () => {
    await house.remove('production');
    await house.repository.commit('Remove production');
    await house.until('production is gone', () => isGone(house.cluster('production')) && house.vcenter.vms().length === 2, 30);
    expect(addressesOf(house)).toHaveLength(2);
    await house.untilReady('staging', 1);
  }, 40_000);
});

describe('with the bus stopped', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.start('127.21.4', ['staging']);
    house.plane.bus.stop();
    await house.follow();
  }, 30_000);
  afterAll(() => house[Symbol.asyncDispose]());

  it('a cluster still gets ready, at the speed of mirrors', async () => {
    await house.untilReady('staging', 120);
    expect(house.plane.bus.published).toBe(0);
  }, 130_000);

  it('a paused cluster whose child objects are deleted costs vCenter no call', async () => {
    await pause(house);
    const before = acts(house);
    await deleteAll(house, MachineDeployment);
    await deleteAll(house, MachineSet);
    await deleteAll(house, Machine);
    await deleteAll(house, KubeadmConfig);
    await deleteAll(house, VSphereMachine);
    await deleteAll(house, VSphereVM);
    await deleteAll(house, IPAddressClaim);
    await systemClock.sleep(THRICE_MIRROR_MS);
    expect(acts(house)).toEqual(before);
    expect(house.vcenter.vms()).toHaveLength(2);
  }, 30_000);
});

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

/** How often vCenter was told to do something, by method. */
const acts = (house: House): Record<string, number> =>
  Object.fromEntries(Object.entries(house.vcenter.calls.toJSON()).filter(([method]) => ACTS.test(method)));

const addressesOf = (house: House): string[] => ['production', 'staging'].flatMap((name) => house.cluster(name).addresses.map(({ spec }) => spec.address));
