import { Finalizers, GlobalInClusterIPPool, InClusterIPPool, IPAddress, IPAddressClaim, IPAddressClaimConditions } from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import { Ipam } from '@handoff/events';
import { keyOf, keyOfObject } from '@handoff/kube';
import type { Key, StoreView } from '@handoff/kube';
import { controller, hears, mirrors, trueSince } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { byPool, isOurs, poolKey } from '../pool/pools.js';
import { allocateAddress, releaseAddress } from './claim.phases.js';
import { observeClaim } from './claim.scope.js';
import type { ClaimScope } from './claim.scope.js';
import { claimFacts, claimStatus } from './claim.status.js';

const isWaiting = (claim: IPAddressClaim): boolean => claim.status?.addressRef === undefined;

/** The claims on a pool that still wait: nothing changes for those that have theirs. */
const waitingOn = (kind: string, pool: { namespace?: string | undefined; name: string }, own: StoreView<IPAddressClaim>): Key[] =>
  own.by(byPool, poolKey({ apiGroup: InClusterIPPool.group, kind, name: pool.name }, pool.namespace)).filter(isWaiting).map(keyOfObject);

const waitingOnPool = (pool: KubeObject, own: StoreView<IPAddressClaim>): Key[] => waitingOn(pool.kind, pool.metadata, own);

const WAITING = 'waiting';
const byWaiting = (claim: IPAddressClaim): readonly string[] => (isWaiting(claim) ? [WAITING] : []);

/** Answers claims with addresses. */
export const claimController = (): Controller => controller<IPAddressClaim, ClaimScope>({
  name: 'ipaddressclaim',
  for: IPAddressClaim,
  concerns: (claim) => isOurs(claim.spec.poolRef),
  hears: [
    hears(Ipam.PoolAvailable, (about, own) => waitingOn(about.kind, about, own)),
    // The claim that went does not tell its pool any more: whoever waits looks.
    hears(Ipam.AddressReleased, (_about, own) => own.by(byWaiting, WAITING).map(keyOfObject)),
  ],
  mirrors: [
    mirrors(InClusterIPPool, waitingOnPool),
    mirrors(GlobalInClusterIPPool, waitingOnPool),
    mirrors(IPAddress, (address) => [keyOf({ namespace: address.metadata.namespace, name: address.spec.claimRef.name })]),
  ],
  observe: observeClaim,
  phases: [allocateAddress],
  status: claimStatus,
  handoffs: claimFacts,
  milestones: ({ claim: { metadata } }, written) => (metadata.deletionTimestamp === undefined
    ? [{ name: 'address', begun: metadata.creationTimestamp, ended: trueSince(written, IPAddressClaimConditions.Ready) }] : []),
  gone: Ipam.AddressReleased,
  finalize: { finalizer: Finalizers.ipAddressClaim, phases: [releaseAddress] },
});
