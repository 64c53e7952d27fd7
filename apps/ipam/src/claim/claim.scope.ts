import { IPAddress } from '@handoff/api';
import type { IPAddressClaim } from '@handoff/api';
import type { Context } from '@handoff/reconcile';
import { canonicalAddress } from '../pool/address-number.js';
import { byPool, kindOfPool, poolKey, poolNamespace } from '../pool/pools.js';
import type { Pool } from '../pool/pools.js';

/** Everything that a reconcile of an IPAddressClaim looks at. */
export interface ClaimScope {
  readonly claim: IPAddressClaim;
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
  const addresses = context.cached(IPAddress);
  return {
    claim,
    pool: await context.read<Pool>(kindOfPool(poolRef), { namespace: poolNamespace(poolRef, namespace), name: poolRef.name }),
    address: addresses.get(`${namespace ?? ''}/${name}`),
    used: new Set(addresses.by(byPool, poolKey(poolRef, namespace)).map((address) => canonicalAddress(address.spec.address))),
  };
};
