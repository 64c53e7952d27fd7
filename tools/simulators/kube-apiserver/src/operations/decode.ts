import { duplicateFields } from '../machinery/duplicates.js';
import { asString, at, isObject, without } from '../machinery/json.js';
import { toSentObject, withMetadata } from '../machinery/object.js';
import type { SentObject } from '../machinery/object.js';
import { invalid, invalidValue } from '../machinery/invalid.js';
import { UndecodableError, badRequest } from '../machinery/status-error.js';
import type { StatusError } from '../machinery/status-error.js';
import type { Resource } from '../registry/resource.js';
import { pruneObject } from '../registry/schema-engine.js';
import type { FieldError } from '../schema/index.js';
import type { WriteContext } from './context.js';

/** Reads the body of a write as an object of the resource. @throws StatusError 400 */
export function decode(body: unknown, resource: Resource): SentObject {
  const { kind, version, apiVersion } = resource;
  if (!isObject(body)) throw badRequest(`the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; the body is not an object`);
  const sent = { apiVersion: asString(body['apiVersion']) || apiVersion, kind: asString(body['kind']) || kind };
  if (resource.custom && asString(body['kind']) === '') {
    const text = JSON.stringify(body);
    throw badRequest(`the object provided is unrecognized (must be of type ${kind}): Object 'Kind' is missing in '${text}' (${text.slice(0, 33)} ...)`);
  }
  if (sent.kind !== kind || sent.apiVersion !== apiVersion) {
    throw otherKind(resource, sent.apiVersion, sent.kind, asString(at(body, 'metadata', 'name')));
  }
  const { metadata = {} } = body;
  if (!isObject(metadata)) throw new UndecodableError(resource, `json: cannot unmarshal ${goType(metadata)} into Go value of type v1.ObjectMeta`);
  const object = toSentObject({ ...body, apiVersion, kind, ...(body['metadata'] === undefined ? {} : { metadata: without(metadata, 'selfLink') }) });
  if (object === undefined) throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}`);
  return object;
}

const GO_TYPES: Readonly<Record<string, string>> = { boolean: 'bool' };

/** How a server in Go calls the type of a JSON value. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return GO_TYPES[typeof value] ?? typeof value;
}

/**
 * Servers with typed kinds cannot even read a value of another type, and no server reads such metadata.
 * @throws StatusError 400 for the first of the faults that is of this sort
 */
export function requireReadable({ resource }: WriteContext, errors: readonly FieldError[]): void {
  const wrong = errors.find(({ path, expected, reason }) =>
    expected !== undefined && reason === 'FieldValueTypeInvalid' && (!resource.custom || path.startsWith('metadata.')));
  if (wrong === undefined) return;
  const [first = '', second = ''] = wrong.path.replaceAll(/\[\d+\]/g, '').split('.');
  const ofMetadata = resource.custom ? `ObjectMeta.${second}` : `ObjectMeta.metadata.${second}`;
  const of = first === 'metadata' ? ofMetadata : `${resource.kind}.${first}`;
  throw new UndecodableError(resource, `json: cannot unmarshal ${goType(wrong.value)} into Go struct field ${of} of type ${wrong.expected ?? ''}`);
}

function otherKind(resource: Resource, apiVersion: string, kind: string, name: string): StatusError {
  if (!resource.custom) {
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
    return badRequest(`${kind} in version "${version}" cannot be handled as a ${resource.kind}: no kind "${kind}" is registered for version "${apiVersion}"`);
  }
  if (apiVersion === resource.apiVersion) return invalid({ ...resource, kind }, name, [invalidValue('kind', kind, `must be ${resource.kind}`)]);
  return badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${resource.apiVersion})`);
}

/** Puts the object into the namespace of the request. @throws StatusError 400 when it names another */
export function inNamespace(object: SentObject, context: Pick<WriteContext, 'namespace' | 'resource'>): SentObject {
  const named = object.metadata.namespace ?? '';
  const namespace = context.namespace ?? '';
  if (named === namespace) return named === '' && object.metadata.namespace !== undefined ? withMetadata(object, { namespace: undefined }) : object;
  if (named !== '') throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  return withMetadata(object, { namespace });
}

/**
 * Drops fields that the schema does not know, and says so as the request wishes, also of those that `body` has twice.
 * @throws StatusError 400 under Strict
 */
export function dropUnknown(object: SentObject, context: WriteContext, body?: unknown): SentObject {
  const { resource, fieldValidation } = context;
  const { value, pruned } = pruneObject(resource.schema, object);
  const faults = [...duplicateFields(body).map((path) => `duplicate field "${path}"`), ...pruned.map((path) => `unknown field "${path}"`)];
  if (faults.length === 0) return object;
  if (fieldValidation === 'Strict') {
    throw new UndecodableError(resource, `strict decoding error: ${faults.join(', ')}`);
  }
  if (fieldValidation === 'Warn') for (const fault of faults) context.warn(fault);
  return value;
}
