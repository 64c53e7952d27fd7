import { GlobalInClusterIPPool, InClusterIPPool, refKey } from '@handoff/api';
import type { IPAddress, IPAddressClaim, Kind } from '@handoff/api';

/** Either kind of pool: they differ only in name and in whom they serve, so one type stands for both. */
export type Pool = InClusterIPPool;

export type PoolReference = IPAddressClaim['spec']['poolRef'];

/** A global pool serves every namespace. */
export const isGlobal = (reference: PoolReference): boolean => reference.kind === GlobalInClusterIPPool.kind;

/** True for pools of this provider; claims on others are somebody else's. */
export const isOurs = (reference: PoolReference): boolean =>
  reference.apiGroup === InClusterIPPool.group && (reference.kind === InClusterIPPool.kind || isGlobal(reference));

/** Where the pool of a claim or an address is: a global pool has no namespace. */
export const poolNamespace = (reference: PoolReference, namespace: string | undefined): string => (isGlobal(reference) ? '' : namespace ?? '');

/** The pool that an address or a claim names, as an index value. */
export const poolKey = (reference: PoolReference, namespace: string | undefined): string =>
  refKey(reference, poolNamespace(reference, namespace));

export const byPool = (object: IPAddress | IPAddressClaim): readonly string[] => [poolKey(object.spec.poolRef, object.metadata.namespace)];

export const kindOfPool = (reference: PoolReference): Kind<Pool> => (isGlobal(reference) ? GlobalInClusterIPPool : InClusterIPPool);
