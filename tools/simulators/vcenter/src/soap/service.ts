import { decodeFields, decodeReference } from '../codec/decode.js';
import { encode } from '../codec/encode.js';
import type { ManagedObject } from '../model/managed-object.js';
import type { MoRef } from '../model/moref.js';
import { authorize } from '../privileges.js';
import { RawXml } from '../property/collector.js';
import { schema } from '../schema/index.js';
import type { MethodDefinition } from '../schema/index.js';
import { parseXml, XmlSyntaxError } from '../xml/element.js';
import type { XmlElement } from '../xml/element.js';
import { faultEnvelope, openEnvelope, responseEnvelope } from './envelope.js';
import { asFault, invalidRequest, managedObjectNotFound, methodNotFound, notAuthenticated } from './faults.js';
import type { Call, Handler } from './handler.js';

/** Methods that anybody may call. */
const anonymous = new Set(['RetrieveServiceContent', 'Login', 'PbmRetrieveServiceContent']);

export interface SoapReply {
  readonly status: 200 | 500;
  readonly body: string;
}

/** What one endpoint serves. */
export interface SoapEndpoint {
  readonly namespace: string;
  readonly methods: ReadonlyMap<string, Handler>;
  /** The object that a reference means for this call: some ids mean another object in every session. */
  resolve(ref: MoRef, call: Call): ManagedObject | undefined;
}

/** A request whose method is known and whose body is still to be read. */
export interface OpenedRequest {
  readonly method: string;
  readonly operation: XmlElement;
  readonly headers: readonly XmlElement[];
}

/** Reads an envelope as far as the method's name. Throws VimFault InvalidRequest when it is none. */
export function openRequest(body: string): OpenedRequest {
  try {
    const { operation, headers } = openEnvelope(parseXml(body));
    return { method: operation.name, operation, headers };
  } catch (error) {
    if (error instanceof XmlSyntaxError) throw invalidRequest(error.message);
    throw error;
  }
}

/** Carries a call out: reads its parameters by the schema, checks who calls, runs the handler, serializes the reply. */
export async function serve(endpoint: SoapEndpoint, request: OpenedRequest, call: Call): Promise<SoapReply> {
  try {
    const { session } = call;
    const run = () => invoke(endpoint, request, call);
    const body = session ? await call.vcenter.sessions.within(session, run) : await run();
    return { status: 200, body };
  } catch (error) {
    return faultReply(error instanceof XmlSyntaxError ? invalidRequest(error.message) : error);
  }
}

/** Whatever a handler threw, as a SOAP fault; what is no fault of the API is a system error, as vCenter calls its own bugs. */
export function faultReply(error: unknown): SoapReply {
  return { status: 500, body: faultEnvelope(asFault(error)) };
}

async function invoke(endpoint: SoapEndpoint, { method, operation }: OpenedRequest, call: Call): Promise<string> {
  const definition = schema.method(method);
  const run = endpoint.methods.get(method);
  if (!definition || !run || operation.namespace !== endpoint.namespace) throw invalidRequest(`There is no method ${method}`);
  const [thisElement, ...rest] = operation.children;
  if (thisElement?.name !== '_this') throw invalidRequest(`The first element of ${method} must be _this`);
  const ref = decodeReference(`${method}._this`, 'ManagedObject', thisElement);
  if (!call.session && !anonymous.has(method)) throw notAuthenticated(ref);
  const target = endpoint.resolve(ref, call);
  if (!target) throw managedObjectNotFound(ref);
  if (!schema.derives(target.ref.type, definition.on)) throw methodNotFound(ref, method);
  const parameters = decodeFields(method, definition.parameters, { ...operation, children: rest });
  if (call.session) authorize(call.session.user, method, target, parameters);
  return responseEnvelope(method, endpoint.namespace, serialize(definition, await run(target, parameters, call)));
}

function serialize(definition: MethodDefinition, result: unknown): string {
  if (result instanceof RawXml) return result.xml;
  return definition.returns ? encode('returnval', definition.returns, result) : '';
}

