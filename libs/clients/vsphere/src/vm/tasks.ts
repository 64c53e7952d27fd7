import { asError } from '@handoff/time';
import { orAbort } from '../abort.js';
import { DisposedError, ProtocolError } from '../errors/connection.js';
import { DuplicateNameError, FaultError, ObjectGoneError, type ExistingVm } from '../errors/faults.js';
import { formatMoRef, type MoRef, type TaskRef } from '../moref.js';
import type { PropertyWatcher } from '../property/property-watcher.js';
import { retrieve } from '../property/retrieve.js';
import type { Session } from '../session/session.js';
import type { XmlElement } from '../xml/element.js';
import { readTask, readWatchedTask, type TaskInfo } from './task-info.js';

/** Looks at tasks, and waits for them without asking. */
export class Tasks {
  constructor(
    private readonly session: Session,
    private readonly watcher: PropertyWatcher,
  ) {}

  /** The task as it is now. @throws ObjectGoneError when vCenter no longer knows it */
  async get(ref: TaskRef, signal?: AbortSignal): Promise<TaskInfo> {
    const [object] = await retrieve(this.session, { from: [ref], paths: { Task: ['info'] }, signal });
    const info = object?.values.get('info');
    if (info === undefined) throw this.#unknown(ref);
    return this.#explained(this.#understood(ref, (server) => readTask(ref, info, server)));
  }

  /** Resolves when the task has succeeded; rejects with why it failed. Costs one call, however long it takes. */
  async wait(ref: TaskRef, signal?: AbortSignal): Promise<TaskInfo> {
    const task = await this.#explained(await this.#ended(ref, signal));
    if (task.state === 'success') {
      // Who waited for a removal shall not hear of the machine afterwards; its watch may learn of it later.
      if (task.operation === 'VirtualMachine.destroy' && task.entity !== undefined) this.watcher.reportGone(task.entity);
      return task;
    }
    throw task.error ?? new FaultError(`task ${ref.value} failed without saying why`, { server: this.session.soap.server, object: ref });
  }

  /** A name clash is only understood by looking at what stands there. */
  async explain(error: unknown): Promise<unknown> {
    if (!(error instanceof DuplicateNameError) || error.object?.type !== 'VirtualMachine') return error;
    const existing = await this.#existing(error.object);
    if (existing === undefined) return error;
    const { message, server, method, fault, vcenterMessage, object } = error;
    const context = { server, method, fault, vcenterMessage, object };
    return new DuplicateNameError(`${message}; the machine ${formatMoRef(existing.ref)} has that name`, { ...context, existing, cause: error });
  }

  async #ended(ref: TaskRef, signal: AbortSignal | undefined): Promise<TaskInfo> {
    const { promise, resolve, reject } = Promise.withResolvers<TaskInfo>();
    const watch = this.watcher.watch(ref, (event) => {
      if (event.kind === 'gone') reject(this.#unknown(ref));
      else if (event.kind === 'closed') reject(new DisposedError('the vSphere client was disposed', { server: this.session.soap.server }));
      else this.#settleWhenEnded(ref, event.values, resolve, reject);
    });
    try {
      return await orAbort(promise, signal);
    } finally {
      watch[Symbol.dispose]();
    }
  }

  #settleWhenEnded(
    ref: TaskRef,
    values: ReadonlyMap<string, XmlElement>,
    resolve: (task: TaskInfo) => void,
    reject: (error: Error) => void,
  ): void {
    try {
      const task = this.#understood(ref, (server) => readWatchedTask(ref, values, server));
      if (task?.state === 'success' || task?.state === 'error') resolve(task);
    } catch (error) {
      reject(asError(error));
    }
  }

  #unknown(ref: TaskRef): ObjectGoneError {
    return new ObjectGoneError(`task ${ref.value} is no longer known to vCenter`, { server: this.session.soap.server, object: ref });
  }

  #understood<T>(ref: TaskRef, read: (server: string) => T): T {
    const { server } = this.session.soap;
    try {
      return read(server);
    } catch (cause) {
      throw new ProtocolError(`task ${ref.value} on ${server}: unexpected info`, { server, object: ref, cause });
    }
  }

  async #explained(task: TaskInfo): Promise<TaskInfo> {
    const error = await this.explain(task.error);
    return error === task.error || !(error instanceof DuplicateNameError) ? task : { ...task, error };
  }

  async #existing(ref: MoRef): Promise<ExistingVm | undefined> {
    try {
      const [object] = await retrieve(this.session, { from: [ref], paths: { VirtualMachine: ['name', 'config.instanceUuid', 'config.uuid'] } });
      return (
        object && {
          ref,
          name: object.values.get('name')?.text ?? ref.value,
          instanceUuid: object.values.get('config.instanceUuid')?.text,
          biosUuid: object.values.get('config.uuid')?.text,
        }
      );
    } catch (error) {
      if (error instanceof ObjectGoneError) return undefined;
      throw error;
    }
  }
}
