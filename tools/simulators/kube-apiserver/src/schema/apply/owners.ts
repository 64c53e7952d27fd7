import { isObject, objectAt } from '../json.js';
import { underSchema } from './extract.js';
import { FieldSet } from './field-set.js';
import type { Json, JsonObject, ManagedFieldsEntry, Schema } from '../types.js';

/** One manager with one operation at one version, and the fields that it has set. */
export interface Owner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time?: string;
  readonly set: FieldSet;
}

export type Owners = ReadonlyMap<string, Owner>;

/** Who an owner is: one who applies stays the same across versions, one who updates does not. */
export const ownerId = (owner: Omit<Owner, 'set' | 'time'>): string =>
  JSON.stringify([owner.manager, owner.operation, owner.operation === 'Apply' ? '' : owner.apiVersion, owner.subresource]);

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** The owners of an object, as its schema divides it now; undefined when its managedFields cannot be read. */
export function decodeOwners(schema: Schema, object: JsonObject): Owners | undefined {
  const entries = objectAt(object, 'metadata')?.['managedFields'] ?? [];
  if (!Array.isArray(entries)) return undefined;
  const owners = new Map<string, Owner>();
  for (const entry of entries) {
    const owner = decodeOwner(entry);
    if (owner === undefined) return undefined;
    owners.set(ownerId(owner), { ...owner, set: underSchema(schema, owner.set) });
  }
  return owners;
}

function decodeOwner(entry: Json): Owner | undefined {
  if (!isObject(entry)) return undefined;
  const { operation, time, fieldsV1, fieldsType } = entry;
  const apiVersion = text(entry['apiVersion']);
  if ((operation !== 'Apply' && operation !== 'Update') || apiVersion === '' || fieldsType !== 'FieldsV1') return undefined;
  try {
    return {
      manager: text(entry['manager']), operation, apiVersion, subresource: text(entry['subresource']),
      ...(typeof time === 'string' ? { time } : {}), set: FieldSet.parse(isObject(fieldsV1) ? fieldsV1 : {}),
    };
  } catch {
    return undefined;
  }
}

/** Writes the owners in the order of the API server: Apply first, then by time, then by name. */
export function encodeOwners(owners: Owners): ManagedFieldsEntry[] {
  return [...owners.values()].sort(compareOwners).map((owner) => ({
    ...(owner.manager === '' ? {} : { manager: owner.manager }),
    operation: owner.operation,
    apiVersion: owner.apiVersion,
    ...(owner.time === undefined ? {} : { time: owner.time }),
    fieldsType: 'FieldsV1',
    fieldsV1: owner.set.toJson(),
    ...(owner.subresource === '' ? {} : { subresource: owner.subresource }),
  }));
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const compareOwners = (a: Owner, b: Owner): number =>
  byText(a.operation, b.operation) || secondsOf(a) - secondsOf(b) || byText(a.manager, b.manager) || byText(a.apiVersion, b.apiVersion) ||
  byText(a.subresource, b.subresource);

const secondsOf = (owner: Owner): number => (owner.time === undefined ? 0 : Math.floor(Date.parse(owner.time) / 1000));

/** A time as the API server writes it: whole seconds. */
export const seconds = (now: Date): string => `${now.toISOString().slice(0, 19)}Z`;

/** The object with these owners; without the field when there are none. */
export function withOwners(object: JsonObject, owners: Owners): JsonObject {
  const { managedFields, ...metadata } = objectAt(object, 'metadata') ?? {};
  const entries = encodeOwners(owners) as unknown as Json[];
  return { ...object, metadata: entries.length === 0 ? metadata : { ...metadata, managedFields: entries } };
}

/** The object as it is compared and merged: managedFields do not manage themselves. */
export function withoutOwners(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  if (metadata === undefined || !Object.hasOwn(metadata, 'managedFields')) return object;
  const { managedFields, ...rest } = metadata;
  return { ...object, metadata: rest };
}

const ancient = 'ancient-changes';
const maxUpdaters = 10;

/** Puts the oldest updaters of a version together, so that an object written by ever new names does not grow without end. */
export function capUpdaters(owners: Owners): Owners {
  const updaters = [...owners].filter(([, owner]) => owner.operation === 'Update')
    .sort(([idA, a], [idB, b]) => secondsOf(a) - secondsOf(b) || byText(idA, idB));
  const capped = new Map(owners);
  const first = new Map<string, string>();
  let count = updaters.length;
  for (const [id, owner] of updaters) {
    if (count <= maxUpdaters) break;
    const bucket: Omit<Owner, 'set'> = { manager: ancient, operation: 'Update', apiVersion: owner.apiVersion, subresource: '' };
    const bucketId = ownerId(bucket);
    const firstId = first.get(owner.apiVersion);
    if (firstId === undefined) {
      first.set(owner.apiVersion, id);
      continue;
    }
    const held = capped.get(bucketId) ?? capped.get(firstId);
    capped.delete(firstId);
    capped.delete(id);
    const set = owner.set.union(held?.set ?? FieldSet.empty);
    capped.set(bucketId, { ...bucket, ...(owner.time === undefined ? {} : { time: owner.time }), set });
    count -= 1;
  }
  return capped;
}
