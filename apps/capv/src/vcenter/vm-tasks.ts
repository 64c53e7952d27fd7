import type { Key } from '@handoff/kube';
import { asError } from '@handoff/time';
import type { Clock } from '@handoff/time';
import { DisposedError, ObjectGoneError, sameMoRef } from '@handoff/vsphere';
import type { MoRef, TaskRef, VSphereClient } from '@handoff/vsphere';

/** How a task ended. */
export type TaskOutcome =
  | { readonly state: 'succeeded'; readonly result: MoRef | undefined; readonly operation: string | undefined }
  | { readonly state: 'failed'; readonly error: Error }
  /** vCenter no longer knows it: only the inventory tells what came of it. */
  | { readonly state: 'forgotten' };

/** A task of a machine that is over, from when this process began to follow it, in milliseconds since the epoch. */
export interface EndedTask {
  readonly key: Key;
  /** vCenter's name of it. */
  readonly task: string;
  readonly from: number;
  readonly to: number;
  readonly outcome: TaskOutcome;
}

interface Followed {
  readonly ref: TaskRef;
  readonly client: VSphereClient;
  readonly ended: Promise<TaskOutcome | undefined>;
  readonly stop: AbortController;
  /** Somebody left before the end, and is to be called. */
  wanted: boolean;
}

/** How long a reconcile stays with a task, in milliseconds. What takes longer frees the worker, and wakes the object when it ends. */
const PATIENCE_MS = 100;

/** The vCenter tasks that machines wait for: one per machine, each followed by vCenter's push, never by asking. */
export class VmTasks implements AsyncDisposable {
  readonly #followed = new Map<Key, Followed>();

  /**
   * @param ended a machine has no task under way any more
   * @param tell told of every task that was followed to its end
   */
  constructor(
    private readonly clock: Clock,
    private readonly wake: (key: Key) => void,
    private readonly ended: (key: Key) => void = () => undefined,
    private readonly tell: (task: EndedTask) => void = () => undefined,
  ) {}

  /** How the task ended; undefined while it runs: the object is woken when it ends. */
  async outcome(key: Key, client: VSphereClient, ref: TaskRef, patienceMs = PATIENCE_MS): Promise<TaskOutcome | undefined> {
    const followed = this.#follow(key, client, ref);
    const patience = new AbortController();
    const tooLong = this.clock.sleep(patienceMs, patience.signal).then(() => undefined, () => undefined);
    try {
      const outcome = await Promise.race([followed.ended, tooLong]);
      if (outcome === undefined) followed.wanted = true;
      return outcome;
    } finally {
      patience.abort();
    }
  }

  /** The task that was started last and whose end nobody has taken note of yet, be it written down or not. */
  underWay(key: Key, client: VSphereClient): TaskRef | undefined {
    const known = this.#followed.get(key);
    return known?.client === client ? known.ref : undefined;
  }

  /** The end has been taken note of, or nobody waits for this machine any more. */
  forget(key: Key): void {
    this.#followed.get(key)?.stop.abort();
    this.#followed.delete(key);
    this.ended(key);
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const key of [...this.#followed.keys()]) this.forget(key);
    return Promise.resolve();
  }

  #follow(key: Key, client: VSphereClient, ref: TaskRef): Followed {
    const known = this.#followed.get(key);
    if (known !== undefined && sameMoRef(known.ref, ref) && known.client === client) return known;
    known?.stop.abort();
    const stop = new AbortController();
    const followed: Followed = { ref, client, stop, wanted: false, ended: ending(client, ref, stop.signal) };
    const from = this.clock.now();
    this.#followed.set(key, followed);
    void followed.ended.then((outcome) => {
      if (outcome !== undefined) this.tell({ key, task: ref.value, from, to: this.clock.now(), outcome });
      if (this.#followed.get(key) !== followed) return;
      // Not the task ended but the following of it: the next look follows it again.
      if (outcome === undefined) this.#followed.delete(key);
      else this.ended(key);
      if (followed.wanted) this.wake(key);
    });
    return followed;
  }
}

async function ending(client: VSphereClient, ref: TaskRef, signal: AbortSignal): Promise<TaskOutcome | undefined> {
  try {
    const { result, operation } = await client.awaitTask(ref, signal);
    return { state: 'succeeded', result, operation };
  } catch (error) {
    if (signal.aborted || error instanceof DisposedError) return undefined;
    if (error instanceof ObjectGoneError && error.object?.type === 'Task') return { state: 'forgotten' };
    return { state: 'failed', error: asError(error) };
  }
}
