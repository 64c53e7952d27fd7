import { hasFormat, patternOf } from './formats.js';
import { invalid, tooLong, unplaced, wrongFormat } from './errors.js';
import type { FieldError, Schema } from '../types.js';

/** The faults of a string: length, pattern, format. */
export function checkString(schema: Schema, value: string, path: string): FieldError[] {
  const misformed = schema.format !== undefined && !hasForm(schema, value) ? [wrongFormat(path, value, schema.format)] : [];
  return [...checkText(schema, value, path), ...misformed];
}

const MICRO_TIME = /T\d{2}:\d{2}:\d{2}\.\d{6}(Z|[+-]\d{2}:\d{2})$/;

/** Times to the microsecond say all six digits, or real servers do not read them. */
const hasForm = (schema: Schema, value: string): boolean =>
  hasFormat(schema.format ?? '', value) && (schema['x-model']?.endsWith('.MicroTime') !== true || MICRO_TIME.test(value));

/** Length, then pattern: the first fault is the only one that is told. */
function checkText({ maxLength, minLength, pattern }: Schema, value: string, path: string): FieldError[] {
  const length = [...value].length;
  if (maxLength !== undefined && length > maxLength) return [tooLong(path, maxLength)];
  if (minLength !== undefined && length < minLength) return [invalid(path, value, `${path} in body should be at least ${String(minLength)} chars long`)];
  return pattern === undefined || patternOf(pattern).test(value) ? [] : [invalid(path, value, `${path} in body should match '${pattern}'`)];
}

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [-(2 ** 63), 2 ** 63],
};

/** The faults of a number: bounds, multiples, and the range of its format. */
export function checkNumber(schema: Schema, value: number, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const say = (detail: string): number => errors.push(invalid(path, value, `${path} in body ${detail}`));
  const { minimum, maximum, multipleOf, format } = schema;
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) say(`should be a multiple of ${String(multipleOf)}`);
  if (minimum !== undefined && (schema.exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    say(schema.exclusiveMinimum === true ? `should be greater than ${String(minimum)}` : `should be greater than or equal to ${String(minimum)}`);
  }
  if (maximum !== undefined && (schema.exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    say(schema.exclusiveMaximum === true ? `should be less than ${String(maximum)}` : `should be less than or equal to ${String(maximum)}`);
  }
  const range = format === undefined ? undefined : ranges[format];
  if (range !== undefined && (value < range[0] || value > range[1])) {
    errors.push(unplaced(`Checked value must be of type ${schema.type ?? 'integer'} with format ${format ?? ''} in ${path}`));
  }
  return errors;
}
