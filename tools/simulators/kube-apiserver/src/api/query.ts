import { forbiddenValue, invalid, unsupportedValue } from '../machinery/invalid.js';
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
  if (!Number.isInteger(limit) || limit < 0) throw badRequest(`strconv.ParseInt: parsing "${query.get('limit') ?? ''}": invalid syntax`);
  return {
    selection: selection(request, resource), limit, resourceVersion, resourceVersionMatch: match,
    continue: query.get('continue') ?? '',
  };
}

/** Options of a watch. @throws StatusError 400, 422 */
export function watchOptions(request: RequestInfo, resource: Resource): WatchOptions {
  const { query } = request;
  const wished = query.get('sendInitialEvents');
  const match = query.get('resourceVersionMatch') ?? '';
  if (wished === null && match !== '') throw invalidMatch('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
  if (wished !== null && match !== 'NotOlderThan') {
    throw invalidMatch('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  }
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
  const fieldManager = (query.get('fieldManager') ?? agent).slice(0, MANAGER_LIMIT);
  return { dryRun: dryRun.length > 0, fieldManager, fieldValidation };
}
