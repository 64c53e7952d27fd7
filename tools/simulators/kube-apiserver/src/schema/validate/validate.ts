import { equal, isObject } from '../json.js';
import { child, fieldSchema } from '../walk.js';
import { checkRules } from './rules.js';
import { invalid, notSupported, required, tooMany, unplaced, wrongType } from './errors.js';
import { checkNumber, checkString } from './scalar.js';
import { checkUnique, correlate } from './lists.js';
import type { FieldError, Json, JsonObject, Schema } from '../types.js';

/**
 * Everything that is wrong with a value: its shape first, and only if that is right, the CEL rules. With `old`, faults of parts that did
 * not change are forgiven, so that an object from before a rule can still be updated.
 */
export function validate(schema: Schema, value: Json, old?: Json): FieldError[] {
  const errors = checkShape(schema, value, old, '');
  return errors.length > 0 ? errors : checkRules(schema, value, old).map((error) => ({ ...error, byRule: true }));
}

/** The faults of a value's shape: types, required fields, bounds, formats. */
export function checkShape(schema: Schema, value: Json, old: Json | undefined, path: string): FieldError[] {
  if (old !== undefined && equal(value, old)) return [];
  if (value === null && schema.nullable === true) return [];
  const mistyped = checkType(schema, value, path);
  if (mistyped.length > 0) return mistyped;
  return [...checkValue(schema, value, old, path), ...checkEnum(schema, value, path), ...checkLogic(schema, value, path)];
}

function checkValue(schema: Schema, value: Json, old: Json | undefined, path: string): FieldError[] {
  if (typeof value === 'string') return checkString(schema, value, path);
  if (typeof value === 'number') return checkNumber(schema, value, path);
  if (Array.isArray(value)) return checkList(schema, value, old, path);
  return isObject(value) ? checkObject(schema, value, old, path) : [];
}

function checkType(schema: Schema, value: Json, path: string): FieldError[] {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return Number.isInteger(value) || typeof value === 'string' ? [] : [wrongType(path, value, 'integer,string')];
  }
  const expected = schema.type;
  if (expected === undefined || isOfType(expected, value)) return [];
  const isFraction = expected === 'integer' && typeof value === 'number';
  return [wrongType(path, value, expected), ...(isFraction ? [unplaced(`Checked value must be of type integer (default format) in ${path}`)] : [])];
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
  const { items } = schema;
  const before = correlate(schema, old);
  const errors = items === undefined ? [] : list.flatMap((item, i) => checkShape(items, item, before?.(item), `${path}[${String(i)}]`));
  if (schema.maxItems !== undefined && list.length > schema.maxItems) errors.push(tooMany(path, list.length, schema.maxItems));
  if (schema.minItems !== undefined && list.length < schema.minItems) {
    errors.push(invalid(path, list.length, `${path} in body should have at least ${String(schema.minItems)} items`));
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
  const faults = (parts: readonly Schema[] | undefined): FieldError[][] =>
    (parts ?? []).map((part) => checkShape(part, value, undefined, path));
  const say = (detail: string): FieldError => unplaced(`${JSON.stringify(path)} must ${detail}`);
  return [
    ...checkAll(faults(schema.allOf), say),
    ...checkAny(faults(schema.anyOf), say),
    ...checkOne(faults(schema.oneOf), say),
    ...(schema.not !== undefined && faults([schema.not])[0]?.length === 0 ? [say('not validate the schema (not)')] : []),
  ];
}

type Say = (detail: string) => FieldError;

function checkAll(parts: FieldError[][], say: Say): FieldError[] {
  const failed = parts.filter((errors) => errors.length > 0);
  if (failed.length === 0) return [];
  return [...failed.flat(), say(`validate all the schemas (allOf)${failed.length === parts.length ? '. None validated' : ''}`)];
}

function checkAny(parts: FieldError[][], say: Say): FieldError[] {
  if (parts.length === 0 || parts.some((errors) => errors.length === 0)) return [];
  return [say('validate at least one schema (anyOf)'), ...nearest(parts)];
}

function checkOne(parts: FieldError[][], say: Say): FieldError[] {
  const count = parts.filter((errors) => errors.length === 0).length;
  if (parts.length === 0 || count === 1) return [];
  const detail = 'validate one and only one schema (oneOf). Found';
  return count === 0 ? [say(`${detail} none valid`), ...nearest(parts)] : [say(`${detail} ${String(count)} valid alternatives`)];
}

/** The faults of the alternative that comes closest. */
const nearest = (parts: FieldError[][]): FieldError[] => parts.reduce((best, errors) => (errors.length < best.length ? errors : best));
