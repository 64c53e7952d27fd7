import type { Kind, KubeObject } from '@handoff/api';
import {
  StatusError,
  type ApiObject,
  type Draft as ServerDraft,
  type OwnerReference,
  type Store,
} from '@handoff/simulator-kube-apiserver';

export interface Change<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
}

/** An object as it is sent: apiVersion and kind come from the kind. */
export interface Draft {
  readonly metadata: {
    readonly name?: string;
    readonly generateName?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly OwnerReference[];
  };
  readonly [field: string]: unknown;
}

export type NamedDraft = Draft & { readonly metadata: { readonly name: string } };

/** What a typed view on the API needs of the store. */
type Sender = Pick<Store, 'find' | 'list' | 'create' | 'update' | 'delete' | 'watch'>;

const pods = { group: '', version: 'v1', plural: 'pods' };

/**
 * The workload cluster's API as the parts inside the cluster use it: the same requests, validation and admission as over the network,
 * without the network. Objects come as they are stored, frozen, and each is checked against its kind once.
 */
export class ClusterApi {
  readonly #sender: Sender;
  readonly #checked = new WeakSet<object>();

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  async get<T extends KubeObject>(kind: Kind<T>, namespace: string | undefined, name: string): Promise<T | undefined> {
    const found = await this.#sender.find(kind, { namespace, name });
    return found === undefined ? undefined : this.#typed(kind, found);
  }

  async list<T extends KubeObject>(kind: Kind<T>, namespace?: string): Promise<readonly T[]> {
    const { items } = await this.#sender.list(kind, { namespace });
    return items.map((item) => this.#typed(kind, item));
  }

  async create<T extends KubeObject>(kind: Kind<T>, draft: Draft): Promise<T> {
    return this.#typed(kind, await this.#sender.create(kind, { apiVersion: kind.apiVersion, kind: kind.kind, ...draft }));
  }

  /** Creates an object where there is none of that name yet. */
  async ensure<T extends KubeObject>(kind: Kind<T>, draft: NamedDraft): Promise<T> {
    return (await this.get(kind, draft.metadata.namespace, draft.metadata.name)) ?? this.create(kind, draft);
  }

  /** Replaces an object or one of its subresources. A StatusError 409 says that it has changed since it was read. */
  async update<T extends KubeObject>(kind: Kind<T>, object: T, subresource?: 'status' | 'approval'): Promise<T> {
    return this.#typed(kind, await this.#sender.update(kind, object as unknown as ServerDraft, { subresource }));
  }

  /** Changes an object's status where the change differs from what is there. */
  async patchStatus<T extends KubeObject & { status?: unknown }>(
    kind: Kind<T>,
    object: T,
    status: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const before = (object.status ?? {}) as Readonly<Record<string, unknown>>;
    if (Object.entries(status).every(([field, value]) => JSON.stringify(before[field]) === JSON.stringify(value))) return;
    await this.update(kind, { ...object, status: { ...before, ...status } }, 'status');
  }

  /** Reads, changes and writes until nobody else wrote in between; `change` returns undefined when there is nothing to do. */
  async edit<T extends KubeObject>(
    kind: Kind<T>,
    key: { readonly namespace?: string | undefined; readonly name: string },
    change: (object: T) => T | undefined,
    subresource?: 'status',
  ): Promise<void> {
    for (;;) {
      const object = await this.get(kind, key.namespace, key.name);
      const changed = object === undefined ? undefined : change(object);
      if (changed === undefined) return;
      try {
        await this.update(kind, changed, subresource);
        return;
      } catch (error) {
        if (isNotFound(error)) return;
        if (!isConflict(error)) throw error;
      }
    }
  }

  /** Binds a pod to a node, as only the scheduler does. */
  async bind(pod: KubeObject, node: string): Promise<void> {
    const { name, namespace = 'default' } = pod.metadata;
    const target = { apiVersion: 'v1', kind: 'Node', name: node };
    await this.#sender.create(
      pods,
      { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace }, target },
      { subresource: 'binding' },
    );
  }

  /** Deletes an object; one that is not there is no fault. */
  async remove(
    kind: Kind,
    object: { readonly namespace?: string | undefined; readonly name: string },
    options: { readonly gracePeriodSeconds?: number } = {},
  ): Promise<void> {
    try {
      await this.#sender.delete(kind, { namespace: object.namespace, name: object.name }, { propagationPolicy: 'Background', ...options });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /**
   * Calls the listener for every object that exists and then for every change, in order. `failed` hears of what ends the watch before its
   * time.
   */
  watch<T extends KubeObject>(kind: Kind<T>, listener: (change: Change<T>) => void, failed: (error: unknown) => void): Disposable {
    return this.#sender.watch(
      kind,
      ({ type, object }) => {
        listener({ type, object: this.#typed(kind, object) });
      },
      {},
      failed,
    );
  }

  /** The stored object itself is handed on, not the parsed copy: a later update must send back every field, known here or not. */
  #typed<T extends KubeObject>(kind: Kind<T>, object: ApiObject): T {
    if (!this.#checked.has(object)) {
      kind.parse(object);
      this.#checked.add(object);
    }
    return object as unknown as T;
  }
}

export const isNotFound = (error: unknown): boolean => error instanceof StatusError && error.code === 404;
export const isConflict = (error: unknown): boolean => error instanceof StatusError && error.code === 409;
