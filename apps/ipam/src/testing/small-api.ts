import type { ApiRequest, ApiResponse, ApiTransport } from '@handoff/kube';
import jsonpatch from 'fast-json-patch';
import { z } from 'zod';

const Stored = z.looseObject({
  metadata: z.looseObject({
    name: z.string(), uid: z.string().default(''), resourceVersion: z.string().default(''), deletionTimestamp: z.string().optional(),
    finalizers: z.array(z.string()).optional(),
    ownerReferences: z.array(z.looseObject({ uid: z.string() })).optional(),
  }),
});
type Stored = z.infer<typeof Stored>;

const Preconditions = z.object({
  preconditions: z.object({ uid: z.string().optional(), resourceVersion: z.string().optional() }).default({}),
});
const Operations = z.array(z.object({ op: z.enum(['add', 'replace', 'remove']), path: z.string(), value: z.unknown().optional() }));

/** More versions than one object ever has: an object made anew under the same name never bears a version of the earlier one. */
const LIFETIME = 1000;

class Refusal extends Error {
  constructor(readonly status: number, readonly reason: string) {
    super(reason);
  }
}

/**
 * What an API server promises about single objects and nothing more: optimistic locking, preconditions, finalizers, names taken once.
 * It is small so that tens of thousands of histories can be played, and it counts uids and versions by object, not over all of them:
 * two histories that differ only in the order of what does not touch each other end in the same state, and are searched once.
 */
export class SmallApi {
  readonly #objects = new Map<string, Stored>();
  readonly #births = new Map<string, number>();

  readonly transport: ApiTransport = {
    server: 'small',
    send: (request) => Promise.resolve(this.#answer(request)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };

  /** Everything that is stored, as text: equal states give equal texts. */
  get state(): string {
    return JSON.stringify([...this.#objects].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The garbage collector's round: deletes what none of its owners is left of. */
  collect(): void {
    const uids = new Set([...this.#objects.values()].map(({ metadata }) => metadata.uid));
    for (const [path, object] of this.#objects) {
      const owners = object.metadata.ownerReferences ?? [];
      if (owners.length > 0 && owners.every(({ uid }) => !uids.has(uid))) this.#delete(path, object, '{}');
    }
  }

  #answer(request: ApiRequest): ApiResponse {
    try {
      return response(200, this.#handle(request));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return response(error.status, { kind: 'Status', reason: error.reason, message: error.reason });
    }
  }

  #handle({ method, path: withQuery, body = '{}', contentType = '' }: ApiRequest): unknown {
    const path = (withQuery.split('?')[0] ?? '').replace(/\/status$/, '');
    if (method === 'POST') return this.#create(path, body);
    const found = this.#objects.get(path);
    if (found === undefined && method === 'GET' && !/\/namespaces\/[^/]+\/[^/]+\/./.test(path)) return this.#list(path);
    if (found === undefined) throw new Refusal(404, 'NotFound');
    if (method === 'GET') return found;
    if (method === 'DELETE') return this.#delete(path, found, body);
    return contentType.includes('apply') ? this.#apply(path, found, body) : this.#patch(path, found, body);
  }

  #list(path: string): unknown {
    const items = [...this.#objects].filter(([key]) => key.startsWith(`${path}/`)).map(([, object]) => object);
    return { metadata: { resourceVersion: '1' }, items };
  }

  #create(collection: string, body: string): Stored {
    const object = Stored.parse(JSON.parse(body));
    const path = `${collection}/${object.metadata.name}`;
    if (this.#objects.has(path)) throw new Refusal(409, 'AlreadyExists');
    const birth = (this.#births.get(path) ?? 0) + 1;
    this.#births.set(path, birth);
    return this.#store(path, { ...object, metadata: { ...object.metadata, uid: `${path}#${String(birth)}`, resourceVersion: String(birth * LIFETIME) } });
  }

  #patch(path: string, found: Stored, body: string): Stored {
    const [guard, ...operations] = Operations.parse(JSON.parse(body));
    if (guard?.value !== found.metadata.resourceVersion) throw new Refusal(409, 'Conflict');
    const patched = jsonpatch.applyPatch(structuredClone(found), operations.map((entry) => ({ ...entry, value: entry.value }))).newDocument;
    return this.#store(path, next(Stored.parse(patched)));
  }

  #apply(path: string, found: Stored, body: string): Stored {
    const sent = Stored.parse(JSON.parse(body));
    if (sent.metadata.uid !== found.metadata.uid) throw new Refusal(409, 'Conflict');
    return this.#store(path, next({ ...found, status: sent['status'] }));
  }

  #delete(path: string, found: Stored, body: string): unknown {
    const { uid, resourceVersion } = Preconditions.parse(JSON.parse(body)).preconditions;
    if ((uid ?? found.metadata.uid) !== found.metadata.uid) throw new Refusal(409, 'Conflict');
    if ((resourceVersion ?? found.metadata.resourceVersion) !== found.metadata.resourceVersion) throw new Refusal(409, 'Conflict');
    this.#store(path, next({ ...found, metadata: { ...found.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }));
    return { kind: 'Status', status: 'Success' };
  }

  #store(path: string, object: Stored): Stored {
    const { deletionTimestamp, finalizers = [] } = object.metadata;
    if (deletionTimestamp !== undefined && finalizers.length === 0) this.#objects.delete(path);
    else this.#objects.set(path, object);
    return object;
  }
}

const next = (object: Stored): Stored =>
  ({ ...object, metadata: { ...object.metadata, resourceVersion: String(Number(object.metadata.resourceVersion) + 1) } });

function response(status: number, body: unknown): ApiResponse {
  const text = JSON.stringify(body);
  return { status, text: () => Promise.resolve(text), lines: () => { throw new TypeError('nobody watches here'); } };
}
