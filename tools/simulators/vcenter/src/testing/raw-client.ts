import { Agent, request } from 'undici';
import { parseXml } from '../xml/element.js';
import type { XmlElement } from '../xml/element.js';
import { escapeXml } from '../xml/text.js';

/** A SOAP fault as it came over the wire. */
export class RawFault extends Error {
  override readonly name = 'RawFault';

  constructor(
    /** The xsi:type of the detail. */
    readonly type: string,
    readonly status: number,
    readonly detail: XmlElement,
    message: string,
  ) {
    super(`${type}: ${message}`);
  }
}

export interface Ref {
  readonly type: string;
  readonly id: string;
}

/** `<name type="…">id</name>`. */
export function refXml(name: string, ref: Ref): string {
  return `<${name} type="${ref.type}">${escapeXml(ref.id)}</${name}>`;
}

/** The reference that an element holds. */
export function refOf(element: XmlElement | undefined): Ref {
  const type = element?.attributes.get('type');
  if (element === undefined || type === undefined) throw new Error('no reference');
  return { type, id: element.text };
}

/** The first element down a path of local names. */
export function dig(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((current, name) => current?.children.find((child) => child.name === name), element);
}

/** All children with a local name. */
export function all(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The bare protocol: text out, text in, nothing known about types. */
export class RawClient implements AsyncDisposable {
  cookie: string | undefined;
  restSession: string | undefined;
  readonly #agent = new Agent({ connect: { rejectUnauthorized: false } });

  constructor(readonly base: string) {}

  /** Calls a method and returns its response element. Throws {@link RawFault}. */
  async soap(method: string, self: Ref, parameters = '', { path = '/sdk', namespace = 'urn:vim25' } = {}): Promise<XmlElement> {
    const call = `<${method} xmlns="${namespace}">${refXml('_this', self)}${parameters}</${method}>`;
    const header = path === '/pbm' && this.cookie ? `<soapenv:Header><vcSessionCookie>${this.cookie}</vcSessionCookie></soapenv:Header>` : '';
    const namespaces =
      'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';
    const body = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope ${namespaces}>${header}<soapenv:Body>${call}</soapenv:Body></soapenv:Envelope>`;
    const reply = await request(`${this.base}${path}`, {
      method: 'POST',
      dispatcher: this.#agent,
      body,
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: '"urn:vim25/8.0.3.0"',
        ...(this.cookie ? { cookie: `vmware_soap_session=${this.cookie}` } : {}),
      },
    });
    this.#keepCookie(reply.headers['set-cookie']);
    return unwrap(reply.statusCode, parseXml(await reply.body.text()));
  }

  /** A call below `/rest`; returns status and parsed body. */
  async rest(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown, headers: Record<string, string> = {}) {
    const session = this.restSession ? { 'vmware-api-session-id': this.restSession } : {};
    const reply = await request(`${this.base}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: { 'content-type': 'application/json', ...session, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.body.text();
    return { status: reply.statusCode, body: (text.startsWith('{') ? JSON.parse(text) : text) as { value?: unknown; type?: string } };
  }

  async login(userName = 'user', password = 'pass'): Promise<XmlElement> {
    const credentials = `<userName>${userName}</userName><password>${password}</password>`;
    return this.soap('Login', { type: 'SessionManager', id: 'SessionManager' }, credentials);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy();
  }

  #keepCookie(header: string | string[] | undefined): void {
    const text = [header].flat().find((value) => value?.startsWith('vmware_soap_session='));
    if (text) this.cookie = /^vmware_soap_session="?([^";]*)/.exec(text)?.[1] || undefined;
  }
}

function unwrap(status: number, envelope: XmlElement): XmlElement {
  const [content] = dig(envelope, 'Body')?.children ?? [];
  if (!content) throw new Error('an empty SOAP body');
  if (content.name !== 'Fault') return content;
  const [detail] = dig(content, 'detail')?.children ?? [];
  if (!detail) throw new Error('a fault without detail');
  const type = detail.attributes.get('xsi:type') ?? '';
  throw new RawFault(type, status, detail, dig(content, 'faultstring')?.text ?? '');
}

/** The type of the fault that a call ends in; `no fault` when it succeeds. */
export async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof RawFault) return error.type;
    throw error;
  }
  return 'no fault';
}
