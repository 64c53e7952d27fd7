import { assign, clone, isObject } from './json.js';
import { canonicalQuantity } from './quantity.js';
import { fieldSchema, mapFields, mapItems } from './walk.js';
import type { Json, JsonObject, Schema } from './types.js';

export interface DefaultOptions {
  /** Leaves a null that the schema does not allow for validation to find, as the API server does for custom resources on apply. */
  readonly keepNulls?: boolean;
}

/**
 * Fills in the defaults of a schema, those of a default's own fields too. A null that the schema does not allow counts as absent.
 * Built-in kinds lose empty maps and lists, and quantities get their one spelling, as when they pass through a typed server.
 * The value itself is untouched; the result is the very value when nothing was missing.
 */
export function applyDefaults<T extends Json>(schema: Schema, value: T, { keepNulls = false }: DefaultOptions = {}): T {
  return walk(schema, value, keepNulls) as T;
}

function walk(schema: Schema, value: Json, keepNulls: boolean): Json {
  if (Array.isArray(value)) {
    const items = schema.items;
    return items === undefined ? value : mapItems(value, (item) => walk(items, item, keepNulls));
  }
  if (isObject(value)) return walkObject(schema, value, keepNulls);
  return isQuantity(schema) && (typeof value === 'string' || typeof value === 'number') ? canonicalQuantity(value) : value;
}

function walkObject(schema: Schema, value: JsonObject, keep: boolean): JsonObject {
  // Metadata is typed for every kind: a null there is never kept.
  const keepNulls = keep && schema['x-model']?.endsWith('.ObjectMeta') !== true;
  const missing = Object.entries(schema.properties ?? {}).filter(([key, of]) => defaultOf(of) !== undefined && isMissing(of, value, key));
  const present = missing.length === 0 ? value : { ...value };
  for (const [key, of] of missing) assign(present, key, clone(defaultOf(of) ?? null));
  return mapFields(present, (key, field) => {
    const of = fieldSchema(schema, key);
    if (of === undefined) return field;
    if (of['x-omit-empty'] === true && isEmpty(field)) return undefined;
    // Dropping such a null is what makes `field: null` in a manifest mean "not set".
    return field === null && forbidsNull(of) && !keepNulls ? (of['x-zero'] ?? undefined) : walk(of, field, keepNulls);
  });
}

/** What is always serialized reads as its zero value; a list that is always serialized stays away until it is set. */
const defaultOf = (of: Schema): Json | undefined => of.default ?? of['x-zero'] ?? (of.nullable === true && of['x-zero'] === null ? null : undefined);

const isQuantity = (schema: Schema): boolean => schema['x-model']?.endsWith('.Quantity') === true;

const isEmpty = (field: Json): boolean => (Array.isArray(field) ? field.length === 0 : isObject(field) && Object.keys(field).length === 0);

const isMissing = (of: Schema, value: JsonObject, key: string): boolean =>
  !Object.hasOwn(value, key) || (value[key] === null && of.nullable !== true);

const forbidsNull = (of: Schema): boolean => of.nullable !== true && of.type !== undefined;

/** What an object of this schema holds before anybody has set anything: the value that a create is compared with. */
export function zeroOf(schema: Schema): JsonObject {
  const zero: JsonObject = {};
  for (const [key, of] of Object.entries(schema.properties ?? {})) {
    const value = of['x-zero'];
    if (value !== undefined) zero[key] = isObject(value) ? zeroOf(of) : value;
  }
  return zero;
}
