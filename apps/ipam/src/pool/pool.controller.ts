import { Annotations, Finalizers, IPAddress, problemsOf } from '@handoff/api';
import type { CustomKind } from '@handoff/api';
import { Ipam } from '@handoff/events';
import type { Key } from '@handoff/kube';
import { controller, fact, mirrors, waitFor } from '@handoff/reconcile';
import type { Context, Controller, Phase, StatusIntent } from '@handoff/reconcile';
import { byPool, isOurs, kindOfPool, poolKey, poolNamespace } from './pools.js';
import type { Pool } from './pools.js';
import { PoolRange } from './pool-range.js';

/** Everything that a reconcile of a pool looks at. */
interface PoolScope {
  readonly pool: Pool;
  /** What the pool hands out; absent when its spec cannot be read. */
  readonly range: PoolRange | undefined;
  /** The addresses that it has given out. */
  readonly addresses: readonly IPAddress[];
}

/** A pool keeps the count of its addresses, tells when it runs dry, and stays as long as one is in use. */
export const poolController = (kind: Pick<CustomKind<never, never>, 'kind' | 'group'>): Controller => controller<Pool, PoolScope>({
  name: kind.kind.toLowerCase(),
  for: kindOfPool({ apiGroup: kind.group, kind: kind.kind, name: '' }),
  mirrors: [mirrors(IPAddress, (address): Key[] => {
    const { poolRef } = address.spec;
    return isOurs(poolRef) && poolRef.kind === kind.kind ? [`${poolNamespace(poolRef, address.metadata.namespace)}/${poolRef.name}`] : [];
  })],
  clusterOf: () => undefined,
  gated: false,
  observe: observePool,
  phases: [],
  status: poolStatus,
  handoffs: ({ pool, range, addresses }) => range === undefined ? []
    : [addresses.length < range.total ? fact(Ipam.PoolAvailable, pool.spec) : fact(Ipam.PoolExhausted, range.total)],
  finalize: { finalizer: Finalizers.ipPool, phases: [waitUntilUnused] },
});

function observePool(pool: Pool, context: Context): Promise<PoolScope> {
  const reference = { apiGroup: pool.apiVersion.split('/')[0] ?? '', kind: pool.kind, name: pool.metadata.name };
  const range = problemsOf(pool).length === 0 ? PoolRange.of(pool.spec) : undefined;
  return Promise.resolve({ pool, range, addresses: context.cached(IPAddress).by(byPool, poolKey(reference, pool.metadata.namespace)) });
}

function poolStatus({ range, addresses }: PoolScope): StatusIntent {
  if (range === undefined) return { ipAddresses: { total: 0, used: addresses.length, free: 0, outOfRange: addresses.length } };
  const outOfRange = addresses.filter((address) => !range.contains(address.spec.address)).length;
  const used = addresses.length;
  return { ipAddresses: { total: range.total, used, free: Math.max(0, range.total - (used - outOfRange)), outOfRange } };
}

const waitUntilUnused: Phase<PoolScope> = async ({ pool, addresses }) => Promise.resolve(
  addresses.length === 0 || pool.metadata.annotations?.[Annotations.skipPoolDeleteValidation] !== undefined ? undefined
    : waitFor('AddressesInUse', `${String(addresses.length)} addresses are in use: ${addresses.slice(0, 3).map((address) => `${address.spec.address} by ${address.spec.claimRef.name}`).join(', ')}`));
