import { Finalizers, IPAddress, IPAddressClaim, Labels, ownerReferenceTo } from '@handoff/api';
import { AlreadyExists, Gone } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import type { Random } from '@handoff/time';
import { canonicalAddress } from '../pool/address-number.js';
import { PoolRange } from '../pool/pool-range.js';
import { isGlobal, isOurs, poolKey } from '../pool/pools.js';
import type { Pool } from '../pool/pools.js';
import { belongsTo, isProtected, protect } from './protection.js';

/** What an attempt came to. */
export type Allocation =
  | { readonly outcome: 'allocated'; readonly address: IPAddress }
  | { readonly outcome: 'exhausted' }
  /** Other allocators took the same addresses at the same time, and ours were given back. `used`: what the last look at the pool showed. */
  | { readonly outcome: 'collided'; readonly used: ReadonlySet<string> }
  /** The claim went meanwhile; so did what was made for it. */
  | { readonly outcome: 'unclaimed' }
  /** An object of the claim's name is there and is not the claim's. */
  | { readonly outcome: 'taken'; readonly address: IPAddress };

/** How often an allocation is tried before the next reconcile goes on with it, unless told. */
const ATTEMPTS = 5;
/** Among how many of the free addresses an allocator picks after a collision, so that the next attempt differs. */
const SPREAD = 16;

/** The claim that is served, from which pool, and the dice that part allocators which collided. */
export interface Request {
  readonly claim: IPAddressClaim;
  readonly pool: Pool;
  readonly random: Random;
  readonly attempts?: number;
}

/**
 * Gives a claim its address. Safe with any number of allocators, also on one claim, that are stopped or killed at any point.
 *
 * The address is first written, unprotected and owned by the claim alone: until it is protected nobody may use it, any allocator may give
 * it back, and the garbage collector takes it when the claim went. Then everything is read, consistently. Whoever sees the same address
 * twice gives its own back, under the version that it saw; whoever sees it once protects it, under the version that it saw.
 * Of two that wrote the same, the later one always sees the earlier one, so at most one of them goes on (and often neither).
 * A protected address is never given back here, so what one allocator of a claim has settled, a slower one cannot undo.
 *
 * @param known the pool's addresses as a cache has them; it may lag
 * @param present what a cache has of the claim's own address, after an attempt that did not end
 */
export async function allocate(kube: KubeClient, request: Request, known: ReadonlySet<string>, present?: IPAddress): Promise<Allocation> {
  const { claim, pool } = request;
  const range = PoolRange.of(pool.spec);
  let used = known;
  let address = present;
  for (let attempt = 0; attempt < (request.attempts ?? ATTEMPTS); attempt += 1) {
    if (address === undefined) {
      const free = pick(range, used, attempt, request.random) ?? pick(range, await usedOf(kube, claim), attempt, request.random);
      if (free === undefined) return { outcome: 'exhausted' };
      address = await create(kube, request, free);
    }
    if (!belongsTo(address, claim)) return { outcome: 'taken', address };
    const result = await confirm(kube, claim, pool, address);
    if (result.outcome !== 'collided') return result;
    address = undefined;
    used = result.used;
  }
  return { outcome: 'collided', used };
}

/**
 * Reads everything; keeps and protects the address if it is nobody else's, and else gives it back.
 * @throws Conflict and Gone when another allocator of the same claim did either
 */
export async function confirm(kube: KubeClient, claim: IPAddressClaim, pool: Pool, address: IPAddress): Promise<Allocation> {
  if (isProtected(address)) return { outcome: 'allocated', address: await protect(kube, claim, pool, address) };
  const [others, live] = await Promise.all([othersIn(kube, claim, address), kube.get(IPAddressClaim, claim.metadata)]);
  const wanted = canonicalAddress(address.spec.address);
  const rivals = others.filter((other) => canonicalAddress(other.spec.address) === wanted);
  const isClaimed = live?.metadata.uid === claim.metadata.uid && live.metadata.deletionTimestamp === undefined;
  if (isClaimed && rivals.length === 0) return { outcome: 'allocated', address: await protect(kube, claim, pool, address) };
  await kube.delete(IPAddress, address, { ifUnchanged: true });
  if (!isClaimed) return { outcome: 'unclaimed' };
  // A rival that is not protected may give way as well: what both wanted counts as free again.
  const open = rivals.some(isProtected) ? undefined : wanted;
  return { outcome: 'collided', used: new Set(others.map((other) => canonicalAddress(other.spec.address)).filter((value) => value !== open)) };
}

/** Takes an address back: its protection first, then itself, each only as it was seen. */
export async function release(kube: KubeClient, address: IPAddress): Promise<void> {
  const finalizers = address.metadata.finalizers ?? [];
  const left = finalizers.filter((finalizer) => finalizer !== Finalizers.ipAddress);
  const current = left.length === finalizers.length ? address
    : await kube.patch(IPAddress, address, [{ op: 'replace', path: '/metadata/finalizers', value: left }]);
  await kube.delete(IPAddress, current, { ifUnchanged: true });
}

function pick(range: PoolRange, used: ReadonlySet<string>, attempt: number, random: Random): string | undefined {
  if (attempt === 0) return range.firstFree(used);
  return range.firstFree(used, Math.floor(random.next() * Math.min(SPREAD, range.total - 1))) ?? range.firstFree(used);
}

/** What the pool has given out, asked of the server itself: a cache that lags must not call a pool exhausted. */
const usedOf = async (kube: KubeClient, claim: IPAddressClaim): Promise<ReadonlySet<string>> =>
  new Set((await othersIn(kube, claim, undefined)).map((other) => canonicalAddress(other.spec.address)));

async function othersIn(kube: KubeClient, claim: IPAddressClaim, own: IPAddress | undefined): Promise<readonly IPAddress[]> {
  const { poolRef } = claim.spec;
  const { namespace } = claim.metadata;
  const { items } = await kube.list(IPAddress, isGlobal(poolRef) ? {} : { namespace });
  const pool = poolKey(poolRef, namespace);
  return items.filter(({ spec, metadata }) =>
    metadata.uid !== own?.metadata.uid && isOurs(spec.poolRef) && poolKey(spec.poolRef, metadata.namespace) === pool);
}

async function create(kube: KubeClient, { claim, pool }: Request, address: string): Promise<IPAddress> {
  const { name, namespace, labels } = claim.metadata;
  const cluster = labels?.[Labels.clusterName] ?? claim.spec.clusterName;
  const { prefix, gateway } = pool.spec;
  try {
    return await kube.create(IPAddress, {
      metadata: {
        name, namespace,
        ...(cluster === undefined ? {} : { labels: { [Labels.clusterName]: cluster } }),
        ownerReferences: [ownerReferenceTo(claim, { controller: true, block: true })],
      },
      spec: {
        address, prefix, claimRef: { name }, poolRef: claim.spec.poolRef,
        ...(gateway === undefined || gateway === '' ? {} : { gateway }),
      },
    });
  } catch (error) {
    if (!(error instanceof AlreadyExists)) throw error;
    const found = await kube.get(IPAddress, { namespace, name });
    if (found === undefined) throw new Gone(`IPAddress ${name} was there and is gone: another allocator gave it back`, { cause: error });
    return found;
  }
}
