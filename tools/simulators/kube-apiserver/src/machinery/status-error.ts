import type { JsonObject } from './json.js';

export interface StatusCause {
  readonly reason?: string;
  readonly message: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** `metav1.Status`: what the API answers in place of an object. */
export interface Status extends JsonObject {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: JsonObject;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

/** The names under which errors speak of a resource. */
export interface ResourceNames {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

/** A request that is refused; its `status` is the body of the answer. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status;

  constructor(readonly code: number, readonly reason: string, message: string, readonly details?: StatusDetails) {
    super(message);
    this.status = {
      kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message,
      ...(reason === '' ? {} : { reason }), ...(details === undefined ? {} : { details }), code,
    };
  }
}

/** What was sent cannot be read as an object of its kind. */
export class UndecodableError extends StatusError {
  constructor({ kind, version }: { readonly kind: string; readonly version: string }, readonly why: string) {
    super(400, 'BadRequest', `${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
  }
}

/** `deployments.apps`, or `pods` in the core group. */
export const qualified = ({ group, plural }: Pick<ResourceNames, 'group' | 'plural'>): string =>
  group === '' ? plural : `${plural}.${group}`;

const qualifiedKind = ({ group, kind }: ResourceNames): string => (group === '' ? kind : `${kind}.${group}`);

const details = (of: Pick<ResourceNames, 'group' | 'plural'>, name: string, more?: StatusDetails): StatusDetails => ({
  ...(name === '' ? {} : { name }), ...(of.group === '' ? {} : { group: of.group }), kind: of.plural, ...more,
});

export const notFound = (of: Pick<ResourceNames, 'group' | 'plural'>, name: string): StatusError =>
  new StatusError(404, 'NotFound', `${qualified(of)} "${name}" not found`, details(of, name));

export const alreadyExists = (of: ResourceNames, name: string, deleting = false): StatusError =>
  new StatusError(409, 'AlreadyExists', `${deleting ? 'object is being deleted: ' : ''}${qualified(of)} "${name}" already exists`, details(of, name));

export const conflict = (of: ResourceNames, name: string, why: string): StatusError =>
  new StatusError(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(of)} "${name}": ${why}`, details(of, name));

/** A conflict that names the kind in place of the resource, as deletion preconditions do. */
export const preconditionFailed = (of: ResourceNames, name: string, why: string): StatusError =>
  new StatusError(409, 'Conflict', `Operation cannot be fulfilled on ${qualifiedKind(of)} "${name}": ${why}`, {
    name, ...(of.group === '' ? {} : { group: of.group }), kind: of.kind,
  });

export const modified = (of: ResourceNames, name: string): StatusError =>
  conflict(of, name, 'the object has been modified; please apply your changes to the latest version and try again');

export const forbidden = (of: Pick<ResourceNames, 'group' | 'plural'>, name: string, why: string, causes?: readonly StatusCause[]): StatusError =>
  new StatusError(403, 'Forbidden', `${qualified(of)}${name === '' ? '' : ` "${name}"`} is forbidden: ${why}`,
    details(of, name, causes === undefined ? undefined : { causes }));

export const badRequest = (message: string): StatusError => new StatusError(400, 'BadRequest', message);

export const unauthorized = (): StatusError => new StatusError(401, 'Unauthorized', 'Unauthorized');

export const methodNotAllowed = (): StatusError =>
  new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

export const unknownPath = (): StatusError =>
  new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});

export const expired = (message: string): StatusError => new StatusError(410, 'Expired', message);

export const tooLargeResourceVersion = (wanted: number, current: number): StatusError =>
  new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${String(wanted)}, current: ${String(current)}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });

export const tooManyRequests = (message: string, causes: readonly StatusCause[], retryAfterSeconds?: number): StatusError =>
  new StatusError(429, 'TooManyRequests', message, { causes, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });

export const unsupportedMediaType = (accepted: readonly string[]): StatusError =>
  new StatusError(415, 'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`);

export const notAcceptable = (accepted: readonly string[]): StatusError =>
  new StatusError(406, 'NotAcceptable', `only the following media types are accepted: ${accepted.join(', ')}`, {});
