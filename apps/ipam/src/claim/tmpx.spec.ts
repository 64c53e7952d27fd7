import { describe, expect, it } from '@jest/globals';
import { crdOf, GlobalInClusterIPPool, InClusterIPPool, IPAddress, IPAddressClaim } from '@handoff/api';
import { inProcessTransport, KubeClient } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the simulator
import { createStore } from '@handoff/simulator-kube-apiserver';
import { seededRandom, settle } from '@handoff/time';
import fc from 'fast-check';
import { PoolWorld } from '../testing/pool-world.js';
import { everyHistory, Scheduler } from '../testing/scheduler.js';
import type { Choose } from '../testing/scheduler.js';
import { SmallApi } from '../testing/small-api.js';

interface Setting {
  /** Which claims an allocator serves, in this order. */
  readonly allocators: Readonly<Record<string, readonly number[]>>;
  readonly claims: number;
  readonly addresses: number;
  /** How often an allocator tries before it leaves the rest to the next look. */
  readonly attempts: number;
  /** How many allocators may be killed; each starts again at once. */
  readonly kills?: number;
}

/** Plays one history to its end; then a last look at every claim, as each gets one sooner or later. */
async function play(world: PoolWorld, setting: Setting, choose: Choose, stateOf: () => string): Promise<void> {
  const { allocators, claims, addresses, attempts, kills = 0 } = setting;
  await world.begin(claims, addresses);
  const scheduler = new Scheduler();
  const run = async (actor: string, served: readonly number[]): Promise<void> => {
    const kube = new KubeClient(scheduler.transport(actor, world.transport), actor);
    for (const index of served) {
      const claim = world.claims[index];
      if (claim !== undefined) await world.serve(kube, claim, 31 * actor.charCodeAt(0) + index, attempts);
    }
  };
  const ends = Object.entries(allocators).map(([actor, served]) => run(actor, served));
  let lives = kills;
  for (let ready = await scheduler.ready(); ready.length > 0; ready = await scheduler.ready()) {
    const options = lives > 0 ? ready.length * 2 : ready.length;
    const chosen = options === 1 ? 0 : choose(options, `${String(lives)}${ready.join()}${scheduler.state}${stateOf()}`);
    const actor = ready[chosen % ready.length] ?? '';
    const act = chosen >= ready.length ? 'kill' : 'go';
    const wrote = await scheduler.take({ actor, act });
    if (act === 'kill') {
      lives -= 1;
      ends.push(run(`${actor}'`, allocators[actor.slice(0, 1)] ?? []));
    }
    if (wrote) await world.check();
  }
  await (kills === 0 ? Promise.all(ends) : settle());
  for (const [index, claim] of world.claims.entries()) await world.serve(world.kube, claim, index);
  await world.check();
  expect(await world.served()).toHaveLength(Math.min(claims, addresses));
  expect(await world.end()).toEqual([]);
}

function playSmall(setting: Setting, choose: Choose): Promise<void> {
  const api = new SmallApi();
  return play(new PoolWorld(api.transport, () => { api.collect(); }), setting, choose, () => api.state);
}

describe('allocators that are stopped between every pair of calls never give an address twice, leak none and serve everybody', () => {
  it.each<[string, Setting]>([
    ['two, a claim each', { allocators: { a: [0], b: [1] }, claims: 2, addresses: 2, attempts: 2 }],
    ['two, a claim each, one address for both', { allocators: { a: [0], b: [1] }, claims: 2, addresses: 1, attempts: 2 }],
    ['two on the same claim', { allocators: { a: [0], b: [0] }, claims: 1, addresses: 2, attempts: 2 }],
    ['two on the same two claims', { allocators: { a: [0, 1], b: [0, 1] }, claims: 2, addresses: 2, attempts: 1 }],
    ['two on the same two claims, turned around', { allocators: { a: [0, 1], b: [1, 0] }, claims: 2, addresses: 2, attempts: 1 }],
    ['two on the same claim, one killed anywhere', { allocators: { a: [0], b: [0] }, claims: 1, addresses: 2, attempts: 1, kills: 1 }],
    ['two, a claim each, one killed anywhere', { allocators: { a: [0], b: [1] }, claims: 2, addresses: 2, attempts: 1, kills: 1 }],
  ])('in every history: %s', async (_name, setting) => {
    expect(await everyHistory(5_000, (choose) => playSmall(setting, choose))).toBeGreaterThan(30);
  }, 60_000);

  const three: Setting = { allocators: { a: [0, 1, 2], b: [1, 2, 0], c: [2, 0, 1] }, claims: 3, addresses: 3, attempts: 3, kills: 2 };
  const dice = (seed: number): Choose => {
    const random = seededRandom(seed);
    return (options) => Math.floor(random.next() * options);
  };

  it('in histories of three on the same three claims, two of them killed, as chance has it', async () => {
    await fc.assert(fc.asyncProperty(fc.integer(), fc.integer({ min: 2, max: 4 }), (seed, addresses) =>
      playSmall({ ...three, addresses }, dice(seed))), { numRuns: 4000 });
  }, 60_000);

  it('in such histories against the API server simulator', async () => {
    using store = createStore({ crds: [InClusterIPPool, GlobalInClusterIPPool, IPAddressClaim, IPAddress].map(crdOf) });
    const transport: ApiTransport = inProcessTransport(store);
    for (let seed = 1; seed <= 10; seed += 1) {
      await play(new PoolWorld(transport, () => settle()), three, dice(seed), () => '');
    }
  }, 60_000);
});
