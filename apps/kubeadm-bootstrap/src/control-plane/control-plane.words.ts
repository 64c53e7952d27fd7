import { conditionOf, WAITING, waitFor } from '@handoff/reconcile';
import type { Wait } from '@handoff/reconcile';
import { whyUnhealthy } from './control-plane.health.js';
import type { Member } from './control-plane.scope.js';

/** In a Machine's own words, where it has some. */
export function wordsOf({ machine }: Pick<Member, 'machine'>): string {
  const waiting = conditionOf(machine, WAITING)?.message;
  const ready = conditionOf(machine, 'Ready');
  return waiting ?? (ready === undefined || ready.status === 'True' ? '' : ready.message);
}

const joined = (text: string, words: string): string => (words === '' ? text : `${text}: ${words}`);

/** Until the first node serves there is nothing to join. */
export const waitForFirst = (member: Member): Wait => waitFor('WaitingForControlPlaneInitialized',
  joined(`Machine ${member.machine.metadata.name} is to initialize the control plane, and its API does not serve yet`, wordsOf(member)),
  { awaited: member.machine.metadata.name });

/** The next step waits for this member. */
export function waitForMember(member: Member): Wait {
  const { machine, health } = member;
  const why = machine.status?.nodeRef === undefined ? wordsOf(member) : whyUnhealthy(machine, health).join('; ');
  return waitFor('WaitingForMachine', joined(`Machine ${machine.metadata.name} is not a healthy member of the control plane yet`, why), { awaited: machine.metadata.name });
}

/** One Machine goes at a time. */
export const waitForDeletion = (member: Member): Wait => waitFor('WaitingForMachineDeletion',
  joined(`Machine ${member.machine.metadata.name} is being deleted`, conditionOf(member.machine, 'Deleting')?.message ?? ''), { awaited: member.machine.metadata.name });
