import { TerminalError } from '@handoff/reconcile';
import type { Wait } from '@handoff/reconcile';
import { whyUnhealthy } from './control-plane.health.js';
import { isMarkedForDeletion } from './control-plane.machines.js';
import type { ControlPlaneScope, Member } from './control-plane.scope.js';
import { waitForDeletion, waitForFirst, waitForMember } from './control-plane.words.js';
import { occupancy } from './failure-domains.js';

/** The one thing that brings the Machines closer to what is declared. */
export type Step =
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly wait: Wait }
  | { readonly do: 'add' }
  | { readonly do: 'remove'; readonly member: Member; readonly why: string };

const NOTHING: Step = { do: 'nothing' };
const wait = (on: Wait): Step => ({ do: 'wait', wait: on });

export const isAlive = ({ machine }: Member): boolean => machine.metadata.deletionTimestamp === undefined;
export const isOutdated = ({ outdated }: Member): boolean => outdated.length > 0;
const isHealthy = ({ machine, health }: Member): boolean => whyUnhealthy(machine, health).length === 0;

/** Decides the next step: pure. @throws TerminalError when nothing that this controller does can help */
export function nextStep(scope: ControlPlaneScope): Step {
  const { initialized, members } = scope;
  const going = members.find((member) => !isAlive(member));
  if (!initialized) return firstStep(scope, going);
  if (members.length === 0) {
    throw new TerminalError('ControlPlaneLost', 'every control-plane Machine is gone, and with them etcd: a new one could join nothing. Restore etcd on a new cluster, or delete this one');
  }
  const target = wantedChange(scope);
  if (target === undefined) return NOTHING;
  if (going !== undefined) return wait(waitForDeletion(going));
  const unhealthy = members.find((member) => member !== target.member && !isHealthy(member));
  if (unhealthy !== undefined) return wait(waitForMember(unhealthy));
  return target.member === undefined ? { do: 'add' } : { do: 'remove', member: target.member, why: target.why };
}

/**
 * Before the cluster serves there is one Machine. If what it was made from changed meanwhile, nothing is lost by making it anew: this is how
 * a commit corrects a declaration whose first node could not come up.
 */
function firstStep({ members }: ControlPlaneScope, going: Member | undefined): Step {
  if (going !== undefined) return wait(waitForDeletion(going));
  const [first] = members;
  if (first === undefined) return { do: 'add' };
  const mayReplace = isOutdated(first) && first.machine.status?.nodeRef === undefined;
  return mayReplace ? { do: 'remove', member: first, why: first.outdated.join('; ') } : wait(waitForFirst(first));
}

/** What is to change, whether or not it may happen now: a Machine more (no member), or this one less. */
function wantedChange(scope: ControlPlaneScope): { readonly member?: Member; readonly why: string } | undefined {
  const { replicas, rollout: { strategy } } = scope.wanted.spec;
  const living = scope.members.filter(isAlive);
  const outdated = living.filter(isOutdated);
  const most = outdated.length > 0 ? replicas + Number(strategy.rollingUpdate.maxSurge) : replicas;
  if (living.length < most) return { why: '' };
  if (outdated.length === 0 && living.length === replicas) return undefined;
  const member = choose(scope, outdated.length > 0 ? outdated : living);
  if (member === undefined) return undefined;
  return { member, why: isOutdated(member) ? member.outdated.join('; ') : `${living.length} Machines, ${replicas} are wanted` };
}

/** Which one goes: marked by somebody, else broken, else from the fullest failure domain, else the oldest. */
function choose({ cluster, members }: ControlPlaneScope, candidates: readonly Member[]): Member | undefined {
  const marked = candidates.filter(({ machine }) => isMarkedForDeletion(machine));
  const broken = candidates.filter((member) => !isHealthy(member));
  const [choice = candidates] = [marked, broken].filter((some) => some.length > 0);
  const domains = cluster === undefined ? [] : occupancy(cluster, members.filter(isAlive).map(({ machine }) => machine));
  const crowded = domains.map(({ name }) => choice.filter(({ machine }) => machine.spec.failureDomain === name)).find((some) => some.length > 0);
  return (crowded ?? choice)[0];
}
