import { deepFreeze } from '../machinery/json.js';
import { withMetadata } from '../machinery/object.js';
import type { ApiObject } from '../machinery/object.js';
import { Collection, keyOf } from './collection.js';
import { History } from './history.js';
import type { Change } from './history.js';

export type Listener = (change: Change) => void;

/**
 * All objects of a cluster in memory, under one increasing revision, with enough history to read the past and to replay it to watches.
 * Every call is synchronous: what a request reads and then writes cannot be interleaved with another's.
 */
export class Storage {
  readonly #collections = new Map<string, Collection>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #everywhere = new Set<Listener>();
  readonly #history: History;
  #revision = 1;

  /** @param window how many revisions back a watch or a paged list may start */
  constructor(window: number) {
    this.#history = new History(window);
  }

  get revision(): number {
    return this.#revision;
  }

  /** Revisions up to this one can no longer be told apart: reading at them is Gone. */
  get compacted(): number {
    return this.#history.compacted;
  }

  /** Forgets the past: from now on nothing can be read as it was, nor watched from before. */
  compact(): void {
    this.#history.forget(this.#revision);
  }

  get(collection: string, namespace: string | undefined, name: string): ApiObject | undefined {
    return this.#collections.get(collection)?.get(keyOf(namespace, name));
  }

  /** The objects of a collection in the order of their keys, the namespace first. */
  list(collection: string, namespace?: string): readonly ApiObject[] {
    return this.#collections.get(collection)?.list(namespace) ?? [];
  }

  /** The same as it was at an earlier revision, which must not be compacted. */
  listAt(collection: string, revision: number, namespace?: string): readonly ApiObject[] {
    const later = this.#history.after(collection, revision);
    const now = this.list(collection, namespace);
    if (later.length === 0) return now;
    const past = Collection.of(now);
    for (const change of later.toReversed()) {
      if (namespace !== undefined && change.object.metadata.namespace !== namespace) continue;
      const key = keyOf(change.object.metadata.namespace, change.object.metadata.name);
      if (change.previous === undefined) past.delete(key);
      else past.set(key, change.previous);
    }
    return past.list();
  }

  collections(): readonly string[] {
    return [...this.#collections.keys()];
  }

  /** Stores an object under a new revision, which becomes its resourceVersion, and tells who watches. */
  put(collection: string, object: ApiObject): ApiObject {
    const stored = this.#stamp(object);
    const objects = this.#collection(collection);
    const key = keyOf(stored.metadata.namespace, stored.metadata.name);
    const previous = objects.get(key);
    objects.set(key, stored);
    this.#publish({ type: previous === undefined ? 'ADDED' : 'MODIFIED', collection, object: stored, previous, revision: this.#revision });
    return stored;
  }

  /** Removes an object; watchers see its last state under the revision of the removal. */
  remove(collection: string, object: ApiObject): ApiObject {
    const objects = this.#collection(collection);
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    const previous = objects.get(key);
    if (previous === undefined) return object;
    const last = this.#stamp(object);
    objects.delete(key);
    this.#publish({ type: 'DELETED', collection, object: last, previous, revision: this.#revision });
    return last;
  }

  /** Calls `listener` for every change of a collection after `revision`: first those of the past, then each as it happens. */
  watch(collection: string, revision: number, listener: Listener): Disposable {
    for (const change of this.#history.after(collection, revision)) listener(change);
    const listeners = this.#listeners.get(collection) ?? new Set();
    this.#listeners.set(collection, listeners);
    listeners.add(listener);
    return { [Symbol.dispose]: () => { listeners.delete(listener); } };
  }

  /** Calls `listener` for every change of any collection from now on. */
  watchAll(listener: Listener): Disposable {
    this.#everywhere.add(listener);
    return { [Symbol.dispose]: () => { this.#everywhere.delete(listener); } };
  }

  #collection(name: string): Collection {
    const known = this.#collections.get(name);
    if (known !== undefined) return known;
    const made = new Collection();
    this.#collections.set(name, made);
    return made;
  }

  #stamp(object: ApiObject): ApiObject {
    this.#revision += 1;
    return deepFreeze(withMetadata(object, { resourceVersion: String(this.#revision) }));
  }

  #publish(change: Change): void {
    this.#history.push(change);
    for (const listener of [...(this.#listeners.get(change.collection) ?? [])]) listener(change);
    for (const listener of [...this.#everywhere]) listener(change);
  }
}
