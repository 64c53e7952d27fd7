import { isObject } from './json.js';
import { child, fieldSchema, keepsUnknown, mapFields, mapItems } from './walk.js';
import type { Json, Schema } from './types.js';

/** What is left of a value, and the paths of the fields that its schema does not know. */
export interface Pruned<T extends Json = Json> {
  readonly value: T;
  readonly pruned: string[];
}

const embeddedFields = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * Drops every field that the schema does not know. The value itself is untouched: parts that keep all of their fields are shared with the
 * result, which is the very value when nothing was dropped.
 */
export function prune<T extends Json>(schema: Schema, value: T): Pruned<T> {
  const pruned: string[] = [];
  return { value: walk(schema, value, '', pruned) as T, pruned };
}

function walk(schema: Schema, value: Json, path: string, pruned: string[]): Json {
  if (Array.isArray(value)) {
    const items = schema.items;
    return items === undefined ? value : mapItems(value, (item, i) => walk(items, item, `${path}[${String(i)}]`, pruned));
  }
  if (!isObject(value)) return value;
  const open = keepsUnknown(schema) || schema['x-kubernetes-int-or-string'] === true || (schema.type ?? 'object') !== 'object';
  return mapFields(value, (key, field) => {
    const of = fieldSchema(schema, key);
    if (of !== undefined) return walk(of, field, child(path, key), pruned);
    if (open || (schema['x-kubernetes-embedded-resource'] === true && embeddedFields.has(key))) return field;
    pruned.push(child(path, key));
    return undefined;
  });
}
