import { equal, isObject } from '../json.js';
import { child, fieldSchema } from '../walk.js';
import { checkRules } from './rules.js';
import { invalid, notSupported, required, tooMany, wrongType } from './errors.js';
import { checkNumber, checkString } from './scalar.js';
import { checkUnique, correlate } from './lists.js';
import type { FieldError, Json, JsonObject, Schema } from '../types.js';

/**
 * Everything that is wrong with a value: its shape first, and only if that is right, the CEL rules. With `old`, faults of parts that did
 * not change are forgiven, so that an object from before a rule can still be updated.
 */
export function validate(schema: Schema, value: Json, old?: Json): FieldError[] {
  const errors = checkShape(schema, value, old, '');
  return errors.length > 0 ? errors : checkRules(schema, value, old);
}

/** The faults of a value's shape: types, required fields, bounds, formats. */
export function checkShape(schema: Schema, value: Json, old: Json | undefined, path: string): FieldError[] {
  if (old !== undefined && equal(value, old)) return [];
  if (value === null && schema.nullable === true) return [];
  const mistyped = checkType(schema, value, path);
  if (mistyped !== undefined) return [mistyped];
  return [...checkValue(schema, value, old, path), ...checkEnum(schema, value, path), ...checkLogic(schema, value, path)];
}

function checkValue(schema: Schema, value: Json, old: Json | undefined, path: string): FieldError[] {
  if (typeof value === 'string') return checkString(schema, value, path);
  if (typeof value === 'number') return checkNumber(schema, value, path);
  if (Array.isArray(value)) return checkList(schema, value, old, path);
  return isObject(value) ? checkObject(schema, value, old, path) : [];
}

function checkType(schema: Schema, value: Json, path: string): FieldError | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return Number.isInteger(value) || typeof value === 'string' ? undefined : wrongType(path, value, 'integer,string');
  }
  const expected = schema.type;
  return expected === undefined || isOfType(expected, value) ? undefined : wrongType(path, value, expected);
}

function isOfType(type: NonNullable<Schema['type']>, value: Json): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

const checkEnum = (schema: Schema, value: Json, path: string): FieldError[] =>
  schema.enum === undefined || schema.enum.some((allowed) => equal(allowed, value)) ? [] : [notSupported(path, value, schema.enum)];

function checkList(schema: Schema, list: Json[], old: Json | undefined, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.maxItems !== undefined && list.length > schema.maxItems) errors.push(tooMany(path, list.length, schema.maxItems));
  if (schema.minItems !== undefined && list.length < schema.minItems) {
    errors.push(invalid(path, list.length, `${path} in body should have at least ${String(schema.minItems)} items`));
  }
  const items = schema.items;
  if (items !== undefined) {
    const before = correlate(schema, old);
    errors.push(...list.flatMap((item, i) => checkShape(items, item, before?.(item), `${path}[${String(i)}]`)));
  }
  return [...errors, ...checkUnique(schema, list, path)];
}

function checkObject(schema: Schema, object: JsonObject, old: Json | undefined, path: string): FieldError[] {
  const errors = (schema.required ?? []).filter((key) => !Object.hasOwn(object, key)).map((key) => required(child(path, key)));
  const size = Object.keys(object).length;
  if (schema.maxProperties !== undefined && size > schema.maxProperties) errors.push(tooMany(path, size, schema.maxProperties));
  if (schema.minProperties !== undefined && size < schema.minProperties) {
    errors.push(invalid(path, size, `${path} in body should have at least ${String(schema.minProperties)} properties`));
  }
  const before = isObject(old) ? old : {};
  for (const [key, field] of Object.entries(object)) {
    const of = fieldSchema(schema, key);
    if (of !== undefined) errors.push(...checkShape(of, field, before[key], child(path, key)));
  }
  return errors;
}

/** The value validations that combine others. Their parts carry no structure of their own, so nothing is correlated below them. */
function checkLogic(schema: Schema, value: Json, path: string): FieldError[] {
  const holds = (part: Schema): boolean => checkShape(part, value, undefined, path).length === 0;
  const say = (detail: string): FieldError => invalid(path, value, `${path === '' ? '<nil>' : path} in body ${detail}`);
  const errors: FieldError[] = (schema.allOf ?? []).flatMap((part) => checkShape(part, value, undefined, path));
  if (schema.anyOf !== undefined && !schema.anyOf.some(holds)) errors.push(say('must validate at least one schema (anyOf)'));
  if (schema.oneOf !== undefined) {
    const count = schema.oneOf.filter(holds).length;
    if (count !== 1) {
      errors.push(say(`must validate one and only one schema (oneOf). ${count === 0 ? 'Found none valid' : `Found ${String(count)} valid alternatives`}`));
    }
  }
  if (schema.not !== undefined && holds(schema.not)) errors.push(say('must not validate the schema (not)'));
  return errors;
}
