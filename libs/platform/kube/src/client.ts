import type { Kind, KubeObject, ObjectKey } from '@handoff/api';
import type { Operation } from 'fast-json-patch';
import { z } from 'zod';
import { ApiError, errorOf, Gone, isNotFound, TooLargeResourceVersion } from './errors.js';
import { collectionPath, describeKey, objectPath } from './paths.js';
import type { ApiRequest, ApiResponse, ApiTransport } from './transport.js';

/** Which objects of a kind: by namespace, labels and fields. */
export interface Selection {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** What an apply sends: the names, the uid that it is meant for, and only the fields that the manager owns. */
export interface Intent {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string | undefined;
    /** Keeps an apply from re-creating an object that was deleted meanwhile. */
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** A new object: everything that it needs from birth. */
export interface NewObject {
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined } & Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** Told of every object that a write returned, so that stores know at once what this process did. */
export type WriteListener = (kind: Kind, object: KubeObject) => void;

const List = z.object({
  metadata: z.object({ resourceVersion: z.string().default(''), continue: z.string().optional() }),
  items: z.array(z.unknown()).nullish().transform((items) => items ?? []),
});

/** Objects of one page or of all pages, and the version of the collection that they stand for. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

const PAGE_SIZE = 500; // the size that client-go's reflectors ask for

/**
 * A typed client of one API server, under one field manager.
 * Errors: `Unreachable` without an answer, `Gone` when the object of a write is no more, `Conflict`, `AlreadyExists`, else `ApiError`.
 */
export class KubeClient {
  readonly #listeners = new Set<WriteListener>();

  constructor(
    readonly transport: ApiTransport,
    readonly manager: string,
    readonly signal?: AbortSignal,
    private readonly parent?: KubeClient,
    private readonly atBirth: Readonly<Record<string, string>> = {},
  ) {}

  /** The same server under another field manager; its own listeners are told first, then this one's. */
  as(manager: string, signal: AbortSignal | undefined = this.signal): KubeClient {
    return new KubeClient(this.transport, manager, signal, this, this.atBirth);
  }

  /** The same client; what it creates has these annotations, unless it has its own of that name. */
  annotating(atBirth: Readonly<Record<string, string>>): KubeClient {
    return new KubeClient(this.transport, this.manager, this.signal, this, atBirth);
  }

  onWrite(listener: WriteListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /** A consistent read; with `atLeast` one that may come from the server's cache once that has seen the version. */
  async get<T extends KubeObject>(kind: Kind<T>, key: ObjectKey, options: { atLeast?: string | undefined } = {}): Promise<T | undefined> {
    const resourceVersion = options.atLeast === '' ? undefined : options.atLeast;
    try {
      const found = await this.#json({ method: 'GET', path: objectPath(kind, key, undefined, { resourceVersion }) }, describeKey(kind, key));
      return kind.parse(found);
    } catch (error) {
      // A restored etcd counts from a lower version, and a cache may not have heard of a new object: ask without the bound.
      const bounded = resourceVersion !== undefined;
      if (bounded && (error instanceof TooLargeResourceVersion || isNotFound(error))) return this.get(kind, key);
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** All objects, page by page, consistent at the returned version. */
  async list<T extends KubeObject>(kind: Kind<T>, selection: Selection = {}): Promise<Page<T>> {
    const { items, resourceVersion } = await this.listRaw(kind, selection);
    return { items: items.map((item) => kind.parse(item)), resourceVersion };
  }

  /** As `list`, unparsed: items of a list come without apiVersion and kind, which are put back here. */
  async listRaw(kind: Kind, selection: Selection = {}): Promise<Page<unknown>> {
    const items: unknown[] = [];
    let token: string | undefined;
    let resourceVersion = '';
    do {
      const { namespace, labelSelector, fieldSelector } = selection;
      const path = collectionPath(kind, namespace, { limit: PAGE_SIZE, continue: token, labelSelector, fieldSelector });
      const page = List.parse(await this.#json({ method: 'GET', path }, `list of ${kind.plural}`));
      for (const item of page.items) items.push({ apiVersion: kind.apiVersion, kind: kind.kind, ...(item as object) });
      resourceVersion = page.metadata.resourceVersion;
      token = page.metadata.continue === '' ? undefined : page.metadata.continue;
    } while (token !== undefined);
    return { items, resourceVersion };
  }

  /** The changes after `resourceVersion`, one JSON line each; ends when the server ends it. */
  async watchLines(
    kind: Kind, selection: Selection, resourceVersion: string, timeoutSeconds: number, signal: AbortSignal,
  ): Promise<AsyncIterable<string>> {
    const path = collectionPath(kind, selection.namespace, {
      watch: true, allowWatchBookmarks: true, resourceVersion, timeoutSeconds,
      labelSelector: selection.labelSelector, fieldSelector: selection.fieldSelector,
    });
    const response = await this.transport.send({ method: 'GET', path, signal, isEndless: true });
    if (response.status !== 200) throw errorOf(response.status, await response.text(), `watch of ${kind.plural}`);
    return response.lines();
  }

  /** Creates an object with all that it needs. @throws AlreadyExists */
  async create<T extends KubeObject>(kind: Kind<T>, object: NewObject): Promise<T> {
    const path = collectionPath(kind, object.metadata.namespace, { fieldManager: this.manager });
    return this.#write(kind, describeKey(kind, object.metadata), {
      method: 'POST', path, contentType: 'application/json',
      body: JSON.stringify({ apiVersion: kind.apiVersion, kind: kind.kind, ...object, metadata: this.#annotated(object.metadata) }),
    });
  }

  /** Server-side apply of what this manager owns. @throws Gone when the object with that uid is no more */
  apply<T extends KubeObject>(kind: Kind<T>, intent: Intent): Promise<T> {
    return this.#apply(kind, intent, undefined);
  }

  /** As `apply`, to the status subresource. */
  applyStatus<T extends KubeObject>(kind: Kind<T>, intent: Intent): Promise<T> {
    return this.#apply(kind, intent, 'status');
  }

  /**
   * Server-side apply without a uid: creates or updates. For those whose truth is elsewhere: Git, an add-on's manifest.
   * `strict` refuses fields that the kind does not have, instead of dropping them. `dryRun` only tells what would come of it.
   */
  async applyManifest<T extends KubeObject>(
    kind: Kind<T>, object: NewObject, options: { strict?: boolean; dryRun?: boolean } = {},
  ): Promise<T> {
    const fieldValidation = options.strict === true ? 'Strict' : undefined;
    const dryRun = options.dryRun === true ? 'All' : undefined;
    const path = objectPath(kind, object.metadata, undefined, { fieldManager: this.manager, force: true, fieldValidation, dryRun });
    const what = describeKey(kind, object.metadata);
    const request: ApiRequest = {
      method: 'PATCH', path, contentType: 'application/apply-patch+yaml',
      body: JSON.stringify({ apiVersion: kind.apiVersion, kind: kind.kind, ...object }),
    };
    return dryRun === undefined ? this.#write(kind, what, request) : kind.parse(await this.#json(request, what)); // no store may take it
  }

  async #apply<T extends KubeObject>(kind: Kind<T>, intent: Intent, subresource: string | undefined): Promise<T> {
    const path = objectPath(kind, intent.metadata, subresource, { fieldManager: this.manager, force: true });
    const body = JSON.stringify({ apiVersion: kind.apiVersion, kind: kind.kind, ...intent });
    try {
      return await this.#write(kind, describeKey(kind, intent.metadata), {
        method: 'PATCH', path, contentType: 'application/apply-patch+yaml', body,
      });
    } catch (error) {
      throw await this.#explain(kind, intent.metadata, error);
    }
  }

  /** 404, 422 on metadata.uid, and 409 when another object bears the name now, all say that the object which was meant is no more. */
  async #explain(kind: Kind, meant: { name: string; namespace?: string | undefined; uid: string }, error: unknown): Promise<unknown> {
    if (!(error instanceof ApiError)) return error;
    const refusedUid = error.status === 422 && error.causes.some((cause) => cause.field === 'metadata.uid');
    const gone = error.status === 404 || refusedUid || (error.status === 409 && (await this.get(kind, meant))?.metadata.uid !== meant.uid);
    return gone ? new Gone(`${describeKey(kind, meant)} is gone`, { cause: error }) : error;
  }

  /** JSON patch (RFC 6902) that fails with `Conflict` when the object is no longer at the version that was seen. */
  async patch<T extends KubeObject>(kind: Kind<T>, seen: T, operations: readonly Operation[], subresource?: string): Promise<T> {
    const guard: Operation = { op: 'replace', path: '/metadata/resourceVersion', value: seen.metadata.resourceVersion };
    const what = describeKey(kind, seen.metadata);
    try {
      return await this.#write(kind, what, {
        method: 'PATCH', path: objectPath(kind, seen.metadata, subresource, { fieldManager: this.manager }),
        contentType: 'application/json-patch+json', body: JSON.stringify([guard, ...operations]),
      });
    } catch (error) {
      throw isNotFound(error) ? new Gone(`${what} is gone`, { cause: error }) : error;
    }
  }

  /** Puts the whole object, guarded by its resourceVersion. For Leases, whose holder changes by compare-and-swap. */
  replace<T extends KubeObject>(kind: Kind<T>, object: T): Promise<T> {
    return this.#write(kind, describeKey(kind, object.metadata), {
      method: 'PUT', path: objectPath(kind, object.metadata, undefined, { fieldManager: this.manager }),
      contentType: 'application/json', body: JSON.stringify(object),
    });
  }

  /** Deletes exactly the object that was seen; one that is gone already is no error. */
  async delete<T extends KubeObject>(kind: Kind<T>, seen: T, options: { ifUnchanged?: boolean } = {}): Promise<void> {
    const { uid, resourceVersion } = seen.metadata;
    const preconditions = options.ifUnchanged === true ? { uid, resourceVersion } : { uid };
    const request: ApiRequest = {
      method: 'DELETE', path: objectPath(kind, seen.metadata), contentType: 'application/json',
      body: JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions }),
    };
    const what = describeKey(kind, seen.metadata);
    try {
      const answer = await this.#json(request, what);
      if (isObjectOf(kind, answer)) this.#tell(kind, kind.parse(answer));
    } catch (error) {
      const why = await this.#explain(kind, seen.metadata, error);
      if (!(why instanceof Gone)) throw why;
    }
  }

  /** Any request to a path that no kind has, such as `/version`; the answer's JSON. */
  raw(path: string, request: { method?: ApiRequest['method']; body?: unknown } = {}): Promise<unknown> {
    return this.#json({
      method: request.method ?? 'GET', path,
      ...(request.body === undefined ? {} : { contentType: 'application/json', body: JSON.stringify(request.body) }),
    }, path);
  }

  #annotated(metadata: NewObject['metadata']): NewObject['metadata'] {
    if (Object.keys(this.atBirth).length === 0) return metadata;
    const own = metadata['annotations'];
    return { ...metadata, annotations: { ...this.atBirth, ...(typeof own === 'object' ? own : {}) } };
  }

  async #write<T extends KubeObject>(kind: Kind<T>, what: string, request: ApiRequest): Promise<T> {
    const written = kind.parse(await this.#json(request, what));
    this.#tell(kind, written);
    return written;
  }

  async #json(request: ApiRequest, what: string): Promise<unknown> {
    const response: ApiResponse = await this.transport.send({ ...request, signal: request.signal ?? this.signal });
    const body = await response.text();
    if (response.status >= 300) throw errorOf(response.status, body, what);
    return JSON.parse(body);
  }

  #tell(kind: Kind, object: KubeObject): void {
    for (const listener of this.#listeners) listener(kind, object);
    if (this.parent !== undefined) this.parent.#tell(kind, object);
  }
}

const isObjectOf = (kind: Kind, answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === kind.kind;
