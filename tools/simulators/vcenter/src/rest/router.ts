import type { z } from 'zod';
import { hasPrivilege } from '../privileges.js';
import type { Session } from '../sessions.js';
import type { VCenter } from '../vcenter.js';
import { RestError } from './errors.js';

/** A REST call of a session. */
export interface RestCall {
  readonly vcenter: VCenter;
  readonly session: Session;
  /** What stood in place of `{id}` in the path. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly signal: AbortSignal;
  /** Reads the body. Throws RestError invalid_argument when it does not fit. */
  body<T>(schema: z.ZodType<T>): T;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** The path below `/rest`, with `{id}` for one segment or the rest of one. */
  readonly path: string;
  /** The value of `~action` (below `/com/vmware`) or `action` (below `/vcenter`). */
  readonly action?: string;
  /** What the user must hold. */
  readonly privilege?: string;
  /** Returns what becomes `value` of the reply; undefined means an empty reply. */
  handle(call: RestCall): unknown;
}

export interface RouteMatch {
  readonly route: Route;
  readonly id: string;
}

/** How a route is named in call counters and fault rules: `POST /rest/com/vmware/…/id:{id}?~action=attach`. */
export function routeName({ method, path, action }: Route): string {
  return `${method} /rest${path}${action === undefined ? '' : `?${actionParameter(path)}=${action}`}`;
}

function actionParameter(path: string): string {
  return path.startsWith('/com/vmware') ? '~action' : 'action';
}

/** Finds the route of a request below `/rest`. */
export function matchRoute(routes: readonly Route[], method: string, url: URL): RouteMatch | undefined {
  const path = url.pathname.replace(/^\/rest/, '').replace(/\/$/, '');
  for (const route of routes) {
    if (route.method !== method || (url.searchParams.get(actionParameter(route.path)) ?? undefined) !== route.action) continue;
    const [before = '', after] = route.path.split('{id}');
    if (after === undefined) {
      if (path === before) return { route, id: '' };
    } else if (path.startsWith(before) && path.endsWith(after) && path.length > before.length + after.length) {
      const id = decodeURIComponent(path.slice(before.length, path.length - after.length));
      if (!id.includes('/')) return { route, id };
    }
  }
  return undefined;
}

/** Reads a JSON body against a schema. */
export function readBody<T>(text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new RestError('invalid_argument', 'The request body is no JSON.');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RestError('invalid_argument', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
}

export function requirePrivilege(session: Session, privilege: string | undefined): void {
  if (privilege === undefined || hasPrivilege(session.user, privilege)) return;
  throw new RestError('unauthorized', `User ${session.user.name} lacks the privilege ${privilege}.`);
}
