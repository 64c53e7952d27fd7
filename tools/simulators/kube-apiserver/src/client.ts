import type { ApiRequest } from './api/request.js';
import type { ApiResponse } from './api/response.js';
import { Follower } from './follow.js';
import type { ObjectHandler } from './follow.js';
import type { ApiObject, SentMetadata } from './machinery/object.js';
import { StatusError } from './machinery/status-error.js';
import type { Status } from './machinery/status-error.js';
import { PATCH_TYPES } from './operations/patch.js';
import type { Propagation } from './operations/remove.js';
import type { WatchStream } from './operations/watch-stream.js';
import { apiVersionOf } from './registry/resource.js';

/** Which resource: a `Kind` of the contract fits. */
export interface ResourceRef {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

export interface Key {
  readonly namespace?: string | undefined;
  readonly name: string;
}

export interface ListQuery {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly resourceVersion?: string | undefined;
}

export interface WriteQuery {
  readonly subresource?: string | undefined;
  readonly fieldManager?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface ApplyQuery extends WriteQuery {
  readonly fieldManager: string;
  readonly force?: boolean;
}

export interface DeleteQuery {
  readonly propagationPolicy?: Propagation | undefined;
  readonly gracePeriodSeconds?: number | undefined;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } | undefined;
}

export interface ObjectList {
  readonly items: readonly ApiObject[];
  readonly resourceVersion: string;
}

/** Something to be written: an object whose server-set fields may be missing. */
export interface Draft {
  readonly metadata: SentMetadata;
  readonly [field: string]: unknown;
}

type Send = (request: ApiRequest) => Promise<ApiResponse>;

/**
 * The API without a socket: the same requests, admission and refusals as over HTTP, but objects are handed over as they are stored,
 * frozen and without being encoded. Every refusal is a `StatusError`.
 */
export class ApiClient {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  get(of: ResourceRef, key: Key): Promise<ApiObject> {
    return this.#object({ method: 'GET', path: pathOf(of, key.namespace, key.name) });
  }

  /** The object, or undefined when there is none. */
  async find(of: ResourceRef, key: Key): Promise<ApiObject | undefined> {
    try {
      return await this.get(of, key);
    } catch (error) {
      if (error instanceof StatusError && error.code === 404) return undefined;
      throw error;
    }
  }

  async list(of: ResourceRef, query: ListQuery = {}): Promise<ObjectList> {
    const { namespace, ...selectors } = query;
    const body = await this.#answer({ method: 'GET', path: pathOf(of, namespace) + queryOf(selectors) });
    const { items, metadata } = body as { items: readonly ApiObject[]; metadata: { resourceVersion: string } };
    return { items, resourceVersion: metadata.resourceVersion };
  }

  /** Creates an object; with a subresource, what is created is a request to it, such as an Eviction of the object of that name. */
  create(of: ResourceRef, object: Draft, query: WriteQuery = {}): Promise<ApiObject> {
    const { name = '', namespace } = object.metadata;
    return this.#write('POST', pathOf(of, namespace, query.subresource === undefined ? '' : name, query.subresource), object, query);
  }

  update(of: ResourceRef, object: Draft, query: WriteQuery = {}): Promise<ApiObject> {
    const { namespace, name } = object.metadata;
    return this.#write('PUT', pathOf(of, namespace, name, query.subresource), object, query);
  }

  patch(of: ResourceRef, key: Key, type: 'json' | 'merge' | 'strategic', patch: unknown, query: WriteQuery = {}): Promise<ApiObject> {
    return this.#write('PATCH', pathOf(of, key.namespace, key.name, query.subresource), patch, query, PATCH_TYPES[type]);
  }

  /** Server-side apply. */
  apply(of: ResourceRef, object: Draft, query: ApplyQuery): Promise<ApiObject> {
    const { namespace, name } = object.metadata;
    return this.#write('PATCH', pathOf(of, namespace, name, query.subresource), object, query, PATCH_TYPES.apply);
  }

  /** The object as its deletion left it, or a Status when it is gone. */
  async delete(of: ResourceRef, key: Key, query: DeleteQuery = {}): Promise<ApiObject | Status> {
    const body = await this.#answer({ method: 'DELETE', path: pathOf(of, key.namespace, key.name), body: { ...query } });
    return body as ApiObject | Status;
  }

  /** One watch: every object there is, as ADDED, and then every change; `resourceVersion` leaves out what came before it. */
  async stream(of: ResourceRef, query: ListQuery = {}): Promise<WatchStream> {
    const { namespace, ...selectors } = query;
    const response = await this.#send({ method: 'GET', path: pathOf(of, namespace) + queryOf({ ...selectors, watch: 'true' }) });
    if (response.body.type !== 'watch') throw refusal(response);
    return response.body.stream;
  }

  /**
   * Calls `handler` for every object there is and for every later change, in order, until disposed of. A handler that returns a promise
   * is waited for. What a handler throws, or a resource that is not served, ends the watch and is handed to `failed`.
   */
  watch(of: ResourceRef, handler: ObjectHandler, query: ListQuery = {}, failed: (error: unknown) => void = () => undefined): Disposable {
    const follower = new Follower(this, of, query, handler);
    follower.run().catch(failed);
    return follower;
  }

  #write(
    method: string, path: string, body: unknown, query: WriteQuery & { readonly force?: boolean }, contentType?: string,
  ): Promise<ApiObject> {
    const { fieldManager, dryRun, force } = query;
    const text = queryOf({ fieldManager, dryRun: dryRun === true ? 'All' : undefined, force: force === true ? 'true' : undefined });
    return this.#object({ method, path: path + text, body, ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }) });
  }

  async #object(request: ApiRequest): Promise<ApiObject> {
    return (await this.#answer(request)) as ApiObject;
  }

  async #answer(request: ApiRequest): Promise<object> {
    const response = await this.#send(request);
    if (response.status >= 400 || response.body.type !== 'object') throw refusal(response);
    return response.body.object;
  }
}

function refusal({ status, body }: ApiResponse): StatusError {
  if (body.type !== 'object') return new StatusError(status, status === 404 ? 'NotFound' : '', 'the server could not find the requested resource');
  const { message = '', reason = '', details } = body.object as Status;
  return new StatusError(status, reason, message, details);
}

function pathOf({ group, version, plural }: ResourceRef, namespace: string | undefined, name = '', subresource = ''): string {
  const root = group === '' ? `/api/${version}` : `/apis/${apiVersionOf(group, version)}`;
  const within = namespace === undefined || plural === 'namespaces' ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return [`${root}${within}`, plural, encodeURIComponent(name), subresource].filter((step) => step !== '').join('/');
}

function queryOf(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
