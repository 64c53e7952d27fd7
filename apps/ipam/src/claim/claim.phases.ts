import { Finalizers, IPAddress, IPAddressClaimReasons as Reason, problemsOf } from '@handoff/api';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Context, Phase } from '@handoff/reconcile';
import { allocate, confirm, release } from './allocate.js';
import type { Allocation } from './allocate.js';
import type { ClaimScope } from './claim.scope.js';

/** How often an allocation is tried again at once after a collision; then the next reconcile goes on. */
const ATTEMPTS = 5;

/** Gives the claim an address that nobody else has. */
export const allocateAddress: Phase<ClaimScope> = async (scope, context) => {
  const { claim, pool, isOurs, address } = scope;
  if (!isOurs || claim.metadata.deletionTimestamp !== undefined) return undefined;
  if (address !== undefined && claim.status?.addressRef?.name === address.metadata.name) return undefined;
  const { poolRef } = claim.spec;
  if (pool === undefined) return waitFor(Reason.PoolNotReady, `${poolRef.kind} ${poolRef.name} named by spec.poolRef is not there yet: apply it`);
  if (pool.metadata.deletionTimestamp !== undefined) return waitFor(Reason.PoolNotReady, `${poolRef.kind} ${poolRef.name} is being deleted`);
  const [problem] = problemsOf(pool);
  if (problem !== undefined) throw new TerminalError(Reason.AllocationFailed, `${poolRef.kind} ${poolRef.name}: ${problem.path}: ${problem.message}`);
  return take(scope, context, await attempt(scope, context, pool));
};

async function attempt(scope: ClaimScope, context: Context, pool: NonNullable<ClaimScope['pool']>): Promise<Allocation> {
  const { claim, address } = scope;
  if (address !== undefined) return confirm(context.kube, claim, address); // an earlier attempt ended before the claim named it
  const used = new Set(scope.used);
  for (let collisions = 0; collisions < ATTEMPTS; collisions += 1) {
    const result = await allocate(context.kube, claim, pool, used, { collisions, random: context.random });
    if (result.outcome !== 'collided') return result;
  }
  return { outcome: 'collided' };
}

function take(scope: ClaimScope, context: Context, result: Allocation): ReturnType<typeof waitFor> | undefined {
  const { poolRef } = scope.claim.spec;
  switch (result.outcome) {
    case 'allocated':
      scope.address = result.address;
      return undefined;
    case 'exhausted':
      return waitFor(Reason.PoolExhausted, `${poolRef.kind} ${poolRef.name} has no free address: add some to its spec.addresses, or release one`);
    case 'collided':
      scope.address = undefined;
      return waitFor(Reason.AllocationFailed, 'other allocators took the same addresses at the same time', { lookAgainMs: 50 + Math.floor(context.random.next() * 200) });
    case 'taken':
      throw new TerminalError(Reason.AllocationFailed, `IPAddress ${result.address.metadata.name} is there already and belongs to another claim: delete it if nobody uses ${result.address.spec.address}`);
  }
}

/** Gives the address back. Whoever uses it holds the claim by a finalizer of its own until it no longer does. */
export const releaseAddress: Phase<ClaimScope> = async ({ claim, address, isOurs }, context) => {
  if (!isOurs) return undefined;
  const others = (claim.metadata.finalizers ?? []).filter((finalizer) => finalizer !== Finalizers.ipAddressClaim);
  if (others.length > 0) return waitFor('WaitingForRelease', `waiting until finalizer ${others.join(', ')} is removed by whoever uses the address`);
  const { name, namespace } = claim.metadata;
  const current = address ?? await context.kube.get(IPAddress, { namespace, name });
  if (current === undefined || current.spec.claimRef.name !== name) return undefined;
  await context.gate();
  await release(context.kube, current);
  return undefined;
};
