import { isDeepStrictEqual } from 'node:util';
import { Machine, MachineConditions } from '@handoff/api';
import type { Condition } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import { conditionOf } from '@handoff/reconcile';
import type { Context, Phase } from '@handoff/reconcile';
import { rfc3339 } from '@handoff/time';
import type { Operation } from 'fast-json-patch';
import { inPlaceSpec } from './control-plane.machines.js';
import type { ComponentHealth } from './control-plane.health.js';
import type { ControlPlaneDeps, ControlPlaneScope, Member } from './control-plane.scope.js';
import { isAlive, isOutdated } from './control-plane.step.js';

/** What of a Machine follows the control plane without replacing it: timeouts, taints, readiness gates, labels and annotations. */
export const syncMachines: Phase<ControlPlaneScope> = async (scope, context) => {
  const patched = scope.members.filter(isAlive).map(async (member) => {
    const operations = [...specOperations(scope, member), ...metadataOperations(scope, member)];
    if (operations.length > 0) member.machine = await context.kube.patch(Machine, member.machine, operations);
  });
  await Promise.all(patched);
  return undefined;
};

const FIELDS = ['deletion', 'readinessGates', 'taints'] as const;

function specOperations(scope: ControlPlaneScope, { machine }: Member): Operation[] {
  const wanted = inPlaceSpec(scope);
  return FIELDS.filter((field) => !isDeepStrictEqual(asJson(wanted[field]), asJson(machine.spec[field])))
    .map((field) => wanted[field] === undefined ? { op: 'remove', path: `/spec/${field}` } : { op: 'add', path: `/spec/${field}`, value: wanted[field] });
}

/** Stored objects are frozen and lack prototypes; compared is what JSON carries. */
const asJson = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** Adds and changes; what was taken out of the template stays on a Machine until it is replaced, as others may rely on it by then. */
function metadataOperations({ wanted }: ControlPlaneScope, { machine }: Member): Operation[] {
  const { labels = {}, annotations = {} } = wanted.spec.machineTemplate.metadata ?? {};
  const missing = (field: 'labels' | 'annotations', values: Readonly<Record<string, string>>): Operation[] => {
    const present = machine.metadata[field];
    const changed = Object.entries(values).filter(([key, value]) => present?.[key] !== value);
    if (changed.length === 0) return [];
    if (present === undefined) return [{ op: 'add', path: `/metadata/${field}`, value: Object.fromEntries(changed) }];
    return changed.map(([key, value]) => ({ op: 'add', path: `/metadata/${field}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, value }));
  };
  return [...missing('labels', labels), ...missing('annotations', annotations)];
}

/** Tells on each Machine what only its control plane knows: whether it is as declared, and how its parts are. All is sent every time. */
export const reportMembers = (deps: ControlPlaneDeps): Phase<ControlPlaneScope> => async function reportOnMembers(scope, context) {
  for (const { machine } of scope.members.filter((member) => !isAlive(member))) deps.reports.nothing(machine);
  const held = await Promise.all(scope.members.filter(isAlive).map((member) => report(deps, context, member)));
  const left = held.filter((ms) => ms > 0);
  if (left.length > 0) deps.wake(keyOfObject(scope.controlPlane), Math.min(...left));
  return undefined;
};

/** @returns how long it waits until it is told, in milliseconds; 0: it is told */
async function report({ reports }: ControlPlaneDeps, context: Context, member: Member): Promise<number> {
  const { machine } = member;
  const told = [upToDate(member), ...member.health];
  // That a Machine has another generation is no news: nothing of its spec is judged here.
  if (told.every((intent) => isDeepStrictEqual(saidOf(machine, intent.type), intent))) {
    reports.nothing(machine);
    return 0;
  }
  const isWorse = told.some(({ type, status }) => status !== 'True' && saidOf(machine, type)?.status === 'True');
  const heldMs = reports.holdMs(machine, isWorse || (member.health.length > 0 && told.every(({ status }) => status === 'True')));
  if (heldMs > 0) return heldMs;
  const wanted = told.map((intent) => withTime(machine, intent, context.clock.now()));
  const { name, namespace, uid } = machine.metadata;
  member.machine = await context.kube.applyStatus(Machine, { metadata: { name, namespace, uid }, status: { conditions: wanted } });
  return 0;
}

/** What stands on a Machine of that condition; undefined when nothing does. */
function saidOf(machine: Machine, of: string): ComponentHealth | undefined {
  const known = conditionOf(machine, of);
  return known && { type: known.type, status: known.status, reason: known.reason, message: known.message };
}

/** Why a Machine is or is not as declared. */
export function upToDate(member: Member): ComponentHealth {
  const type = MachineConditions.UpToDate;
  if (!isOutdated(member)) return { type, status: 'True', reason: 'UpToDate', message: '' };
  return { type, status: 'False', reason: 'NotUpToDate', message: member.outdated.join('; ') };
}

function withTime(machine: Machine, intent: ComponentHealth, now: number): Condition {
  const known = conditionOf(machine, intent.type);
  return {
    ...intent,
    lastTransitionTime: known?.status === intent.status ? known.lastTransitionTime : rfc3339(now),
    observedGeneration: machine.metadata.generation ?? 0,
  };
}
