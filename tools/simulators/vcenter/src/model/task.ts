import type { Clock } from '../clock.js';
import type { VimFault } from '../soap/faults.js';
import { asFault, invalidState, notSupported, requestCanceled } from '../soap/faults.js';
import type { Inventory } from './inventory.js';
import { ManagedEntity, ManagedObject } from './managed-object.js';
import type { MoRef } from './moref.js';

export type TaskState = 'queued' | 'running' | 'success' | 'error';

/** A task and its info. */
export class Task extends ManagedObject {
  state: TaskState = 'queued';
  progress: number | undefined;
  result: unknown;
  error: VimFault | undefined;
  cancelled = false;
  startTime: Date | undefined;
  completeTime: Date | undefined;
  readonly abort = new AbortController();

  constructor(
    ref: MoRef,
    readonly description: TaskDescription,
    readonly userName: string,
    readonly queueTime: Date,
  ) {
    super(ref);
  }

  get info() {
    const { name, entity, entityName, cancelable } = this.description;
    return {
      key: this.ref.id,
      task: this.ref,
      name,
      descriptionId: this.description.descriptionId,
      entity,
      entityName,
      state: this.state,
      cancelled: this.cancelled,
      cancelable: cancelable && this.completeTime === undefined,
      error: this.error?.localized,
      result: this.result,
      progress: this.state === 'running' ? this.progress : undefined,
      reason: { $type: 'TaskReasonUser', userName: this.userName },
      queueTime: this.queueTime,
      startTime: this.startTime,
      completeTime: this.completeTime,
      eventChainId: Number(this.ref.id.replace(/\D/g, '')),
    };
  }
}

export interface TaskDescription {
  /** The method, such as `CloneVM_Task`. */
  readonly name: string;
  /** As vCenter's catalogue of tasks calls it, such as `VirtualMachine.clone`. */
  readonly descriptionId: string;
  readonly entity: MoRef;
  readonly entityName: string;
  readonly cancelable: boolean;
  /** Whether it waits for other tasks of its entity, and they for it; a template can be cloned many times at once. */
  readonly exclusive: boolean;
}

export interface TaskWork {
  /** Ends the work early when the task is cancelled or the server stops. */
  readonly signal: AbortSignal;
  /** Reports progress in percent. */
  readonly progress: (percent: number) => void;
}

/** How long a finished task can be looked up, as in vCenter. */
const retentionMs = 10 * 60_000;
const recentTasks = 5;

/** Runs tasks; those that change an entity go one at a time, as its lock would make them. */
export class TaskRunner {
  readonly #tails = new Map<string, Promise<void>>();
  readonly #running = new Set<Task>();
  #closed = false;

  constructor(
    readonly inventory: Inventory,
    readonly clock: Clock,
  ) {}

  /** Starts work as a task; what the work throws becomes the task's error. */
  start(description: TaskDescription, userName: string, work: (work: TaskWork) => Promise<unknown>): MoRef {
    this.#forgetOld();
    const task = new Task(this.inventory.newRef('Task', 'task-'), description, userName, this.#date());
    this.inventory.add(task);
    this.#remember(task);
    this.#running.add(task);
    const queue = description.exclusive ? description.entity.id : task.ref.id;
    const previous = this.#tails.get(queue) ?? Promise.resolve();
    const tail = previous.then(() => this.#run(task, work));
    this.#tails.set(queue, tail);
    void tail.then(() => {
      if (this.#tails.get(queue) === tail) this.#tails.delete(queue);
    });
    return task.ref;
  }

  /** @throws VimFault InvalidState when it has ended, NotSupported when it cannot be cancelled */
  cancel(task: Task): void {
    if (task.completeTime) throw invalidState('The task has completed.');
    if (!task.description.cancelable) throw notSupported('The task cannot be cancelled.');
    task.cancelled = true;
    task.abort.abort(requestCanceled());
    this.inventory.touch(task.ref);
  }

  /** Breaks off everything that runs, and waits for its end. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const task of this.#running) task.abort.abort(requestCanceled());
    await Promise.all(this.#tails.values());
  }

  async #run(task: Task, work: (work: TaskWork) => Promise<unknown>): Promise<void> {
    task.state = 'running';
    task.startTime = this.#date();
    this.inventory.touch(task.ref);
    const progress = (percent: number) => {
      task.progress = percent;
      this.inventory.touch(task.ref);
    };
    try {
      task.abort.signal.throwIfAborted();
      task.result = await work({ signal: task.abort.signal, progress });
      task.state = 'success';
    } catch (error) {
      task.error = asFault(error);
      task.state = 'error';
    }
    task.completeTime = this.#date();
    this.#running.delete(task);
    if (!this.#closed) this.inventory.touch(task.ref);
  }

  #remember(task: Task): void {
    const entity = this.inventory.find(task.description.entity);
    if (!(entity instanceof ManagedEntity)) return;
    entity.recentTask = [...entity.recentTask, task.ref].slice(-recentTasks);
    this.inventory.touch(entity.ref);
  }

  #forgetOld(): void {
    const limit = this.clock.now() - retentionMs;
    for (const task of this.inventory.all(Task)) {
      if (task.completeTime && task.completeTime.getTime() < limit) this.inventory.remove(task.ref);
    }
  }

  #date(): Date {
    return new Date(this.clock.now());
  }
}
