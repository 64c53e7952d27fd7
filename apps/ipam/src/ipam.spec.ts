import { describe, expect, it } from '@jest/globals';
import { Annotations, Cluster, Finalizers, GlobalInClusterIPPool, InClusterIPPool, IPAddress, IPAddressClaim, Labels } from '@handoff/api';
import { Ipam } from '@handoff/events';
import { conditionOf, WAITING } from '@handoff/reconcile';
import { startHarness } from './testing/harness.js';
import type { Harness } from './testing/harness.js';

const namespace = 'default';
const key = (name: string): { namespace: string; name: string } => ({ namespace, name });

const pool = ({ kube }: Harness, addresses: readonly string[], more: Record<string, unknown> = {}): Promise<InClusterIPPool> =>
  kube.create(InClusterIPPool, { metadata: key('pool'), spec: { addresses, prefix: 24, gateway: '192.0.2.1', ...more } });

interface ClaimMore { readonly poolRef?: Record<string, string>; readonly metadata?: Record<string, unknown> }

const claim = ({ kube }: Harness, name: string, more: ClaimMore = {}): Promise<IPAddressClaim> =>
  kube.create(IPAddressClaim, {
    metadata: { ...key(name), ...more.metadata },
    spec: { poolRef: more.poolRef ?? { apiGroup: InClusterIPPool.group, kind: InClusterIPPool.kind, name: 'pool' } },
  });

const isServed = (object: IPAddressClaim): boolean => object.status?.addressRef !== undefined;
const reasonOf = (object: IPAddressClaim): string | undefined => conditionOf(object, 'Ready')?.reason;

describe('ipam', () => {
  it('answers claims with addresses in ascending order, owned by claim and pool, without the gateway', async () => {
    await using harness = await startHarness();
    const from = await pool(harness, ['192.0.2.0/29']);
    await harness.kube.create(Cluster, { metadata: key('prod'), spec: { paused: false } });
    for (const [name, address] of [['a', '192.0.2.2'], ['b', '192.0.2.3']] as const) {
      await claim(harness, name, { metadata: { labels: { [Labels.clusterName]: 'prod' } } });
      const served = await harness.until(IPAddressClaim, key(name), isServed);
      const given = await harness.until(IPAddress, key(name), () => true);
      expect(given.spec).toEqual({ address, prefix: 24, gateway: '192.0.2.1', claimRef: { name }, poolRef: served.spec.poolRef });
      expect(given.metadata.ownerReferences?.map(({ uid, controller }) => [uid, controller ?? false])).toEqual([
        [served.metadata.uid, true], [from.metadata.uid, false],
      ]);
      expect(given.metadata.labels?.[Labels.clusterName]).toBe('prod');
      expect(conditionOf(served, 'Ready')?.status).toBe('True');
    }
    const counted = await harness.until(InClusterIPPool, key('pool'), ({ status }) => status?.ipAddresses?.used === 2, 3_000);
    expect(counted.status?.ipAddresses).toEqual({ total: 6, used: 2, free: 4, outOfRange: 0 });
  });

  it('rings when a claim has its address, with what was written', async () => {
    await using harness = await startHarness();
    await pool(harness, ['192.0.2.10']);
    const rung: string[] = [];
    harness.bus.follow(({ event, data }) => {
      if (event === Ipam.AddressAllocated) rung.push(data.about.resourceVersion);
    });
    await claim(harness, 'a');
    const served = await harness.until(IPAddressClaim, key('a'), isServed, 100);
    expect(rung).toEqual([served.metadata.resourceVersion]);
  });

  it('serves those who wait as soon as the pool is made larger', async () => {
    await using harness = await startHarness();
    const from = await pool(harness, ['192.0.2.10']);
    await claim(harness, 'a');
    await harness.until(IPAddressClaim, key('a'), isServed);
    await claim(harness, 'b');
    const waiting = await harness.until(IPAddressClaim, key('b'), (object) => reasonOf(object) === 'PoolExhausted');
    expect(conditionOf(waiting, WAITING)?.message).toBe('InClusterIPPool pool has no free address: add some to its spec.addresses, or release one');
    await harness.clock.advance(10_000);
    const seen = await harness.kube.get(InClusterIPPool, key('pool')) ?? from;
    await harness.kube.patch(InClusterIPPool, seen, [{ op: 'replace', path: '/spec/addresses', value: ['192.0.2.10-192.0.2.11'] }]);
    const served = await harness.until(IPAddressClaim, key('b'), isServed, 100);
    expect(conditionOf(served, WAITING)).toBeUndefined();
  });

  it('gives the address of a claim that went to one that waits', async () => {
    await using harness = await startHarness();
    await pool(harness, ['192.0.2.10']);
    const first = await claim(harness, 'a', { metadata: { finalizers: ['example.test/vm'] } });
    await harness.until(IPAddressClaim, key('a'), isServed);
    await claim(harness, 'b');
    await harness.until(IPAddressClaim, key('b'), (object) => reasonOf(object) === 'PoolExhausted');
    await harness.kube.delete(IPAddressClaim, first);
    const held = await harness.until(IPAddressClaim, key('a'), (object) => conditionOf(object, WAITING)?.reason === 'WaitingForRelease');
    expect(await harness.kube.get(IPAddress, key('a'))).toBeDefined();
    await harness.kube.patch(IPAddressClaim, held, [{ op: 'replace', path: '/metadata/finalizers', value: [Finalizers.ipAddressClaim] }]);
    await harness.untilGone(IPAddressClaim, key('a'));
    await harness.until(IPAddressClaim, key('b'), isServed, 100);
    expect((await harness.kube.get(IPAddress, key('b')))?.spec.address).toBe('192.0.2.10');
  });

  it('serves every namespace from a global pool, and no address twice', async () => {
    await using harness = await startHarness();
    const { kube } = harness;
    await kube.create(GlobalInClusterIPPool, { metadata: { name: 'pool' }, spec: { addresses: ['2001:db8::10-2001:db8::11'], prefix: 64 } });
    const poolRef = { apiGroup: GlobalInClusterIPPool.group, kind: GlobalInClusterIPPool.kind, name: 'pool' };
    await kube.create(IPAddressClaim, { metadata: { namespace: 'default', name: 'a' }, spec: { poolRef } });
    await kube.create(IPAddressClaim, { metadata: { namespace: 'kube-public', name: 'a' }, spec: { poolRef } });
    const given = [];
    for (const where of ['default', 'kube-public']) {
      await harness.until(IPAddressClaim, { namespace: where, name: 'a' }, isServed);
      given.push((await kube.get(IPAddress, { namespace: where, name: 'a' }))?.spec.address);
    }
    expect(given.sort()).toEqual(['2001:db8::10', '2001:db8::11']);
  });

  it('touches no claim on a pool of another provider', async () => {
    await using harness = await startHarness();
    const foreign = await claim(harness, 'a', { poolRef: { apiGroup: 'ipam.example.test', kind: 'OtherPool', name: 'pool' } });
    await harness.clock.advance(60_000);
    expect(await harness.kube.get(IPAddressClaim, key('a'))).toEqual(foreign);
  });

  it('touches nothing of a paused cluster but to say so, and goes on as soon as it is resumed', async () => {
    await using harness = await startHarness();
    const { kube } = harness;
    await pool(harness, ['192.0.2.10']);
    const cluster = await kube.create(Cluster, { metadata: key('prod'), spec: { paused: true } });
    await claim(harness, 'a', { metadata: { labels: { [Labels.clusterName]: 'prod' } } });
    const paused = await harness.until(IPAddressClaim, key('a'), (object) => conditionOf(object, 'Paused')?.status === 'True');
    await harness.clock.advance(60_000);
    expect(await kube.get(IPAddressClaim, key('a'))).toEqual(paused);
    expect((await kube.list(IPAddress)).items).toEqual([]);
    await kube.patch(Cluster, cluster, [{ op: 'replace', path: '/spec/paused', value: false }]);
    await harness.until(IPAddressClaim, key('a'), isServed, 100);
  });

  it('says what is wrong with a pool that cannot be read, and goes on when it is mended', async () => {
    await using harness = await startHarness();
    const broken = await pool(harness, ['192.0.2.10', '2001:db8::1']);
    await claim(harness, 'a');
    const told = await harness.until(IPAddressClaim, key('a'), (object) => reasonOf(object) === 'AllocationFailed');
    expect(conditionOf(told, 'Ready')?.message).toMatch(/^InClusterIPPool pool: spec\.addresses\[1\]: 2001:db8::1 is not IPv4/);
    const seen = await harness.kube.get(InClusterIPPool, key('pool')) ?? broken;
    await harness.kube.patch(InClusterIPPool, seen, [{ op: 'replace', path: '/spec/addresses', value: ['192.0.2.10'] }]);
    await harness.until(IPAddressClaim, key('a'), isServed, 100);
  });

  it('rebuilds owners and protection that were taken off, without giving another address', async () => {
    await using harness = await startHarness();
    await pool(harness, ['192.0.2.10-192.0.2.20']);
    const owner = await claim(harness, 'a');
    await harness.until(IPAddressClaim, key('a'), isServed);
    const bare = await harness.until(IPAddress, key('a'), () => true);
    await harness.kube.patch(IPAddress, bare, [{ op: 'remove', path: '/metadata/ownerReferences' }, { op: 'remove', path: '/metadata/finalizers' }]);
    const rebuilt = await harness.until(IPAddress, key('a'), ({ metadata }) => metadata.finalizers !== undefined, 3_000);
    expect(rebuilt.metadata.uid).toBe(bare.metadata.uid);
    expect(rebuilt.metadata.ownerReferences?.[0]?.uid).toBe(owner.metadata.uid);
  });

  it('keeps a pool as long as an address of it is in use', async () => {
    await using harness = await startHarness();
    const from = await pool(harness, ['192.0.2.10']);
    const used = await claim(harness, 'a');
    await harness.until(IPAddressClaim, key('a'), isServed);
    await harness.until(InClusterIPPool, key('pool'), ({ status }) => status?.ipAddresses?.used === 1, 3_000);
    await harness.kube.delete(InClusterIPPool, from);
    await harness.clock.advance(5_000);
    expect(await harness.kube.get(InClusterIPPool, key('pool'))).toBeDefined();
    await harness.kube.delete(IPAddressClaim, used);
    await harness.untilGone(InClusterIPPool, key('pool'), 35_000);
  });

  it('lets a pool go whose annotation says so', async () => {
    await using harness = await startHarness();
    const from = await pool(harness, ['192.0.2.10'], {});
    await claim(harness, 'a');
    await harness.until(IPAddressClaim, key('a'), isServed);
    const seen = await harness.kube.get(InClusterIPPool, key('pool')) ?? from;
    await harness.kube.patch(InClusterIPPool, seen, [{ op: 'add', path: '/metadata/annotations', value: { [Annotations.skipPoolDeleteValidation]: '' } }]);
    await harness.kube.delete(InClusterIPPool, seen);
    await harness.untilGone(InClusterIPPool, key('pool'));
  });
});
