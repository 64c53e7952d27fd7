import { isObject } from '../json.js';
import { fieldSchema, keepsUnknown } from '../walk.js';
import { keysOf } from '../validate/lists.js';
import { keyStep, valueStep } from './field-set.js';
import type { Step } from './field-set.js';
import type { Json, JsonObject, Schema } from '../types.js';

/** How a value is merged and owned. Where the schema says nothing, the value itself decides: maps by key, lists as a whole. */
export type Shape =
  | { readonly kind: 'scalar' }
  | { readonly kind: 'list'; readonly atomic: boolean; readonly schema: Schema }
  | { readonly kind: 'map'; readonly atomic: boolean; readonly schema: Schema };

/** Stands for everything below a field that the schema leaves open. */
const open: Schema = { 'x-kubernetes-preserve-unknown-fields': true };
const scalar: Shape = { kind: 'scalar' };

export function shapeOf(schema: Schema, value: Json | undefined): Shape {
  switch (schema.type) {
    case 'object':
      return { kind: 'map', atomic: schema['x-kubernetes-map-type'] === 'atomic', schema };
    case 'array':
      return { kind: 'list', atomic: !isAssociative(schema), schema };
    case undefined:
      return isScalarOnly(schema) ? scalar : deduced(value);
    default:
      return scalar;
  }
}

const isAssociative = (schema: Schema): boolean => {
  const type = schema['x-kubernetes-list-type'];
  return type === 'set' || type === 'map';
};

/** Integers or strings, and quantities, have no type of their own. */
const isScalarOnly = (schema: Schema): boolean =>
  schema['x-kubernetes-int-or-string'] === true || (schema.anyOf !== undefined && schema['x-kubernetes-preserve-unknown-fields'] !== true);

function deduced(value: Json | undefined): Shape {
  if (Array.isArray(value)) return { kind: 'list', atomic: true, schema: open };
  return isObject(value) || value === null ? { kind: 'map', atomic: false, schema: open } : scalar;
}

/** The schema of a field of a map. */
export const schemaOfField = (schema: Schema, key: string): Schema => fieldSchema(schema, key) ?? open;
export const schemaOfItem = (schema: Schema): Schema => schema.items ?? open;

/** Whether a field is a named one, not a key that a user chose. */
export const isNamed = (schema: Schema, key: string): boolean => schema.properties !== undefined && Object.hasOwn(schema.properties, key);

/** Whether an applied configuration may have the field at all. */
export const isDeclared = (schema: Schema, key: string): boolean =>
  fieldSchema(schema, key) !== undefined || keepsUnknown(schema)
  || (schema.properties === undefined && schema.additionalProperties === undefined);

/** The step to an item of an associative list; undefined when the item has none of its keys. */
export function itemStep(schema: Schema, item: Json): Step | undefined {
  if (schema['x-kubernetes-list-type'] === 'set') return typeof item === 'object' ? undefined : valueStep(item);
  const keys = keysOf(schema, item);
  return keys === undefined || Object.keys(keys).length === 0 ? undefined : keyStep(keys);
}

export const fieldsOf = (value: Json | undefined): JsonObject | undefined => (isObject(value) ? value : undefined);
export const itemsOf = (value: Json | undefined): Json[] | undefined => (Array.isArray(value) ? value : undefined);

/** Whether there is nothing below: then null and empty are told apart by treating both as leaves. */
export const isBare = (value: Json | undefined): boolean =>
  Array.isArray(value) ? value.length === 0 : !isObject(value) || Object.keys(value).length === 0;

/** The items of an associative list by their steps; items without a step are left out. */
export function indexItems(schema: Schema, list: Json[]): Map<Step, Json[]> {
  const index = new Map<Step, Json[]>();
  for (const item of list) {
    const step = itemStep(schema, item);
    if (step === undefined) continue;
    const known = index.get(step);
    if (known === undefined) index.set(step, [item]);
    else known.push(item);
  }
  return index;
}
