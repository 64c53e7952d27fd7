import { isObject, objectAt } from '../json.js';
import { zeroOf } from '../defaults.js';
import { FieldSet, fieldStep } from './field-set.js';
import { compare } from './compare.js';
import { capUpdaters, decodeOwners, encodeOwners, ownerId, seconds, withoutOwners } from './owners.js';
import type { Comparison } from './compare.js';
import type { Path } from './field-set.js';
import type { Owner, Owners } from './owners.js';
import type { JsonObject, ManagedFieldsEntry, Schema, UpdateToTrack } from '../types.js';

/** A path of field names. */
export const path = (...names: string[]): string[] => names.map(fieldStep);

/** What the server itself sets belongs to nobody. */
const serversOwn = FieldSet.of(
  path('apiVersion'), path('kind'), path('metadata'),
  ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields', 'resourceVersion']
    .map((name) => path('metadata', name)),
);
export const isServersOwn = (field: Path): boolean => serversOwn.has(field);
export const stripServersOwn = (set: FieldSet): FieldSet => set.difference(serversOwn);

const status = FieldSet.of(path('status'));
const statusApart = new WeakMap<Schema, FieldSet>();

/** The fields that a write through this subresource leaves as they are. */
export function untouched(schema: Schema, subresource: string, hasStatus: boolean): FieldSet {
  if (subresource !== 'status') return hasStatus ? status : FieldSet.empty;
  const known = statusApart.get(schema);
  if (known !== undefined) return known;
  const others = Object.keys(schema.properties ?? {}).filter((key) => key !== 'status').map((key) => path(key));
  const made = FieldSet.of(path('metadata'), path('spec'), ...others);
  statusApart.set(schema, made);
  return made;
}

/** Takes from every other owner what a write changed or removed. Owners that are left with nothing go. */
export function takeFromOthers(owners: Owners, writer: string | undefined, changes: Comparison): Map<string, Owner> {
  const taken = changes.modified.union(changes.added).union(changes.removed);
  const left = new Map<string, Owner>();
  for (const [id, owner] of owners) {
    const set = id === writer ? owner.set : owner.set.difference(taken);
    if (!set.isEmpty) left.set(id, { ...owner, set });
  }
  return left;
}

export const limit = (changes: Comparison, outside: FieldSet): Comparison => ({
  added: changes.added.withoutTrees(outside),
  modified: changes.modified.withoutTrees(outside),
  removed: changes.removed.withoutTrees(outside),
});

export const hasStatus = (schema: Schema): boolean => schema.properties?.['status'] !== undefined;

/** The managedFields after a create, update or patch: what was changed now belongs to the writer alone. */
export function trackUpdate(write: UpdateToTrack): ManagedFieldsEntry[] {
  const owners = currentOwners(write);
  // An object without owners, once it exists, is not tracked before somebody applies to it.
  if (owners.size === 0 && write.before !== undefined) return [];
  return encodeOwners(capUpdaters(recordUpdate(write, owners)));
}

/** The owners after an update, given those before it. */
export function recordUpdate(write: UpdateToTrack, owners: Owners): Owners {
  const { schema, before, after, manager, apiVersion, subresource = '', now } = write;
  const from = before ?? { ...zeroOf(schema), apiVersion, kind: after['kind'] ?? '' };
  const outside = untouched(schema, subresource, write.hasStatus ?? hasStatus(schema));
  const changes = limit(compare(schema, withoutOwners(from), withoutOwners(after)), outside);
  const left = takeFromOthers(owners, undefined, changes);
  const set = stripServersOwn(changes.modified.union(changes.added));
  if (set.isEmpty) return left;
  const owner = { manager, operation: 'Update' as const, apiVersion, subresource };
  const id = ownerId(owner);
  left.set(id, { ...owner, time: seconds(now), set: set.union(left.get(id)?.set ?? FieldSet.empty) });
  return left;
}

/** A writer may rewrite managedFields, or wipe them with an empty list; otherwise those of the stored object go on. */
function currentOwners({ schema, before, after, subresource = '' }: UpdateToTrack): Owners {
  const stored = before === undefined ? undefined : decodeOwners(schema, before);
  if (subresource !== '') return stored ?? new Map();
  if (isReset(after)) return new Map();
  const given = decodeOwners(schema, after);
  return given === undefined || given.size === 0 ? (stored ?? new Map()) : given;
}

function isReset(object: JsonObject): boolean {
  const entries = objectAt(object, 'metadata')?.['managedFields'];
  if (!Array.isArray(entries)) return false;
  const [only] = entries;
  return entries.length === 0 || (entries.length === 1 && isObject(only) && Object.keys(only).length === 0);
}
