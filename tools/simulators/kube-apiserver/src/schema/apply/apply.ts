import { equal, isObject, objectAt, textOr } from '../json.js';
import { FieldSet, fieldStep } from './field-set.js';
import { compare } from './compare.js';
import { conflictsWith, describeConflicts } from './conflicts.js';
import { fieldsMentioned, removeFields, withNamedParents } from './extract.js';
import { ownedByLastApplied, refreshLastApplied, upgradesClientSideApply } from './last-applied.js';
import { mergeApplied } from './merge.js';
import { decodeOwners, ownerId, seconds, withOwners, withoutOwners } from './owners.js';
import { faultsOf } from './typed.js';
import { hasStatus, isServersOwn, limit, path, recordUpdate, stripServersOwn, takeFromOthers, untouched } from './update.js';
import type { Conflict } from './conflicts.js';
import type { Owner, Owners } from './owners.js';
import type { ApplyOutcome, ApplyRequest, Json, JsonObject, Schema } from '../types.js';

/**
 * Server-side apply: merges a configuration into the stored object, and records that its fields now belong to the manager.
 *
 * Fields that the manager applied before and no longer sends go, unless somebody else owns them. Fields that somebody else owns with
 * another value are conflicts, or change hands with `force`. Defaults are the caller's business afterwards, as is checking metadata
 * that cannot change (uid, resourceVersion): the configuration's values are in the result.
 */
export function applyPatch(request: ApplyRequest): ApplyOutcome {
  const { schema, live, applied, apiVersion } = request;
  if (applied['apiVersion'] !== apiVersion) {
    const given = textOr(applied['apiVersion'], '');
    return { invalid: `Incorrect version specified in apply patch. Specified patch version: ${given}, expected: ${apiVersion}`, code: 400 };
  }
  if ((objectAt(applied, 'metadata')?.['managedFields'] ?? null) !== null) return { invalid: 'metadata.managedFields must be nil', code: 400 };
  const faults = faultsOf(schema, applied);
  if (faults.length > 0) return { invalid: `failed to create typed patch object (${nameOf(applied)}): ${faultText(faults)}`, code: 500 };
  const owners = live === undefined ? new Map<string, Owner>() : decodeOwners(schema, live);
  if (owners === undefined) return { invalid: 'failed to decode managed fields', code: 500 };
  return settle(request, owners);
}

function nameOf(object: JsonObject): string {
  const metadata = objectAt(object, 'metadata') ?? {};
  const name = `${textOr(metadata['namespace'], '')}/${textOr(metadata['name'], '')}`;
  const apiVersion = textOr(object['apiVersion'], '');
  return `${name}; ${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=${textOr(object['kind'], '')}`;
}

const faultText = (faults: string[]): string =>
  (faults.length === 1 ? (faults[0] ?? '') : `errors:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);

function settle(request: ApplyRequest, decoded: Owners): ApplyOutcome {
  const { live, applied, manager } = request;
  const stored = live === undefined ? {} : withoutOwners(live);
  // What was there before anybody was recorded belongs to somebody without a name, so that applying cannot silently take it.
  const owners = decoded.size === 0 && live !== undefined
    ? recordUpdate({ ...request, after: stored, manager: 'before-first-apply' }, decoded)
    : decoded;
  const outcome = merge(request, stored, owners);
  if ('conflicts' in outcome) return { conflicts: describeConflicts(outcome.conflicts) };
  const object = upgradesClientSideApply(manager) ? refreshLastApplied(outcome.object, applied) : outcome.object;
  const result = withOwners(object, outcome.owners);
  return { object: live === undefined ? result : unlessOnlyTimesDiffer(live, result) };
}

type Merged = { readonly conflicts: Conflict[] } | { readonly object: JsonObject; readonly owners: Owners };

function merge(request: ApplyRequest, stored: JsonObject, owners: Owners): Merged {
  const { schema, applied, manager, apiVersion, now, subresource = '' } = request;
  const outside = untouched(schema, subresource, request.hasStatus ?? hasStatus(schema));
  const identity = { manager, operation: 'Apply' as const, apiVersion, subresource };
  const id = ownerId(identity);
  const last = owners.get(id);
  const set = fieldsMentioned(schema, applied).withoutTrees(outside);
  const mine: Owner = { ...identity, ...(last?.time === undefined ? {} : { time: last.time }), set };
  const next = new Map(owners).set(id, mine);
  const merged = restore(mergeApplied(schema, stored, applied), stored, outside);
  const object = last === undefined || last.set.isEmpty ? merged : dropAbandoned(schema, merged, last.set, next);
  const changes = limit(compare(schema, stored, object), outside);
  const conflicts = conflictsWith(next, id, changes.modified.union(changes.added));
  const disputed = request.force ? [] : undisputable(request, stored, conflicts);
  if (disputed.length > 0) return { conflicts: disputed };
  const left = takeFromOthers(next, id, changes);
  const kept = stripServersOwn(set);
  left.delete(id);
  // The time is that of the last apply that changed the object, not of the last apply.
  if (!kept.isEmpty) left.set(id, { ...mine, set: kept, ...(equal(stored, object) ? {} : { time: seconds(now) }) });
  return { object, owners: left };
}

/** The conflicts that remain when kubectl takes over from its own client-side apply; all of it is taken over or nothing. */
function undisputable(request: ApplyRequest, stored: JsonObject, conflicts: Conflict[]): Conflict[] {
  if (conflicts.length === 0 || !upgradesClientSideApply(request.manager)) return conflicts;
  const own = ownedByLastApplied(request.schema, stored, request.apiVersion);
  return conflicts.filter(({ path }) => !own.has(path));
}

/** Puts back what this subresource may not write, and what generated manifests carry as `creationTimestamp: null` and the like. */
function restore(merged: JsonObject, stored: JsonObject, outside: FieldSet): JsonObject {
  const kept = Object.entries(merged).filter(([key]) => !outside.members.has(fieldStep(key)));
  const back = Object.entries(stored).filter(([key]) => outside.members.has(fieldStep(key)));
  const object = { ...Object.fromEntries(kept), ...Object.fromEntries(back) };
  const [metadata, before] = [objectAt(object, 'metadata'), objectAt(stored, 'metadata') ?? {}];
  if (metadata === undefined) return object;
  const known = Object.entries(metadata).map(([key, value]): [string, Json] => [key, isServersOwn(path('metadata', key)) ? (value ?? before[key] ?? null) : value]);
  return { ...object, metadata: Object.fromEntries(known) };
}

/** Removes what the manager owned before and does not mention any more, except for what another owner still owns. */
function dropAbandoned(schema: Schema, merged: JsonObject, last: FieldSet, owners: Owners): JsonObject {
  const named = (set: FieldSet): FieldSet => withNamedParents(schema, set);
  const mentioned = named(fieldsMentioned(schema, merged));
  const pruned = removeFields(schema, merged, named(last));
  const owned = [...owners.values()].reduce((all, owner) => all.union(owner.set), FieldSet.empty);
  const left = named(fieldsMentioned(schema, pruned)).union(named(owned));
  const withOwned = removeFields(schema, merged, mentioned.difference(left));
  // Below an owned parent there may be fields that nobody owns and that were not the manager's: they stay.
  const gone = mentioned.difference(named(fieldsMentioned(schema, withOwned)));
  return removeFields(schema, merged, gone.intersection(named(last)));
}

/** The stored object if nothing but the times of owners would change: a write that says nothing new is no write. */
export function unlessOnlyTimesDiffer(stored: JsonObject, next: JsonObject): JsonObject {
  return equal(timeless(stored), timeless(next)) ? stored : next;
}

function timeless(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const entries = metadata?.['managedFields'];
  if (!Array.isArray(entries)) return object;
  const bare = entries.map((entry) => {
    if (!isObject(entry)) return entry;
    const { time, ...rest } = entry;
    return rest;
  });
  return { ...object, metadata: { ...metadata, managedFields: bare } };
}
