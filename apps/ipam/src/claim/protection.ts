import { controllerOf, Finalizers, IPAddress, IPAddressClaim, ownerReferenceTo } from '@handoff/api';
import type { KubeObject, OwnerReference } from '@handoff/api';
import type { KubeClient } from '@handoff/kube';
import type { Operation } from 'fast-json-patch';
import type { Pool } from '../pool/pools.js';

/** True once the address is the claim's for good: from then on only the claim's deletion takes it back. */
export const isProtected = (address: IPAddress): boolean => address.metadata.finalizers?.includes(Finalizers.ipAddress) === true;

/**
 * True when the address was made for this claim: the claim controls it, or one of its name did before a restore gave everything new uids,
 * or a restore left it without a controller.
 */
export function belongsTo(address: IPAddress, claim: IPAddressClaim): boolean {
  if (address.spec.claimRef.name !== claim.metadata.name) return false;
  const controller = controllerOf(address);
  return controller === undefined || (controller.kind === IPAddressClaim.kind && controller.name === claim.metadata.name);
}

/** True when the address bears everything that it should: nothing is left to be done for the claim. */
export const isSettled = (address: IPAddress, claim: IPAddressClaim): boolean =>
  isProtected(address) && controllerOf(address)?.uid === claim.metadata.uid;

/** Makes an address the claim's for good, in one patch. @throws Conflict and Gone when it is not as it was seen */
export async function protect(kube: KubeClient, claim: IPAddressClaim, pool: Pool, address: IPAddress): Promise<IPAddress> {
  if (isSettled(address, claim)) return address;
  const { finalizers = [], ownerReferences = [] } = address.metadata;
  const owners = withOwners(ownerReferences, claim, pool);
  const operations: Operation[] = [
    ...(isProtected(address) ? [] : [{ op: 'add', path: '/metadata/finalizers', value: [...finalizers, Finalizers.ipAddress] } as const]),
    { op: 'add', path: '/metadata/ownerReferences', value: owners }, // `add` of a member replaces one that is there (RFC 6902)
  ];
  return kube.patch(IPAddress, address, operations);
}

function withOwners(present: readonly OwnerReference[], claim: IPAddressClaim, pool: Pool): OwnerReference[] {
  const isOneOf = (owner: OwnerReference, object: KubeObject): boolean => owner.kind === object.kind && owner.name === object.metadata.name;
  const others = present.filter((owner) => !isOneOf(owner, claim) && !isOneOf(owner, pool));
  return [ownerReferenceTo(claim, { controller: true, block: true }), ownerReferenceTo(pool, { block: true }), ...others];
}
