import type { StatusError } from '../machinery/status-error.js';
import { expired, badRequest } from '../machinery/status-error.js';
import type { ApiObject } from '../machinery/object.js';
import { show } from '../registry/resource.js';
import type { Resource } from '../registry/resource.js';
import { keyOf } from '../storage/collection.js';
import type { Core } from './context.js';
import { decodeToken, encodeToken } from './continue-token.js';
import type { Selection } from './selection.js';

/** `metav1.ListOptions` of a list, read and checked. */
export interface ListOptions {
  readonly selection: Selection;
  readonly limit: number;
  readonly continue: string;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
}

export interface ListPage {
  readonly items: readonly ApiObject[];
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

const TOO_OLD_TO_CONTINUE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue ' +
  'parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token ' +
  'results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and ' +
  'now may show up in the list.';

/** One page of a list. All pages of a list show the same revision. @throws StatusError 410 when that is compacted */
export function list(core: Core, resource: Resource, namespace: string | undefined, options: ListOptions): ListPage {
  const token = options.continue === '' ? undefined : decodeToken(options.continue);
  const revision = revisionOf(core, options, token?.revision);
  const stored = core.storage.listAt(resource.collection, revision, namespace);
  const start = token === undefined ? 0 : firstAfter(stored, token.after);
  const { items, next } = page(resource, stored, start, options);
  if (next === undefined || next >= stored.length) return { items, resourceVersion: String(revision) };
  const last = stored[next - 1];
  return {
    items, resourceVersion: String(revision),
    continue: encodeToken({ revision, after: keyOf(last?.metadata.namespace, last?.metadata.name ?? '') }),
    ...(options.selection.everything ? { remainingItemCount: stored.length - next } : {}),
  };
}

interface Page {
  readonly items: readonly ApiObject[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: number;
}

function page(resource: Resource, stored: readonly ApiObject[], start: number, options: ListOptions): Page {
  const items: ApiObject[] = [];
  for (let index = start; index < stored.length; index += 1) {
    const object = stored[index];
    if (object === undefined || !options.selection.matches(object)) continue;
    items.push(show(resource, object));
    if (options.limit > 0 && items.length === options.limit) return { items, next: index + 1 };
  }
  return { items };
}

function firstAfter(stored: readonly ApiObject[], key: string): number {
  const index = stored.findIndex(({ metadata }) => keyOf(metadata.namespace, metadata.name) > key);
  return index === -1 ? stored.length : index;
}

function revisionOf(core: Core, options: ListOptions, continued: number | undefined): number {
  const { revision, compacted } = core.storage;
  if (continued !== undefined) {
    if (options.resourceVersion !== '' && options.resourceVersion !== '0') {
      throw badRequest('specifying resource version is not allowed when using continue');
    }
    if (continued < compacted) throw tooOldToContinue(core, options);
    return continued;
  }
  if (options.resourceVersionMatch !== 'Exact') return revision;
  const exact = Number(options.resourceVersion);
  if (exact < compacted) throw expired('The resourceVersion for the provided list is too old.');
  return exact;
}

/** Says with which token the rest can be had all the same, at the revision of now. */
function tooOldToContinue(core: Core, options: ListOptions): StatusError {
  const error = expired(TOO_OLD_TO_CONTINUE);
  const { after } = decodeToken(options.continue);
  const status = { ...error.status, metadata: { continue: encodeToken({ revision: core.storage.revision, after }) } };
  return Object.assign(error, { status });
}
