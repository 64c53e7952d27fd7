import { isObject } from '../json.js';
import type { FieldError, FieldErrorReason, Json } from '../types.js';

/** The value as an error shows it: strings quoted, everything else as JSON. */
export const shown = (value: Json): string => JSON.stringify(value);

/** The name that an error gives to the type of a value. */
export function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** What is wrong with a value, followed by the value. */
export const invalid = (path: string, value: Json, detail: string): FieldError => ({
  path, reason: 'FieldValueInvalid', message: `Invalid value: ${shown(value)}: ${detail}`, value,
});

export const required = (path: string, detail = ''): FieldError => ({
  path, reason: 'FieldValueRequired', message: detail === '' ? 'Required value' : `Required value: ${detail}`,
});

export const wrongType = (path: string, value: Json, expected: string): FieldError => {
  const actual = typeName(value);
  const detail = `${path} in body must be of type ${expected}: "${actual}"`;
  return { path, reason: 'FieldValueTypeInvalid', message: `Invalid value: "${actual}": ${detail}`, value, expected };
};

export const notSupported = (path: string, value: Json, allowed: readonly Json[]): FieldError => ({
  path,
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${shown(value)}: supported values: ${allowed.map((one) => shown(typeof one === 'string' ? one : shown(one))).join(', ')}`,
  value,
});

export const duplicate = (path: string, value: Json): FieldError => ({
  path, reason: 'FieldValueDuplicate', message: `Duplicate value: ${shown(value)}`, value,
});

export const tooLong = (path: string, limit: number): FieldError => ({
  path, reason: 'FieldValueTooLong', message: `Too long: may not be more than ${String(limit)} bytes`,
});

export const tooMany = (path: string, count: number, limit: number): FieldError => ({
  path, reason: 'FieldValueTooMany', message: `Too many: ${String(count)}: must have at most ${String(limit)} item${limit === 1 ? '' : 's'}`, value: count,
});

/** The error of a CEL rule, which chooses one of four reasons. Objects and lists are not shown: they may be large. */
export function brokenRule(reason: FieldErrorReason, path: string, value: Json, detail: string): FieldError {
  const shownValue = typeof value === 'object' && value !== null ? '' : `: ${shown(value)}`;
  switch (reason) {
    case 'FieldValueRequired':
      return { path, reason, message: `Required value: ${detail}` };
    case 'FieldValueForbidden':
      return { path, reason, message: `Forbidden: ${detail}` };
    case 'FieldValueDuplicate':
      return { path, reason, message: `Duplicate value${shownValue}`, value };
    default:
      return { path, reason: 'FieldValueInvalid', message: `Invalid value${shownValue}: ${detail}`, value };
  }
}

/** A fault that the API server does not pin to a field: it names the place in the text instead. */
export const unplaced = (detail: string): FieldError => ({ path: '<nil>', reason: 'FieldValueInvalid', message: `Invalid value: "": ${detail}` });

export const forbidden = (path: string, detail: string): FieldError => ({ path, reason: 'FieldValueForbidden', message: `Forbidden: ${detail}` });

/** A string that has not the format that its schema asks for. */
export const wrongFormat = (path: string, value: string, format: string): FieldError => ({
  path, reason: 'FieldValueTypeInvalid', message: `Invalid value: ${shown(value)}: ${path} in body must be of type ${format}: ${shown(value)}`, value, expected: format,
});
