import type { Kind, KubeObject } from '@handoff/api';

import { isConflict, isNotFound, type Change, type ClusterApi } from './cluster-api.js';

type Failed = (controller: string, key: string, error: unknown) => void;

/** A kind that wakes a controller, with the keys that an object's change concerns. */
export interface Wake {
  subscribe(api: ClusterApi, enqueue: (key: string) => void, failed: (error: unknown) => void): Disposable;
}

/** Wakes for every change of a kind. */
export function on<T extends KubeObject>(kind: Kind<T>, keysOf: (object: T, change: Change<T>['type']) => readonly string[]): Wake {
  return {
    subscribe: (api, enqueue, failed) =>
      api.watch(
        kind,
        ({ object, type }) => {
          keysOf(object, type).forEach(enqueue);
        },
        failed,
      ),
  };
}

/** One of a cluster's own controllers: keys in, writes out, everything it needs to know read from the API at that moment. */
export interface WorkloadController {
  readonly name: string;
  readonly wakes: readonly Wake[];
  reconcile(key: string, api: ClusterApi): Promise<void>;
}

export const keyOf = (object: KubeObject): string => `${object.metadata.namespace ?? ''}/${object.metadata.name}`;

export function splitKey(key: string): { namespace: string | undefined; name: string } {
  const [namespace = '', name = ''] = key.split('/');
  return { namespace: namespace === '' ? undefined : namespace, name };
}

/**
 * Runs the controllers of one cluster, one key at a time over all of them, so that none sees another's half-done work. Keys that wake
 * meanwhile are kept once each. A write that lost a race is tried again; any other failure is told, and its key waits for the next change.
 */
export class ControlLoop implements Disposable {
  readonly #api: ClusterApi;
  readonly #queues: readonly { readonly controller: WorkloadController; readonly keys: Set<string> }[];
  readonly #subscriptions = new DisposableStack();
  readonly #failed: Failed;
  #running = false;

  constructor(api: ClusterApi, controllers: readonly WorkloadController[], failed: Failed) {
    this.#api = api;
    this.#failed = failed;
    this.#queues = controllers.map((controller) => ({ controller, keys: new Set<string>() }));
    for (const { controller, keys } of this.#queues) {
      const enqueue = (key: string): void => {
        keys.add(key);
        void this.#run();
      };
      for (const wake of controller.wakes) {
        this.#subscriptions.use(
          wake.subscribe(api, enqueue, (error) => {
            failed(controller.name, 'watch', error);
          }),
        );
      }
    }
  }

  [Symbol.dispose](): void {
    this.#subscriptions.dispose();
    for (const { keys } of this.#queues) keys.clear();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#take(); next !== undefined; next = this.#take()) await this.#reconcile(next.controller, next.key, next.keys);
    this.#running = false;
  }

  #take(): { controller: WorkloadController; key: string; keys: Set<string> } | undefined {
    const queue = this.#queues.find(({ keys }) => keys.size > 0);
    const [key] = queue?.keys ?? [];
    if (queue === undefined || key === undefined) return undefined;
    queue.keys.delete(key);
    return { ...queue, key };
  }

  async #reconcile(controller: WorkloadController, key: string, keys: Set<string>): Promise<void> {
    try {
      await controller.reconcile(key, this.#api);
    } catch (error) {
      if (isConflict(error)) keys.add(key);
      else if (!isNotFound(error)) this.#failed(controller.name, key, error);
    }
  }
}
