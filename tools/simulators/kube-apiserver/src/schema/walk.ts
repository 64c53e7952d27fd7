import { assign, isObject } from './json.js';
import type { Json, JsonObject, Schema } from './types.js';

/** The schema of a field: a property, else the values of a map, else none. */
export function fieldSchema(schema: Schema, key: string): Schema | undefined {
  const properties = schema.properties;
  if (properties !== undefined && Object.hasOwn(properties, key)) return properties[key];
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** Whether fields that the schema does not name are kept. */
export const keepsUnknown = (schema: Schema): boolean =>
  schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;

/** The path of a field, in the form of a Status cause. */
export const child = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** Maps every field; gives back the same object when no field changed. */
export function mapFields(object: JsonObject, change: (key: string, value: Json) => Json | undefined): JsonObject {
  let changed = false;
  const out: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    const next = change(key, value);
    changed ||= next !== value;
    if (next !== undefined) assign(out, key, next);
  }
  return changed ? out : object;
}

/** Maps every item; gives back the same list when no item changed. */
export function mapItems(list: Json[], change: (item: Json, index: number) => Json): Json[] {
  const next = list.map(change);
  return next.every((item, i) => item === list[i]) ? list : next;
}

/** The object itself or an empty one, for walks that go on where nothing is. */
export const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
