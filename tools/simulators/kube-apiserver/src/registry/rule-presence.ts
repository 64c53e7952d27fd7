import { isObject } from '../machinery/json.js';
import type { FieldError, Schema } from '../schema/index.js';

const present = new WeakMap<object, boolean>();

/** Whether a schema has CEL rules anywhere. */
export function hasRules(schema: Schema): boolean {
  const known = present.get(schema);
  if (known !== undefined) return known;
  const { properties = {}, items, additionalProperties } = schema;
  const children = [...Object.values(properties), items, additionalProperties].filter((child): child is Schema => isObject(child));
  const found = (schema['x-kubernetes-validations']?.length ?? 0) > 0 || children.some(hasRules);
  present.set(schema, found);
  return found;
}

/** Faults after which rules are not evaluated: they could not rely on what they look at. */
const BLOCKING: ReadonlySet<FieldError['reason']> =
  new Set(['FieldValueNotSupported', 'FieldValueRequired', 'FieldValueTooLong', 'FieldValueTooMany', 'FieldValueTypeInvalid']);

const UNCHECKED: FieldError = {
  path: '<nil>', reason: 'FieldValueInvalid',
  message: 'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
};

/** The faults of an object, and a note where they kept its rules from being checked. */
export const withUncheckedNote = (schema: Schema, errors: readonly FieldError[]): readonly FieldError[] =>
  (errors.some(({ reason, byRule }) => BLOCKING.has(reason) && byRule !== true) && hasRules(schema) ? [...errors, UNCHECKED] : errors);
