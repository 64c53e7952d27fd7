import { IPAddressClaimConditions as Type } from '@handoff/api';
import type { IPAddressClaim, KubeObject } from '@handoff/api';
import { Ipam } from '@handoff/events';
import { condition, fact } from '@handoff/reconcile';
import type { Fact, Report, StatusIntent } from '@handoff/reconcile';
import type { ClaimScope } from './claim.scope.js';
import { belongsTo, isProtected } from './protection.js';

/** What a claim says of itself: pure. It names an address only once that is its own for good: those who use it look at nothing else. */
export function claimStatus({ claim, address }: ClaimScope, { blocker }: Report): StatusIntent {
  const isGiven = address !== undefined && isProtected(address) && belongsTo(address, claim);
  const deleting = claim.metadata.deletionTimestamp !== undefined;
  const ready = isGiven && blocker === undefined && !deleting;
  const reason = ready ? 'Allocated' : blocker?.reason ?? (deleting ? 'Deleting' : 'AllocationFailed');
  return {
    ...(isGiven ? { addressRef: { name: address.metadata.name } } : {}),
    conditions: [condition(Type.Ready, ready, reason, ready ? '' : blocker?.message ?? '')],
  };
}

/** The facts that hold of a claim now: what its status, as written, says. */
export function claimFacts({ address }: ClaimScope, _report: Report, written: KubeObject): readonly Fact[] {
  const { status } = written as IPAddressClaim; // the runtime passes what the claim's own status write returned
  return address === undefined || status?.addressRef === undefined ? []
    : [fact(Ipam.AddressAllocated, [address.spec.address, address.metadata.uid])];
}
