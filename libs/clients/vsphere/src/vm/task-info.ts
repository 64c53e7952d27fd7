import { z } from 'zod';
import { readLocalizedFault, toError } from '../errors/fault-mapping.js';
import type { ErrorContext, VSphereError } from '../errors/base.js';
import { InvalidPowerStateError } from '../errors/faults.js';
import type { MoRef, TaskRef } from '../moref.js';
import { anyElement, integer, maybe, one, record, reference, string } from '../xml/decode.js';
import type { XmlElement } from '../xml/element.js';

/** A vCenter task as it was at one moment. */
export interface TaskInfo {
  readonly ref: TaskRef;
  readonly state: 'queued' | 'running' | 'success' | 'error';
  /** Percent. */
  readonly progress: number | undefined;
  /** Why it failed, in vCenter's own words. */
  readonly error: VSphereError | undefined;
  /** The object that it made, for tasks that make one. */
  readonly result: MoRef | undefined;
  /** What it does, as `VirtualMachine.destroy`. */
  readonly operation: string | undefined;
  /** The object that it works on. */
  readonly entity: MoRef | undefined;
}

/** Everything of a task but its progress, of which a long poll would tell at every percent. */
export const TASK_PATHS: readonly string[] = ['info.descriptionId', 'info.entity', 'info.state', 'info.error', 'info.result'];

/** What {@link TASK_PATHS} brought; undefined until vCenter has told the state. */
export function readWatchedTask(ref: TaskRef, values: ReadonlyMap<string, XmlElement>, server: string): TaskInfo | undefined {
  const entries = [...values].map(([path, value]) => [path.replace(/^info\./, ''), value] as const);
  const fields = watchedTask.parse(Object.fromEntries(entries));
  const { descriptionId, entity, state, error, result } = fields;
  return state === undefined ? undefined : taskOf(ref, { descriptionId, entity, state, error, result, progress: undefined }, server);
}

const stateOf = string.pipe(z.enum(['queued', 'running', 'success', 'error']));

const watchedTask = z.object({
  descriptionId: string.optional(),
  entity: reference.optional(),
  state: stateOf.optional(),
  error: anyElement.optional(),
  result: anyElement.optional(),
});

const taskInfo = record({
  descriptionId: maybe(string),
  entity: maybe(reference),
  state: one(stateOf),
  error: maybe(anyElement),
  result: maybe(anyElement),
  progress: maybe(integer),
});

/** Reads the `info` property. */
export const readTask = (ref: TaskRef, info: XmlElement, server: string): TaskInfo => taskOf(ref, taskInfo.parse(info), server);

/**
 * A power operation that failed because the machine is in the wanted state already counts as done: that is
 * what a repeated call finds.
 */
function taskOf(ref: TaskRef, fields: z.output<typeof taskInfo>, server: string): TaskInfo {
  const { descriptionId, entity, state, error, result, progress } = fields;
  const context: ErrorContext = { server, ...(descriptionId ? { method: descriptionId } : {}) };
  const failure = state === 'error' && error !== undefined ? toError(readLocalizedFault(error), context) : undefined;
  const satisfied = failure instanceof InvalidPowerStateError && failure.satisfied;
  const made = result && reference.safeParse(result);
  return {
    ref,
    state: satisfied ? 'success' : state,
    progress,
    error: satisfied ? undefined : failure,
    result: made?.success ? made.data : undefined,
    operation: descriptionId,
    entity,
  };
}
