import type { ApiObject } from '../machinery/object.js';

/** `namespace/name`; the namespace is empty for cluster-scoped objects. */
export const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

/** The objects of one resource by key. Keys are sorted once per change of the set, not once per list. */
export class Collection {
  readonly #objects = new Map<string, ApiObject>();
  #sorted: readonly string[] | undefined;

  static of(objects: readonly ApiObject[]): Collection {
    const collection = new Collection();
    for (const object of objects) collection.set(keyOf(object.metadata.namespace, object.metadata.name), object);
    return collection;
  }

  get(key: string): ApiObject | undefined {
    return this.#objects.get(key);
  }

  set(key: string, object: ApiObject): void {
    if (!this.#objects.has(key)) this.#sorted = undefined;
    this.#objects.set(key, object);
  }

  delete(key: string): void {
    if (this.#objects.delete(key)) this.#sorted = undefined;
  }

  list(namespace?: string): readonly ApiObject[] {
    this.#sorted ??= [...this.#objects.keys()].sort(byBytes);
    const prefix = namespace === undefined ? '' : `${namespace}/`;
    const objects: ApiObject[] = [];
    for (const key of this.#sorted) {
      if (!key.startsWith(prefix)) continue;
      const object = this.#objects.get(key);
      if (object !== undefined) objects.push(object);
    }
    return objects;
  }
}

const byBytes = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
