import { Finalizers, GlobalInClusterIPPool, InClusterIPPool, IPAddress, IPAddressClaim, IPAddressClaimConditions as Type } from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import { Ipam, Vsphere } from '@handoff/events';
import { keyOf, keyOfObject } from '@handoff/kube';
import type { Key, StoreView } from '@handoff/kube';
import { condition, controller, fact, hears, mirrors } from '@handoff/reconcile';
import type { Controller, Report, StatusIntent } from '@handoff/reconcile';
import { byPool, poolKey } from '../pool/pools.js';
import { allocateAddress, releaseAddress } from './claim.phases.js';
import { observeClaim } from './claim.scope.js';
import type { ClaimScope } from './claim.scope.js';

/** The claims on a pool that still wait: nothing changes for those that have theirs. */
export const waitingOn = (pool: KubeObject, own: StoreView<IPAddressClaim>): Key[] =>
  own.by(byPool, poolKey({ apiGroup: InClusterIPPool.group, kind: pool.kind, name: pool.metadata.name }, pool.metadata.namespace))
    .filter((claim) => claim.status?.addressRef === undefined).map(keyOfObject);

function claimStatus({ claim, address, isOurs }: ClaimScope, report: Report): StatusIntent {
  if (!isOurs) return { ...claim.status, conditions: claim.status?.conditions ?? [] };
  const { blocker } = report;
  const deleting = claim.metadata.deletionTimestamp !== undefined;
  const ready = address !== undefined && blocker === undefined && !deleting;
  return {
    ...(address === undefined || (blocker !== undefined && !deleting) ? {} : { addressRef: { name: address.metadata.name } }),
    conditions: [condition(Type.Ready, ready, ready ? 'Allocated' : blocker?.reason ?? (deleting ? 'Deleting' : 'AllocationFailed'), ready ? '' : blocker?.message ?? '')],
  };
}

/** Answers claims with addresses. */
export const claimController = (): Controller => controller<IPAddressClaim, ClaimScope>({
  name: 'ipaddressclaim',
  for: IPAddressClaim,
  hears: [
    hears(Vsphere.AddressRequested, (about) => [keyOf(about)]),
    hears(Ipam.PoolAvailable, (about, own) => own.by(byPool, poolKey(about, about.namespace)).filter((claim) => claim.status?.addressRef === undefined).map(keyOfObject)),
  ],
  mirrors: [
    mirrors(InClusterIPPool, waitingOn),
    mirrors(GlobalInClusterIPPool, waitingOn),
    mirrors(IPAddress, (address) => [keyOf({ namespace: address.metadata.namespace, name: address.spec.claimRef.name })]),
  ],
  observe: observeClaim,
  phases: [allocateAddress],
  status: claimStatus,
  handoffs: ({ claim, address }) => (claim.status?.addressRef === undefined || address === undefined ? [] : [fact(Ipam.AddressAllocated, [address.spec.address, address.metadata.uid])]),
  gone: Ipam.AddressReleased,
  finalize: { finalizer: Finalizers.ipAddressClaim, phases: [releaseAddress] },
});
