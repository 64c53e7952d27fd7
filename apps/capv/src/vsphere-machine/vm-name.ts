import { Machine, ownerOf } from '@handoff/api';
import type { VSphereMachine } from '@handoff/api';
import { keyOf } from '@handoff/kube';
import type { Key } from '@handoff/kube';
import { TerminalError } from '@handoff/reconcile';

/** NetBIOS allows Windows hosts no longer name. */
const WINDOWS_LIMIT = 15;
const LIMIT = 63;

export interface NameRequest {
  readonly machine: string;
  readonly template: string | undefined;
  readonly os: string | undefined;
}

/**
 * The name of a machine in vCenter: the Machine's, or what `naming.template` makes of it, with `trunc N` and `trimSuffix "text"`.
 * A Windows host keeps the beginning and the random end of a name that is too long. @throws TerminalError for a template that is none
 */
export function vmNameOf({ machine, template, os }: NameRequest): string {
  const name = template === undefined ? machine : template.replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, expression: string) => evaluate(expression, machine));
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) || name.length > LIMIT) {
    throw new TerminalError('InvalidNaming', `spec.naming.template gives "${name}", which is no DNS label of at most ${String(LIMIT)} characters: correct it`);
  }
  return os === 'Windows' && name.length > WINDOWS_LIMIT ? `${name.slice(0, 9)}-${name.slice(-5)}` : name;
}

function evaluate(expression: string, machine: string): string {
  const [subject, ...functions] = expression.split('|').map((part) => part.trim());
  if (subject !== '.machine.name') return direct(subject ?? '', machine);
  return functions.reduce((name, call) => apply(call, name), machine);
}

/** A function may also be written before its argument: `trunc 9 .machine.name`. */
function direct(call: string, machine: string): string {
  const argument = /^(.*)\s\.machine\.name$/.exec(call);
  if (argument?.[1] === undefined) throw unknown(call);
  return apply(argument[1], machine);
}

function apply(call: string, name: string): string {
  const count = /^trunc\s+(-?\d+)$/.exec(call)?.[1];
  if (count !== undefined) return Number(count) < 0 ? name.slice(Number(count)) : name.slice(0, Number(count));
  const suffix = /^trimSuffix\s+(?:"([^"]*)"|`([^`]*)`)$/.exec(call);
  if (suffix === null) throw unknown(call);
  const text = suffix[1] ?? suffix[2] ?? '';
  return text !== '' && name.endsWith(text) ? name.slice(0, -text.length) : name;
}

const unknown = (call: string): TerminalError =>
  new TerminalError('InvalidNaming', `spec.naming.template: ${call} is not known; use .machine.name, trunc and trimSuffix`);

/** The name of the VSphereVM that a VSphereMachine makes; undefined while no Machine owns it. @throws TerminalError as above */
function vmNameFor(machine: VSphereMachine): string | undefined {
  const owner = ownerOf(machine, Machine);
  return owner && vmNameOf({ machine: owner.name, template: machine.spec.naming?.template, os: machine.spec.os });
}

/** VSphereMachines by the VSphereVM that they make: `namespace/name`. One whose naming is wrong makes none. */
export function byVm(machine: VSphereMachine): readonly Key[] {
  try {
    const name = vmNameFor(machine);
    return name === undefined ? [] : [keyOf({ namespace: machine.metadata.namespace, name })];
  } catch (error) {
    if (error instanceof TerminalError) return [];
    throw error;
  }
}
