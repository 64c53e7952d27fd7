import type { VCenter } from '../vcenter.js';
import type { HttpReply, HttpRequest } from './server.js';

export interface TemplateAdmin {
  addTemplate(name: string): void;
  templateNames(): readonly string[];
}

/** The user whom an `Authorization: Basic` header names, if the password is right. */
export function basicUser(vcenter: VCenter, header: string | undefined) {
  const [scheme, encoded = ''] = (header ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? undefined : { name: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/**
 * `/handoff/templates`, which no real vCenter has: lets another process list the templates (GET) and add one (POST `{"name": …}`).
 */
export function serveAdmin(vcenter: VCenter, admin: TemplateAdmin, request: HttpRequest): HttpReply {
  const credentials = basicUser(vcenter, request.headers.authorization);
  const user = credentials && vcenter.sessions.authenticate(credentials.name, credentials.password);
  if (!user || user.privileges) return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="vCenter simulator"' } };
  if (request.method === 'GET') return json(200, { templates: admin.templateNames() });
  if (request.method !== 'POST') return { status: 405 };
  const name = nameIn(request.body);
  if (name === undefined || name === '') return json(400, { error: 'a JSON object with a name is required' });
  if (admin.templateNames().includes(name)) return json(409, { error: `the template ${name} exists already` });
  admin.addTemplate(name);
  return json(201, { name });
}

function nameIn(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : undefined;
  } catch {
    return undefined;
  }
}

/** A JSON reply. */
export function json(status: number, body: unknown): HttpReply {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
