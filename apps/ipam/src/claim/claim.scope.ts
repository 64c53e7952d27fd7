import { IPAddress } from '@handoff/api';
import type { IPAddressClaim } from '@handoff/api';
import type { Context } from '@handoff/reconcile';
import { byPool, isOurs, kindOfPool, poolKey, poolNamespace } from '../pool/pools.js';
import type { Pool } from '../pool/pools.js';

/** Everything that a reconcile of an IPAddressClaim looks at. */
export interface ClaimScope {
  readonly claim: IPAddressClaim;
  /** False: the claim names a pool of another provider, and nothing is done about it. */
  readonly isOurs: boolean;
  /** Absent until it is applied. */
  readonly pool: Pool | undefined;
  /** The address of the claim's name; absent before allocation. */
  address: IPAddress | undefined;
  /** Every address that the pool has given out, as known here. */
  readonly used: ReadonlySet<string>;
}

export const observeClaim = async (claim: IPAddressClaim, context: Context): Promise<ClaimScope> => {
  const { poolRef } = claim.spec;
  const { name, namespace } = claim.metadata;
  if (!isOurs(poolRef)) return { claim, isOurs: false, pool: undefined, address: undefined, used: new Set() };
  const addresses = context.cached(IPAddress);
  return {
    claim, isOurs: true,
    pool: await context.read<Pool>(kindOfPool(poolRef), { namespace: poolNamespace(poolRef, namespace), name: poolRef.name }),
    address: addresses.get(`${namespace ?? ''}/${name}`),
    used: new Set(addresses.by(byPool, poolKey(poolRef, namespace)).map((address) => address.spec.address)),
  };
};
