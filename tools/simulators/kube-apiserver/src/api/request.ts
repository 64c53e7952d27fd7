import type { UserInfo } from '../access/user.js';
import { StatusError } from '../machinery/status-error.js';

/** A request as it reaches the API, over HTTP or from within the process. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Text as it came, or the value itself for callers in this process. */
  readonly body?: unknown;
}

/** What a path of the API names. */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly subresource: string;
}

/** A request that is understood as far as authorization needs it. */
export interface RequestInfo {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly user: UserInfo;
  /** The path by its steps. */
  readonly steps: readonly string[];
  readonly resource: ResourcePath | undefined;
  readonly verb: string;
}

/** @throws StatusError 400 for a path that cannot be decoded */
export function readRequest(request: ApiRequest, user: UserInfo): RequestInfo {
  const [path = '/', query = ''] = splitOnce(request.path);
  const parsed = new URLSearchParams(query);
  const steps = stepsOf(path);
  const resource = resourcePath(steps);
  if (resource?.legacyWatch === true) parsed.set('watch', 'true');
  return {
    method: request.method, path, query: parsed, headers: request.headers ?? {}, body: request.body, user, steps, resource,
    verb: resource === undefined ? request.method.toLowerCase() : verbOf(request.method, resource, parsed),
  };
}

const splitOnce = (path: string): readonly string[] => {
  const mark = path.indexOf('?');
  return mark === -1 ? [path] : [path.slice(0, mark), path.slice(mark + 1)];
};

function stepsOf(path: string): readonly string[] {
  try {
    return path.split('/').filter((step) => step !== '').map(decodeURIComponent);
  } catch {
    throw new StatusError(400, 'BadRequest', 'the path is not well-formed');
  }
}

function resourcePath(steps: readonly string[]): (ResourcePath & { readonly legacyWatch: boolean }) | undefined {
  const core = steps[0] === 'api';
  if (!core && steps[0] !== 'apis') return undefined;
  const [group, version, rest] = core ? ['', steps[1], steps.slice(2)] : [steps[1], steps[2], steps.slice(3)];
  const legacyWatch = rest[0] === 'watch';
  const named = legacyWatch ? rest.slice(1) : rest;
  if (group === undefined || version === undefined || named[0] === undefined) return undefined;
  // `namespaces/x` is a Namespace, and so are its own subresources; `namespaces/x/pods` is what lives in it.
  const within = named[0] === 'namespaces' && named[2] !== undefined && named[2] !== 'status' && named[2] !== 'finalize';
  const [plural = '', name = '', ...subresource] = within ? named.slice(2) : named;
  return { group, version, plural, name, subresource: subresource.join('/'), namespace: within ? named[1] : undefined, legacyWatch };
}

const isTrue = (value: string | null): boolean => value === 'true' || value === '1';

function verbOf(method: string, { name }: ResourcePath, query: URLSearchParams): string {
  if (method === 'POST') return 'create';
  if (method === 'PUT') return 'update';
  if (method === 'PATCH') return 'patch';
  if (method === 'DELETE') return name === '' ? 'deletecollection' : 'delete';
  if (name !== '') return 'get';
  return isTrue(query.get('watch')) ? 'watch' : 'list';
}

/** A boolean of the query string. */
export const flag = (query: URLSearchParams, name: string): boolean => isTrue(query.get(name));
