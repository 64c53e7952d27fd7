import { clusterModuleRoutes } from '../rest/cluster-modules.js';
import { RestError } from '../rest/errors.js';
import { libraryRoutes } from '../rest/library-routes.js';
import { matchRoute, readBody, requirePrivilege, routeName } from '../rest/router.js';
import type { Route, RouteMatch } from '../rest/router.js';
import { taggingRoutes } from '../rest/tagging-routes.js';
import type { Session } from '../sessions.js';
import { asFault, VimFault } from '../soap/faults.js';
import { basicUser, json } from './admin.js';
import type { HttpReply, HttpRequest } from './server.js';
import type { SoapContext } from './soap.js';

const sessionHeader = 'vmware-api-session-id';
const sessionPath = '/rest/com/vmware/cis/session';

const restRoutes: readonly Route[] = [...taggingRoutes, ...libraryRoutes, ...clusterModuleRoutes];

/** Answers everything below `/rest`. */
export async function serveRest(context: SoapContext, request: HttpRequest): Promise<HttpReply> {
  const match = request.url.pathname === sessionPath ? undefined : matchRoute(restRoutes, request.method, request.url);
  const name = match ? routeName(match.route) : `${request.method} ${request.url.pathname}${request.url.search}`;
  context.calls.note(name);
  const rule = context.rules.take(name);
  if (rule?.delayMs !== undefined) await context.vcenter.clock.sleep(rule.delayMs, request.signal);
  if (rule?.httpStatus !== undefined) return { status: rule.httpStatus };
  try {
    if (rule?.fault) throw new VimFault(rule.fault.type, rule.fault.message ?? `Injected ${rule.fault.type}.`, rule.fault.properties ?? {});
    const reply = request.url.pathname === sessionPath ? serveSession(context, request) : await serveRoute(context, request, match);
    return rule?.dropReply ? { status: 0, drop: true } : reply;
  } catch (error) {
    const failure = toRestError(error);
    return json(failure.status, failure.body);
  }
}

function toRestError(error: unknown): RestError {
  if (error instanceof RestError) return error;
  const fault = asFault(error);
  const names: Readonly<Record<string, 'unauthorized' | 'not_found' | 'already_exists' | 'invalid_argument'>> = {
    NoPermission: 'unauthorized',
    ManagedObjectNotFound: 'not_found',
    DuplicateName: 'already_exists',
    InvalidArgument: 'invalid_argument',
    InvalidName: 'invalid_argument',
  };
  return new RestError(names[fault.type] ?? 'error', fault.message);
}

/** Login, who am I, logout. */
function serveSession({ vcenter }: SoapContext, request: HttpRequest): HttpReply {
  const action = request.url.searchParams.get('~action');
  if (request.method === 'POST' && action === null) return login({ vcenter }, request);
  const session = requireSession(vcenter.restSessions.find(sessionKey(request)));
  if (request.method === 'DELETE') {
    vcenter.restSessions.end(session);
    return { status: 200 };
  }
  if (request.method !== 'GET' && !(request.method === 'POST' && action === 'get')) throw new RestError('not_found', 'There is no such operation.');
  const lastAccessed = session.lastActiveTime.toISOString();
  session.lastActiveTime = vcenter.now();
  const user = `${session.user.name.replace(/@.*$/, '')}@vsphere.local`;
  return json(200, { value: { user, created_time: session.loginTime.toISOString(), last_accessed_time: lastAccessed } });
}

function login({ vcenter }: Pick<SoapContext, 'vcenter'>, request: HttpRequest): HttpReply {
  const credentials = basicUser(vcenter, request.headers.authorization);
  if (!credentials || !vcenter.restSessions.authenticate(credentials.name, credentials.password)) {
    throw new RestError('unauthenticated', 'Authentication required.');
  }
  const client = { ipAddress: request.remoteAddress, userAgent: request.headers['user-agent'] ?? '' };
  const { key } = vcenter.restSessions.login(credentials.name, credentials.password, client);
  const reply = json(200, { value: key });
  return { ...reply, headers: { ...reply.headers, 'Set-Cookie': `${sessionHeader}=${key}; Path=/rest; Secure; HttpOnly` } };
}

function sessionKey(request: HttpRequest): string | undefined {
  const header = request.headers[sessionHeader];
  if (typeof header === 'string') return header;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${sessionHeader}=`))?.slice(sessionHeader.length + 1);
}

function requireSession(session: Session | undefined): Session {
  if (!session) throw new RestError('unauthenticated', 'Authentication required.');
  return session;
}

async function serveRoute({ vcenter }: SoapContext, request: HttpRequest, match: RouteMatch | undefined): Promise<HttpReply> {
  const session = requireSession(vcenter.restSessions.find(sessionKey(request)));
  if (!match) throw new RestError('not_found', `There is no ${request.method} ${request.url.pathname}.`);
  requirePrivilege(session, match.route.privilege);
  const value = await vcenter.restSessions.within(session, () =>
    match.route.handle({
      vcenter,
      session,
      id: match.id,
      query: request.url.searchParams,
      signal: request.signal,
      body: (schema) => readBody(request.body, schema),
    }),
  );
  return value === undefined ? { status: 200 } : json(200, { value });
}
