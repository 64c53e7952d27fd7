import type { CallCounter } from '../calls.js';
import type { FaultRules, InjectedFault } from '../fault-rules.js';
import type { SoapEndpoint, SoapReply } from '../soap/service.js';
import { faultReply, openRequest, serve } from '../soap/service.js';
import { VimFault } from '../soap/faults.js';
import type { Call } from '../soap/handler.js';
import type { Session } from '../sessions.js';
import type { VCenter } from '../vcenter.js';
import type { XmlElement } from '../xml/element.js';
import type { HttpReply, HttpRequest } from './server.js';

const sessionCookie = 'vmware_soap_session';

export interface SoapContext {
  readonly vcenter: VCenter;
  readonly calls: CallCounter;
  readonly rules: FaultRules;
}

/** Answers a POST to a SOAP endpoint. */
export async function serveSoap({ vcenter, calls, rules }: SoapContext, endpoint: SoapEndpoint, request: HttpRequest): Promise<HttpReply> {
  if (request.method !== 'POST') return { status: 405 };
  const cookies: string[] = [];
  try {
    const opened = openRequest(request.body);
    calls.note(opened.method);
    const rule = rules.take(opened.method);
    if (rule?.delayMs !== undefined) await vcenter.clock.sleep(rule.delayMs, request.signal);
    if (rule?.httpStatus !== undefined) return { status: rule.httpStatus };
    if (rule?.fault) throw ruleFault(rule.fault);
    const call: Call = {
      vcenter,
      method: opened.method,
      session: sessionFrom(vcenter, request, opened.headers),
      client: { ipAddress: request.remoteAddress, userAgent: request.headers['user-agent'] ?? '' },
      signal: request.signal,
      taskFault: rule?.taskFault && ruleFault(rule.taskFault),
      setSessionCookie: (key) => cookies.push(cookieText(key)),
    };
    const reply = await serve(endpoint, opened, call);
    return rule?.dropReply ? { status: 0, drop: true } : toHttp(reply, cookies);
  } catch (error) {
    return toHttp(faultReply(error), cookies);
  }
}

function ruleFault(fault: InjectedFault): VimFault {
  return new VimFault(fault.type, fault.message ?? `Injected ${fault.type}.`, fault.properties ?? {});
}

/** A session comes by cookie, or, as storage policy clients send it, in the SOAP header `vcSessionCookie`. */
function sessionFrom(vcenter: VCenter, request: HttpRequest, headers: readonly XmlElement[]): Session | undefined {
  const inHeader = headers.find((header) => header.name === 'vcSessionCookie')?.text.trim();
  const inCookie = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${sessionCookie}=`))
    ?.slice(sessionCookie.length + 1);
  return vcenter.sessions.find((inHeader ?? inCookie)?.replace(/^"|"$/g, ''));
}

function cookieText(key: string | undefined): string {
  return key === undefined ? `${sessionCookie}=; Path=/; Max-Age=0` : `${sessionCookie}=${key}; Path=/; HttpOnly; Secure`;
}

function toHttp({ status, body }: SoapReply, cookies: readonly string[]): HttpReply {
  return { status, body, headers: { 'Content-Type': 'text/xml; charset=utf-8', ...(cookies.length > 0 ? { 'Set-Cookie': cookies } : {}) } };
}
