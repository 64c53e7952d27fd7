import type { ApiClient, ListQuery, ResourceRef } from './client.js';
import type { ApiObject } from './machinery/object.js';
import type { WatchEvent, WatchType } from './operations/watch-stream.js';
import { keyOf } from './storage/collection.js';

/** A change of an object, as `ApiClient.watch` reports it. */
export interface ObjectEvent {
  readonly type: Extract<WatchType, 'ADDED' | 'MODIFIED' | 'DELETED'>;
  readonly object: ApiObject;
}

export type ObjectHandler = (event: ObjectEvent) => void | Promise<void>;

/**
 * Follows a resource for as long as it is wanted. Where a stream ends early, the next one goes on from what was seen last; where that is
 * too long ago, everything is listed anew and only what differs is reported.
 */
export class Follower implements Disposable {
  readonly #client: ApiClient;
  readonly #of: ResourceRef;
  readonly #query: ListQuery;
  readonly #handler: ObjectHandler;
  readonly #known = new Map<string, ApiObject>();
  #seen = '';
  #stream: (AsyncIterable<WatchEvent> & { end(): void }) | undefined;
  #ended = false;

  constructor(client: ApiClient, of: ResourceRef, query: ListQuery, handler: ObjectHandler) {
    this.#client = client;
    this.#of = of;
    this.#query = query;
    this.#handler = handler;
    this.#seen = query.resourceVersion ?? '';
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#stream?.end();
  }

  /** Resolves when disposed of. @throws StatusError when the resource is not served; whatever the handler throws */
  async run(): Promise<void> {
    while (!this.#ended) {
      if (this.#seen === '') await this.#list();
      this.#stream = await this.#client.stream(this.#of, { ...this.#query, resourceVersion: this.#seen });
      if (this.#isOver()) this.#stream.end();
      for await (const { type, object } of this.#stream) {
        if (this.#isOver()) return;
        // The history does not reach back to what was seen last.
        if (type === 'ERROR') this.#seen = '';
        else if (type !== 'BOOKMARK') await this.#report(type, object as ApiObject);
      }
    }
  }

  // A method, for the compiler does not see that a disposal may come while something is awaited.
  #isOver(): boolean {
    return this.#ended;
  }

  async #list(): Promise<void> {
    const { items, resourceVersion } = await this.#client.list(this.#of, { ...this.#query, resourceVersion: undefined });
    const present = new Set(items.map(key));
    for (const [name, object] of [...this.#known]) if (!present.has(name) && !this.#ended) await this.#report('DELETED', object);
    for (const object of items) {
      const known = this.#known.get(key(object));
      if (this.#ended || known?.metadata.resourceVersion === object.metadata.resourceVersion) continue;
      await this.#report(known === undefined ? 'ADDED' : 'MODIFIED', object);
    }
    this.#seen = resourceVersion;
  }

  async #report(type: ObjectEvent['type'], object: ApiObject): Promise<void> {
    this.#seen = object.metadata.resourceVersion;
    if (type === 'DELETED') this.#known.delete(key(object));
    else this.#known.set(key(object), object);
    await this.#handler({ type, object });
  }
}

const key = ({ metadata }: ApiObject): string => keyOf(metadata.namespace, metadata.name);
