import { Finalizers, IPAddress, IPAddressClaimReasons as Reason, problemsOf } from '@handoff/api';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import { allocate, release } from './allocate.js';
import type { Allocation } from './allocate.js';
import { belongsTo, isSettled } from './protection.js';
import type { ClaimScope } from './claim.scope.js';

/** Gives the claim an address that nobody else has. */
export const allocateAddress: Phase<ClaimScope> = async (scope, context) => {
  const { claim, pool, address } = scope;
  if (claim.metadata.deletionTimestamp !== undefined) return undefined;
  if (address !== undefined && isSettled(address, claim)) return undefined;
  const { poolRef } = claim.spec;
  if (pool === undefined) return waitFor(Reason.PoolNotReady, `${poolRef.kind} ${poolRef.name} named by spec.poolRef is not there yet: apply it`);
  if (pool.metadata.deletionTimestamp !== undefined) return waitFor(Reason.PoolNotReady, `${poolRef.kind} ${poolRef.name} is being deleted`);
  const [problem] = problemsOf(pool);
  if (problem !== undefined) {
    throw new TerminalError(Reason.AllocationFailed, `${poolRef.kind} ${poolRef.name}: ${problem.path}: ${problem.message}`);
  }
  return take(scope, context, await allocate(context.kube, { claim, pool, random: context.random }, scope.used, address));
};

function take(scope: ClaimScope, context: Context, result: Allocation): Wait | undefined {
  const { poolRef } = scope.claim.spec;
  scope.address = result.outcome === 'allocated' ? result.address : undefined;
  switch (result.outcome) {
    case 'allocated':
    case 'unclaimed':
      return undefined;
    case 'exhausted':
      return waitFor(Reason.PoolExhausted, `${poolRef.kind} ${poolRef.name} has no free address: add some to its spec.addresses, or release one`);
    case 'collided':
      return waitFor(Reason.AllocationFailed, 'other allocators took the same addresses at the same time: tried again at once',
        { lookAgainMs: 50 + Math.floor(context.random.next() * 200) });
    case 'taken': {
      const { metadata, spec } = result.address;
      throw new TerminalError(Reason.AllocationFailed,
        `IPAddress ${metadata.name} is there already and belongs to another claim: delete it if nobody uses ${spec.address}`);
    }
  }
}

/** Gives the address back. Whoever uses it holds the claim by a finalizer of its own until it no longer does. */
export const releaseAddress: Phase<ClaimScope> = async ({ claim }, context) => {
  const others = (claim.metadata.finalizers ?? []).filter((finalizer) => finalizer !== Finalizers.ipAddressClaim);
  if (others.length > 0) return waitFor('WaitingForRelease', `waiting until finalizer ${others.join(', ')} is removed by whoever uses the address`);
  const { name, namespace } = claim.metadata;
  // Asked of the server itself: an address that a cache has not seen yet would be left behind, unnoticed.
  const address = await context.kube.get(IPAddress, { namespace, name });
  if (address === undefined || !belongsTo(address, claim)) return undefined;
  await context.gate();
  await release(context.kube, address);
  return undefined;
};
