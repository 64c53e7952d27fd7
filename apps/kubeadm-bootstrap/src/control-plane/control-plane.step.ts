import { conditionOf, TerminalError } from '@handoff/reconcile';
import type { Wait } from '@handoff/reconcile';
import { hasExternalEtcd } from '../cluster-secrets/certificates.js';
import { whyUnhealthy } from './control-plane.health.js';
import { isMarkedForDeletion } from './control-plane.machines.js';
import { answers } from './control-plane.scope.js';
import type { ControlPlaneScope, Member } from './control-plane.scope.js';
import { waitForDeletion, waitForFirst, waitForMember } from './control-plane.words.js';
import { occupancy } from './failure-domains.js';

/** The one thing that brings the Machines closer to what is declared. */
export type Step =
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly wait: Wait }
  | { readonly do: 'add' }
  | { readonly do: 'remove'; readonly member: Member };

const NOTHING: Step = { do: 'nothing' };
const wait = (on: Wait): Step => ({ do: 'wait', wait: on });

/** An API that answers and has not been initialized is about to be; no doorbell need ring for the last step. In milliseconds. */
const NEARLY_SERVING_MS = 1_000;

export const isAlive = ({ machine }: Member): boolean => machine.metadata.deletionTimestamp === undefined;
export const isOutdated = ({ outdated }: Member): boolean => outdated.length > 0;
const isHealthy = ({ machine, health }: Member): boolean => whyUnhealthy(machine, health).length === 0;

/** Decides the next step: pure. @throws TerminalError when somebody has to decide something first */
export function nextStep(scope: ControlPlaneScope): Step {
  const { initialized, members } = scope;
  const going = members.find((member) => !isAlive(member));
  if (!initialized) return firstStep(scope, going);
  if (members.length === 0) {
    throw new TerminalError('ControlPlaneLost', 'every control-plane Machine is gone, and with them etcd: a new one could join nothing. Restore etcd on a new cluster, or delete this one');
  }
  const change = stillborn(members) ?? wantedChange(scope);
  if (change === undefined) return NOTHING;
  if (going !== undefined) return wait(waitForDeletion(going));
  const unhealthy = change.anyway === true ? undefined : members.find((member) => member !== change.remove && !isHealthy(member));
  if (unhealthy !== undefined) return wait(waitForMember(unhealthy));
  return change.remove === undefined ? { do: 'add' } : { do: 'remove', member: change.remove };
}

/** A Machine that failed to join, and whose declaration was corrected since: everybody waits for it, so it goes first. */
function stillborn(members: readonly Member[]): Change | undefined {
  const found = members.find((member) => isAlive(member) && isOutdated(member) && hasNeverRun(member));
  return found === undefined ? undefined : { remove: found, anyway: true };
}

/**
 * Before the cluster serves there is one Machine. If what it was made from changed meanwhile and it never came up, nothing is lost by
 * making it anew: this is how a commit corrects a declaration whose first node failed.
 */
function firstStep({ members, cluster }: ControlPlaneScope, going: Member | undefined): Step {
  if (going !== undefined) return wait(waitForDeletion(going));
  const [first] = members;
  if (first === undefined) return { do: 'add' };
  if (members.length === 1 && isOutdated(first) && hasNeverRun(first)) return { do: 'remove', member: first };
  return wait({ ...waitForFirst(first), ...(answers(cluster) ? { lookAgainMs: NEARLY_SERVING_MS } : {}) });
}

/** Its VM was never made, or says itself that kubeadm failed. Silence alone proves nothing: after a restore every status is empty. */
function hasNeverRun({ machine, infrastructure }: Member): boolean {
  if (machine.status?.nodeRef !== undefined) return false;
  return machine.spec.providerID === undefined || conditionOf(infrastructure, 'BootstrapSucceeded')?.status === 'False';
}

interface Change {
  /** The Machine that is to go; absent when one is to come. */
  readonly remove?: Member;
  /** Even while another is not healthy: it never counted. */
  readonly anyway?: boolean;
}

/** What is to change, whether or not it may happen now. */
function wantedChange(scope: ControlPlaneScope): Change | undefined {
  const { replicas, rollout: { strategy } } = scope.wanted.spec;
  const living = scope.members.filter(isAlive);
  const outdated = living.filter(isOutdated);
  if (living.length < replicas) return {};
  if (outdated.length === 0 && living.length === replicas) return undefined;
  const most = outdated.length === 0 ? living.length : Math.max(living.length, replicas + Number(strategy.rollingUpdate.maxSurge));
  refuseLossOfQuorum(scope, most);
  if (living.length < most) return {};
  const remove = choose(scope, outdated.length > 0 ? outdated : living);
  return remove === undefined ? undefined : { remove };
}

/**
 * The etcd member of a Machine that goes still counts for the quorum, and of two members none can be missing: the API would stop, and
 * with it every way to put that right. @throws TerminalError with the way out
 */
function refuseLossOfQuorum({ wanted }: ControlPlaneScope, members: number): void {
  if (hasExternalEtcd(wanted.spec.kubeadmConfigSpec) || members > 2) return;
  throw new TerminalError('EtcdQuorumAtRisk', `with ${members} etcd members none can be taken away: set spec.replicas to 3, and what is outdated is replaced then`);
}

/** Which one goes: marked by somebody, else broken, else from the fullest failure domain, else the oldest. */
function choose({ cluster, members }: ControlPlaneScope, candidates: readonly Member[]): Member | undefined {
  const marked = candidates.filter(({ machine }) => isMarkedForDeletion(machine));
  const broken = candidates.filter((member) => !isHealthy(member));
  const [choice = candidates] = [marked, broken].filter((some) => some.length > 0);
  const domains = cluster === undefined ? [] : occupancy(cluster, members.filter(isAlive).map(({ machine }) => machine));
  const inDomain = (name: string): readonly Member[] => choice.filter(({ machine }) => machine.spec.failureDomain === name);
  const crowded = domains.map(({ name }) => inDomain(name)).find((some) => some.length > 0);
  return (crowded ?? choice)[0];
}
