import { clusterNameOf, Finalizers, IPAddress, IPAddressClaim, isOwnedBy, Labels, ownerReferenceTo } from '@handoff/api';
import type { ContractReference, VSphereVM } from '@handoff/api';
import { AlreadyExists } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import { tracedAnnotations } from '@handoff/contract-objects';
import { TerminalError } from '@handoff/reconcile';

/** One address that a device of a machine asks a pool for. */
export interface ClaimRequest {
  readonly name: string;
  readonly device: number;
  readonly poolRef: ContractReference;
}

/** An address that a device got. */
export interface PoolAddress {
  readonly device: number;
  /** With prefix. */
  readonly cidr: string;
  readonly gateway: string | undefined;
}

/** The claims that a machine makes, named `<vm>-<device>-<pool>` by their places in its spec. */
export const claimRequests = (vm: VSphereVM): readonly ClaimRequest[] =>
  vm.spec.network.devices.flatMap(({ addressesFromPools = [], skipIPAllocation }, device) =>
    (skipIPAllocation === true ? [] : addressesFromPools)
      .map((poolRef, pool) => ({ name: `${vm.metadata.name}-${String(device)}-${String(pool)}`, device, poolRef })));

/** Makes a claim, or adopts the one that an earlier attempt made. @throws TerminalError when the name is taken by another's */
export async function makeClaim(kube: KubeClient, vm: VSphereVM, { name, poolRef }: ClaimRequest): Promise<IPAddressClaim> {
  const { namespace } = vm.metadata;
  const cluster = clusterNameOf(vm);
  try {
    return await kube.create(IPAddressClaim, {
      metadata: {
        name, namespace,
        ...(cluster === undefined ? {} : { labels: { [Labels.clusterName]: cluster } }),
        annotations: tracedAnnotations(vm),
        ownerReferences: [ownerReferenceTo(vm, { block: true })],
        finalizers: [Finalizers.vsphereIPClaim],
      },
      spec: { poolRef, ...(cluster === undefined ? {} : { clusterName: cluster }) },
    });
  } catch (error) {
    const found = error instanceof AlreadyExists ? await kube.get(IPAddressClaim, { namespace, name }) : undefined;
    if (found === undefined) throw error;
    if (isOwnedBy(found, vm)) return found;
    throw new TerminalError('IPAddressClaimTaken', `IPAddressClaim ${name} is there already and belongs to something else: delete it if nobody uses its address`);
  }
}

/**
 * The address that a claim was given. Only the claim's own word counts: an IPAddress that no claim names yet may still be taken back.
 * Read live, because a mirror may still hold an earlier object of that name.
 */
export async function addressOf(
  kube: KubeClient, { device }: ClaimRequest, claim: IPAddressClaim | undefined,
): Promise<PoolAddress | undefined> {
  const name = claim?.status?.addressRef?.name;
  if (claim === undefined || name === undefined || claim.metadata.deletionTimestamp !== undefined) return undefined;
  const address = await kube.get(IPAddress, { namespace: claim.metadata.namespace, name });
  if (address?.spec.claimRef.name !== claim.metadata.name) return undefined;
  return { device, cidr: `${address.spec.address}/${String(address.spec.prefix)}`, gateway: address.spec.gateway };
}

/** Lets go of a claim: the address may be given to others from now on. */
export async function releaseClaim(kube: KubeClient, claim: IPAddressClaim): Promise<void> {
  const finalizers = claim.metadata.finalizers ?? [];
  const index = finalizers.indexOf(Finalizers.vsphereIPClaim);
  const current = index < 0 ? claim : await kube.patch(IPAddressClaim, claim, [
    { op: 'test', path: `/metadata/finalizers/${String(index)}`, value: Finalizers.vsphereIPClaim },
    { op: 'remove', path: `/metadata/finalizers/${String(index)}` },
  ]);
  if (current.metadata.deletionTimestamp === undefined) await kube.delete(IPAddressClaim, current);
}
