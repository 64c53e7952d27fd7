import { toError, readLocalizedFault } from '../errors/fault-mapping.js';
import { NotAuthenticatedError } from '../errors/faults.js';
import type { MoRef } from '../moref.js';
import type { Session, SessionEpoch } from '../session/session.js';
import { anyElement, many, maybe, one, record, reference, string } from '../xml/decode.js';
import type { XmlElement } from '../xml/element.js';
import { vim, type FieldsOf, type VimObject } from '../xml/encode.js';
import type { VimType } from '../xml/vim-types.js';

/** Property paths to read, per managed object type. */
export type PropertyPaths = Readonly<Record<string, readonly string[]>>;

/** One object with the properties that it has; unset ones and those that may not be read are absent. */
export interface ObjectProperties {
  readonly ref: MoRef;
  readonly values: ReadonlyMap<string, XmlElement>;
}

/** Where a retrieval starts and along which references it goes on; without `select` only the objects themselves. */
export interface RetrieveSpec {
  readonly from: readonly MoRef[];
  readonly paths: PropertyPaths;
  readonly select?: readonly VimObject[];
  /** Whether the starting objects are reported too; they are when there is nothing to select. */
  readonly includeStart?: boolean;
  readonly signal?: AbortSignal | undefined;
}

const objectContent = record({
  obj: one(reference),
  propSet: many(record({ name: one(string), val: one(anyElement) })),
  missingSet: many(record({ path: one(string), fault: one(anyElement) })),
});

const retrieveResponse = record({
  returnval: maybe(record({ token: maybe(string), objects: many(objectContent) })),
});

/** Reads properties of objects, following pages. One round trip unless there are more objects than vCenter puts on a page. */
export async function retrieve(session: Session, spec: RetrieveSpec): Promise<ObjectProperties[]> {
  if (spec.from.length === 0) return [];
  const specSet = filterSpec(spec);
  const result: ObjectProperties[] = [];
  let token: string | undefined;
  do {
    const page = await session.read((epoch) => retrievePage(session, epoch, specSet, token, spec.signal), spec.signal);
    result.push(...page.objects);
    token = page.token;
  } while (token !== undefined);
  return result;
}

export function filterSpec({ from, paths, select, includeStart }: RetrieveSpec): VimObject {
  return vim('PropertyFilterSpec', {
    propSet: Object.entries(paths).map(([type, pathSet]) => vim('PropertySpec', { type, all: false, pathSet })),
    objectSet: from.map((obj) =>
      vim('ObjectSpec', { obj, skip: select !== undefined && includeStart !== true, selectSet: select ?? undefined }),
    ),
  });
}

interface Page {
  readonly objects: readonly ObjectProperties[];
  readonly token: string | undefined;
}

async function retrievePage(
  session: Session,
  { content }: SessionEpoch,
  specSet: VimObject,
  token: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Page> {
  const method: VimType = token === undefined ? 'RetrievePropertiesEx' : 'ContinueRetrievePropertiesEx';
  const options = { signal };
  const _this = content.propertyCollector;
  const response =
    token === undefined
      ? await session.soap.call('urn:vim25', 'RetrievePropertiesEx', { _this, specSet, options: vim('RetrieveOptions', {}) }, options)
      : await session.soap.call('urn:vim25', 'ContinueRetrievePropertiesEx', { _this, token }, options);
  const { returnval } = session.soap.parse(retrieveResponse, response, method);
  const objects = returnval?.objects ?? [];
  for (const { missingSet } of objects) refuseUnauthenticated(missingSet, session.soap.server, method);
  return {
    token: returnval?.token,
    objects: objects.map(({ obj, propSet }) => ({ ref: obj, values: new Map(propSet.map(({ name, val }) => [name, val])) })),
  };
}

/** Without a session, vCenter answers a property read with success and says only per property that nobody is logged in. */
function refuseUnauthenticated(missing: readonly { readonly fault: XmlElement }[], server: string, method: string): void {
  for (const { fault } of missing) {
    const read = readLocalizedFault(fault);
    if (read.type !== 'NotAuthenticated') continue;
    const error = toError(read, { server, method });
    throw error instanceof NotAuthenticatedError ? error : new NotAuthenticatedError(error.message, { server, method });
  }
}

/** A step from objects of a type along one of their reference properties. */
export const step = (fields: FieldsOf<'TraversalSpec'>): VimObject<'TraversalSpec'> => vim('TraversalSpec', { skip: false, ...fields });

/** Refers to a named step that is defined elsewhere in the same specification, so that steps can recurse. */
export const again = (name: string): VimObject<'SelectionSpec'> => vim('SelectionSpec', { name });
