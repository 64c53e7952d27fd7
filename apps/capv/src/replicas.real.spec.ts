import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VSphereMachine } from '@handoff/api';
import type { Cluster } from '@handoff/api';
import { RedisCoordination } from '@handoff/coordination';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec; nothing that ships depends on the real parts
import { startRedis, whereParts } from '@handoff/real-parts';
// eslint-disable-next-line @nx/enforce-module-boundaries -- as above
import type { RedisServer } from '@handoff/real-parts';
import { silentLogger } from '@handoff/reconcile';
import { systemClock, systemRandom } from '@handoff/time';
import { answerClaim, declareCluster, keyOfName, makeMachine, provision } from './testing/declared.js';
import { Guest } from './testing/guest.js';
import { CONTROLLER_NAMESPACE, startHarness } from './testing/harness.js';
import type { Harness, Killable } from './testing/harness.js';

whereParts(describe, 'redis-server')('capv, two replicas with one Redis', () => {
  let stack: AsyncDisposableStack;
  let harness: Harness;
  let redis: RedisServer;
  let guest: Guest;
  let cluster: Cluster;

  beforeEach(async () => {
    stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'redis-'));
    stack.defer(() => rm(folder, { recursive: true }));
    redis = stack.use(await startRedis({ folder }));
    harness = stack.use(await startHarness());
    guest = stack.use(await Guest.of(harness));
    ({ cluster } = await declareCluster(harness));
    harness.vcenter.calls.reset(); // the guest has logged in too
  });
  afterEach(() => stack.disposeAsync());

  async function replica(identity: string): Promise<Killable> {
    const coordination = stack.use(await RedisCoordination.connect({ url: redis.url, clock: systemClock, random: systemRandom }));
    return harness.start(silentLogger, { coordination, election: { identity, namespace: CONTROLLER_NAMESPACE }, maxTasks: 2 });
  }

  async function comesUp(name: string, address: string): Promise<void> {
    const { until, eventually, vcenter } = harness;
    await makeMachine(harness, name);
    await answerClaim(harness, `${name}-0-0`, address);
    await eventually(`${name} powered on`, () => vcenter.vms().some((vm) => vm.name === name && vm.powerState === 'poweredOn'));
    await guest.reports(name, address);
    await until(VSphereMachine, keyOfName(name), ({ status }) => status?.initialization?.provisioned === true);
  }

  it('log in once: who takes over goes on in the session of who led', async () => {
    const { vcenter } = harness;
    const leader = await replica('one');
    const follower = await replica('two');
    await leader.lost;
    await provision(harness, cluster);
    await comesUp('prod-a', '198.51.100.20');
    await leader[Symbol.asyncDispose]();
    await follower.lost;
    await comesUp('prod-b', '198.51.100.21');
    expect([vcenter.calls.count('Login'), vcenter.calls.count('Logout')]).toEqual([1, 0]);
  });

  it('log in by themselves and go on when Redis is killed, and again when vCenter ended the session that they share', async () => {
    const { vcenter } = harness;
    const leader = await replica('one');
    const follower = await replica('two');
    await leader.lost;
    await provision(harness, cluster);
    await comesUp('prod-a', '198.51.100.20');
    await redis.process.kill();
    await comesUp('prod-b', '198.51.100.21');
    await leader[Symbol.asyncDispose]();
    await follower.lost;
    vcenter.endSessions();
    await comesUp('prod-c', '198.51.100.22');
    await redis.process.start();
    await comesUp('prod-d', '198.51.100.23');
    expect(vcenter.vms()).toHaveLength(4);
  });
});
