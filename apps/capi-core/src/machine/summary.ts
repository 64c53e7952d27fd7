import type { Machine } from '@handoff/api';
import { condition, conditionOf } from '@handoff/reconcile';
import type { ConditionIntent } from '@handoff/reconcile';

/** One condition over many Machines: true when it is so for each; else it names those for which it is not. None is true. */
export function summary(type: string, of: string, machines: readonly Machine[]): ConditionIntent {
  if (machines.length === 0) return condition(type, true, 'NoReplicas');
  const not = machines.filter((machine) => conditionOf(machine, of)?.status !== 'True');
  if (not.length === 0) return condition(type, true, of);
  const unknown = not.every((machine) => (conditionOf(machine, of)?.status ?? 'Unknown') === 'Unknown');
  const words = not.slice(0, 3).map((machine) => {
    const found = conditionOf(machine, of);
    return `Machine ${machine.metadata.name}${found === undefined || found.message === '' ? '' : `: ${found.message}`}`;
  });
  const more = not.length > words.length ? ` (and ${String(not.length - words.length)} more)` : '';
  return condition(type, unknown ? undefined : false, `Not${of}`, `${words.join('; ')}${more}`);
}
