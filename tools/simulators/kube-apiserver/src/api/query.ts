import { forbiddenValue, invalid, invalidValue, unsupportedValue } from '../machinery/invalid.js';
import { badRequest } from '../machinery/status-error.js';
import type { StatusError } from '../machinery/status-error.js';
import type { FieldValidation } from '../operations/context.js';
import type { ListOptions } from '../operations/list.js';
import { selectionOf } from '../operations/selection.js';
import type { WatchOptions } from '../operations/watch.js';
import type { Resource } from '../registry/resource.js';
import type { FieldError } from '../schema/index.js';
import type { RequestInfo } from './request.js';
import { flag } from './request.js';

const REVISION = /^\d+$/;
const MANAGER_LIMIT = 128;

/** 422 about the options of a request. */
export const invalidOptions = (kind: string, errors: readonly FieldError[]): StatusError =>
  invalid({ group: 'meta.k8s.io', plural: '', kind }, '', errors);

const invalidMatch = (why: string): StatusError => invalidOptions('ListOptions', [forbiddenValue('resourceVersionMatch', why)]);

function revisionIn({ query }: RequestInfo): string {
  const text = query.get('resourceVersion') ?? '';
  if (text !== '' && !REVISION.test(text)) {
    throw badRequest(`invalid resource version: resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`);
  }
  return text;
}

/** Options of a list or of the deletion of a collection. @throws StatusError 400, 422 */
export function listOptions(request: RequestInfo, resource: Resource): ListOptions {
  const { query } = request;
  const resourceVersion = revisionIn(request);
  const match = query.get('resourceVersionMatch') ?? '';
  if (match !== '') {
    if (resourceVersion === '') throw invalidMatch('resourceVersionMatch is forbidden unless resourceVersion is provided');
    if ((query.get('continue') ?? '') !== '') throw invalidMatch('resourceVersionMatch is forbidden when continue is provided');
    if (match !== 'Exact' && match !== 'NotOlderThan') {
      throw invalidOptions('ListOptions', [unsupportedValue('resourceVersionMatch', match, ['Exact', 'NotOlderThan', ''])]);
    }
    if (match === 'Exact' && resourceVersion === '0') throw invalidMatch('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  const limit = Number(query.get('limit') ?? '0');
  requireWhole(query, 'timeoutSeconds');
  if (query.has('sendInitialEvents')) throw invalidOptions('ListOptions', [forbiddenValue('sendInitialEvents', 'sendInitialEvents is forbidden for list')]);
  if (!Number.isInteger(limit)) throw badRequest(`strconv.ParseInt: parsing "${query.get('limit') ?? ''}": invalid syntax`);
  return {
    selection: selection(request, resource), limit, resourceVersion, resourceVersionMatch: match,
    continue: query.get('continue') ?? '',
  };
}

/** @throws StatusError 400 for a parameter that is no whole number */
function requireWhole(query: URLSearchParams, name: string): void {
  const text = query.get(name) ?? '0';
  if (!Number.isInteger(Number(text))) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
}

/** Options of a watch. @throws StatusError 400, 422 */
export function watchOptions(request: RequestInfo, resource: Resource): WatchOptions {
  const { query } = request;
  const wished = query.get('sendInitialEvents');
  const match = query.get('resourceVersionMatch') ?? '';
  if (wished === null && match !== '') throw invalidMatch('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
  if (wished !== null && match !== 'NotOlderThan') {
    throw invalidOptions('ListOptions', [
      forbiddenValue('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'),
      ...(match === '' ? [] : [unsupportedValue('resourceVersionMatch', match, ['NotOlderThan'])]),
    ]);
  }
  requireWhole(query, 'timeoutSeconds');
  const timeout = Number(query.get('timeoutSeconds') ?? '0');
  return {
    selection: selection(request, resource),
    resourceVersion: revisionIn(request),
    allowBookmarks: flag(query, 'allowWatchBookmarks'),
    sendInitialEvents: wished === null ? undefined : flag(query, 'sendInitialEvents'),
    timeoutSeconds: Number.isFinite(timeout) && timeout > 0 ? timeout : undefined,
  };
}

const selection = ({ query, resource: path }: RequestInfo, resource: Resource): ListOptions['selection'] =>
  selectionOf(resource, query.get('labelSelector') ?? '', query.get('fieldSelector') ?? '', path?.name === '' ? undefined : path?.name);

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
}

const OPTIONS: Readonly<Record<string, string>> = { create: 'CreateOptions', update: 'UpdateOptions', patch: 'PatchOptions' };

/** Options that all writes share. @throws StatusError 422 */
export function writeOptions(request: RequestInfo): WriteOptions {
  const { query, headers, verb } = request;
  const kind = OPTIONS[verb] ?? 'DeleteOptions';
  const dryRun = query.getAll('dryRun');
  if (dryRun.some((value) => value !== 'All')) throw invalidOptions(kind, [unsupportedValue('dryRun', dryRun, ['All'])]);
  const fieldValidation = query.get('fieldValidation') ?? 'Warn';
  if (fieldValidation !== 'Strict' && fieldValidation !== 'Warn' && fieldValidation !== 'Ignore') {
    throw invalidOptions(kind, [unsupportedValue('fieldValidation', fieldValidation, ['', 'Ignore', 'Strict', 'Warn'])]);
  }
  // Who names no manager is known by the first part of its user agent.
  const agent = (headers['user-agent'] ?? 'unknown').split('/')[0] ?? 'unknown';
  const wished = query.get('fieldManager') ?? '';
  const faults = managerFaults(wished);
  if (faults.length > 0) throw invalidOptions(kind, faults);
  const fieldManager = wished === '' ? agent.slice(0, MANAGER_LIMIT) : wished;
  return { dryRun: dryRun.length > 0, fieldManager, fieldValidation };
}

function managerFaults(manager: string): readonly FieldError[] {
  if (Buffer.byteLength(manager) > MANAGER_LIMIT) {
    return [{ path: 'fieldManager', reason: 'FieldValueTooLong', message: `Too long: may not be more than ${String(MANAGER_LIMIT)} bytes` }];
  }
  const position = [...manager].findIndex((character) => /\p{C}/u.test(character));
  const code = manager.codePointAt(position)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
  return position === -1 ? [] : [invalidValue('fieldManager', manager, `invalid character U+${code} (at position ${String(position)})`)];
}
