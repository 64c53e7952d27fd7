import { Finalizers, IPAddress, Labels, ownerReferenceTo } from '@handoff/api';
import type { IPAddressClaim } from '@handoff/api';
import { AlreadyExists } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import type { Random } from '@handoff/time';
import { isGlobal, isOurs, poolKey } from '../pool/pools.js';
import type { Pool } from '../pool/pools.js';
import { PoolRange } from '../pool/pool-range.js';

/** What an attempt came to. */
export type Allocation =
  | { readonly outcome: 'allocated'; readonly address: IPAddress }
  | { readonly outcome: 'exhausted' }
  /** Another allocator took the same address at the same time: both gave it back. Try again. */
  | { readonly outcome: 'collided' }
  /** An object of the claim's name is there and is not the claim's. */
  | { readonly outcome: 'taken'; readonly address: IPAddress };

/** Among how many of the free addresses an allocator picks after a collision, so that the next attempt differs. */
const SPREAD = 16;

/**
 * Gives a claim its address. Safe with any number of allocators that stop and go on at any point: the address is first written,
 * then everything is read, consistently; whoever then sees another of the same address takes its own back. Of two that wrote the
 * same, the later one always sees the earlier one, so at most one of them goes on, and often neither.
 */
export async function allocate(kube: KubeClient, claim: IPAddressClaim, pool: Pool, used: ReadonlySet<string>, attempt: { collisions: number; random: Random }): Promise<Allocation> {
  const range = PoolRange.of(pool.spec);
  const skip = attempt.collisions === 0 ? 0 : Math.floor(attempt.random.next() * SPREAD);
  const free = range.firstFree(used, skip) ?? range.firstFree(used);
  if (free === undefined) return { outcome: 'exhausted' };
  const written = await create(kube, claim, pool, free);
  if (written.metadata.ownerReferences?.some((owner) => owner.uid === claim.metadata.uid) !== true) return { outcome: 'taken', address: written };
  return confirm(kube, claim, written);
}

/** Reads everything and keeps the address only if it is nobody else's. Also what a restart does with an address whose claim does not name it yet. */
export async function confirm(kube: KubeClient, claim: IPAddressClaim, address: IPAddress): Promise<Allocation> {
  const { items } = await kube.list(IPAddress, isGlobal(claim.spec.poolRef) ? {} : { namespace: claim.metadata.namespace });
  const pool = poolKey(claim.spec.poolRef, claim.metadata.namespace);
  const others = items.filter((other) => other.metadata.uid !== address.metadata.uid && other.spec.address === address.spec.address
    && isOurs(other.spec.poolRef) && poolKey(other.spec.poolRef, other.metadata.namespace) === pool);
  if (others.length === 0) return { outcome: 'allocated', address };
  await release(kube, address);
  return { outcome: 'collided' };
}

/** Takes an address back: its protection first, then itself. */
export async function release(kube: KubeClient, address: IPAddress): Promise<void> {
  const finalizers = (address.metadata.finalizers ?? []).filter((finalizer) => finalizer !== Finalizers.ipAddress);
  const current = finalizers.length === (address.metadata.finalizers ?? []).length ? address
    : await kube.patch(IPAddress, address, [finalizers.length === 0 ? { op: 'remove', path: '/metadata/finalizers' } : { op: 'replace', path: '/metadata/finalizers', value: finalizers }]);
  await kube.delete(IPAddress, current);
}

async function create(kube: KubeClient, claim: IPAddressClaim, pool: Pool, address: string): Promise<IPAddress> {
  const { name, namespace, labels } = claim.metadata;
  const cluster = labels?.[Labels.clusterName] ?? claim.spec.clusterName;
  try {
    return await kube.create(IPAddress, {
      metadata: {
        name, namespace,
        ...(cluster === undefined ? {} : { labels: { [Labels.clusterName]: cluster } }),
        finalizers: [Finalizers.ipAddress],
        ownerReferences: [ownerReferenceTo(claim, { controller: true, block: true }), ownerReferenceTo(pool, { block: true })],
      },
      spec: {
        address, prefix: pool.spec.prefix, claimRef: { name }, poolRef: claim.spec.poolRef,
        ...(pool.spec.gateway === undefined || pool.spec.gateway === '' ? {} : { gateway: pool.spec.gateway }),
      },
    });
  } catch (error) {
    const found = error instanceof AlreadyExists ? await kube.get(IPAddress, { namespace, name }) : undefined;
    if (found === undefined) throw error;
    return found;
  }
}
