import { canonical, isObject } from '../json.js';
import { duplicate } from './errors.js';
import type { FieldError, Json, JsonObject, Schema } from '../types.js';

/** The values of a list item's key fields; a key field that is not set counts with its default. */
export function keysOf(schema: Schema, item: Json): JsonObject | undefined {
  if (!isObject(item)) return undefined;
  const keys: JsonObject = {};
  for (const name of schema['x-kubernetes-list-map-keys'] ?? []) {
    const value = item[name] ?? schema.items?.properties?.[name]?.default;
    if (value !== undefined) keys[name] = value;
  }
  return keys;
}

/** Where the old list has the item with the same key; undefined when items cannot be told apart by a key. */
export function correlate(schema: Schema, old: Json | undefined): ((item: Json) => Json | undefined) | undefined {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old)) return undefined;
  const byKey = new Map(old.map((item) => [canonical(keysOf(schema, item) ?? {}), item]));
  return (item) => byKey.get(canonical(keysOf(schema, item) ?? {}));
}

/** The duplicates of a set, or of a list of objects with keys. */
export function checkUnique(schema: Schema, list: Json[], path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  for (const [i, item] of list.entries()) {
    const key: Json = type === 'map' ? (keysOf(schema, item) ?? {}) : item;
    const text = canonical(key);
    if (seen.has(text)) errors.push(duplicate(`${path}[${String(i)}]`, key));
    seen.add(text);
  }
  return errors;
}
