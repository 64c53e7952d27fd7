import type { KubeObject } from '@handoff/api';
import type { Clock } from '@handoff/time';
import { keyOfObject } from './paths.js';
import type { Key } from './paths.js';

/** How a store came to know of a change: by the first or a repeated list, by the watch, or by a write of this process. */
export type ChangeOrigin = 'list' | 'watch' | 'write';

/** What changed in a store. A deleted object is passed as it last was. */
export interface Change<T> {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly object: T;
  readonly previous?: T | undefined;
  readonly origin: ChangeOrigin;
}

/** The reading side of a store. Objects are frozen: copy before you change. */
export interface StoreView<T extends KubeObject> {
  get(key: Key): T | undefined;
  list(namespace?: string): readonly T[];
  /** The objects for which the index function gave `value`. Each function is kept up to date from its first use on. */
  by(index: Index<T>, value: string): readonly T[];
  onChange(listener: (change: Change<T>) => void): Disposable;
}

/** Names the values under which an object is found. Pass the same function each time: it is the index's identity. */
export type Index<T> = (object: T) => readonly string[];

/** Versions of one server are ordered as integers (documented since Kubernetes 1.35, true since ever). */
export const versionOf = (object: KubeObject): number => Number(object.metadata.resourceVersion);

/** Objects of one kind as last seen, with indexes. Newer versions win, whichever way they come. */
export class Store<T extends KubeObject> implements StoreView<T> {
  readonly #objects = new Map<Key, T>();
  readonly #indexes = new Map<Index<T>, Map<string, Set<Key>>>();
  readonly #listeners = new Set<(change: Change<T>) => void>();
  /** The newest version that the list or the watch has reached; what a write returned below it has been seen already. */
  #seen = 0;
  readonly #waiters = new Set<{ readonly version: number; readonly reached: () => void }>();

  get(key: Key): T | undefined {
    return this.#objects.get(key);
  }

  list(namespace?: string): readonly T[] {
    const all = [...this.#objects.values()];
    return namespace === undefined ? all : all.filter((object) => object.metadata.namespace === namespace);
  }

  by(index: Index<T>, value: string): readonly T[] {
    const keys = this.#indexFor(index).get(value) ?? [];
    return [...keys].flatMap((key) => this.#objects.get(key) ?? []);
  }

  onChange(listener: (change: Change<T>) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /** Takes an object that this process wrote. The watch will bring it too; what it brought and took away again does not come back. */
  offer(object: T): void {
    const known = this.#objects.get(keyOfObject(object));
    if (known === undefined && versionOf(object) <= this.#seen) return;
    this.#put(object, 'write');
  }

  /** Takes an object that the watch or a bounded read brought. */
  set(object: T, origin: ChangeOrigin = 'watch'): void {
    if (origin === 'watch') this.advance(versionOf(object));
    this.#put(object, origin);
  }

  /** The watch has reached this version. */
  advance(version: number): void {
    if (version <= this.#seen) return;
    this.#seen = version;
    for (const waiter of this.#waiters) {
      if (waiter.version > version) continue;
      this.#waiters.delete(waiter);
      waiter.reached();
    }
  }

  /** True when everything up to this version has been seen. */
  hasReached(version: number): boolean {
    return this.#seen >= version;
  }

  /** Resolves to true when the version has been seen, to false when that takes longer than `patienceMs`. */
  reaches(version: number, clock: Clock, patienceMs: number): Promise<boolean> {
    if (this.hasReached(version)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const waiter = { version, reached: () => { timer[Symbol.dispose](); resolve(true); } };
      const timer = clock.after(patienceMs, () => { this.#waiters.delete(waiter); resolve(false); });
      this.#waiters.add(waiter);
    });
  }

  /** The object is gone as of its version. A newer one of the same name stays. */
  remove(object: T): void {
    this.advance(versionOf(object));
    const key = keyOfObject(object);
    const known = this.#objects.get(key);
    if (known === undefined || versionOf(known) > versionOf(object)) return;
    this.#drop(key, known, 'watch', known.metadata.uid === object.metadata.uid ? deepFreeze(object) : known);
  }

  /** The object of that uid is gone: a read of the server itself says so. */
  forget(key: Key, uid: string): void {
    const known = this.#objects.get(key);
    if (known?.metadata.uid === uid) this.#drop(key, known, 'write');
  }

  /**
   * Replaces everything by a list that is consistent at `version`; what was written after it stays.
   * A list that is older than what the server itself has shown before means that it was restored: then only the list counts.
   */
  replace(objects: readonly T[], version: number): void {
    const wentBack = version < this.#seen;
    const listed = new Set(objects.map(keyOfObject));
    for (const [key, known] of this.#objects) {
      if (!listed.has(key) && (wentBack || versionOf(known) <= version)) this.#drop(key, known, 'list');
    }
    this.#seen = 0;
    for (const object of objects) this.#put(object, 'list', wentBack);
    this.advance(version);
  }

  #put(object: T, origin: ChangeOrigin, evenIfOlder = false): void {
    const key = keyOfObject(object);
    const previous = this.#objects.get(key);
    const same = previous?.metadata.uid === object.metadata.uid;
    if (previous !== undefined && same && !isNews(versionOf(object), versionOf(previous), evenIfOlder)) return;
    if (previous !== undefined && !same) this.#drop(key, previous, origin);
    this.#objects.set(key, deepFreeze(object));
    for (const [index, values] of this.#indexes) reindex(values, key, same ? index(previous) : [], index(object));
    this.#tell({ type: same ? 'modified' : 'added', object, previous: same ? previous : undefined, origin });
  }

  /** @param last the object as it was deleted: by its version, that of the deletion, a hearer can wait until its mirror knows too */
  #drop(key: Key, known: T, origin: ChangeOrigin, last: T = known): void {
    this.#objects.delete(key);
    for (const [index, values] of this.#indexes) reindex(values, key, index(known), []);
    this.#tell({ type: 'deleted', object: last, origin });
  }

  #indexFor(index: Index<T>): Map<string, Set<Key>> {
    let values = this.#indexes.get(index);
    if (values === undefined) {
      values = new Map();
      for (const [key, object] of this.#objects) reindex(values, key, [], index(object));
      this.#indexes.set(index, values);
    }
    return values;
  }

  #tell(change: Change<T>): void {
    for (const listener of this.#listeners) listener(change);
  }
}

const isNews = (version: number, known: number, evenIfOlder: boolean): boolean => (evenIfOlder ? version !== known : version > known);

function reindex(values: Map<string, Set<Key>>, key: Key, before: readonly string[], after: readonly string[]): void {
  for (const value of before) {
    const keys = values.get(value);
    keys?.delete(key);
    if (keys?.size === 0) values.delete(value);
  }
  for (const value of after) {
    const keys = values.get(value);
    if (keys === undefined) values.set(value, new Set([key]));
    else keys.add(key);
  }
}

function deepFreeze<V>(value: V): V {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}
