import { hasFormat, patternOf } from './formats.js';
import { invalid, tooLong, unplaced, wrongFormat } from './errors.js';
import type { FieldError, Schema } from '../types.js';

/** The faults of a string: length, pattern, format. */
export function checkString(schema: Schema, value: string, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const length = [...value].length;
  if (schema.maxLength !== undefined && length > schema.maxLength) errors.push(tooLong(path, schema.maxLength));
  if (schema.minLength !== undefined && length < schema.minLength) {
    errors.push(invalid(path, value, `${path} in body should be at least ${String(schema.minLength)} chars long`));
  }
  if (schema.pattern !== undefined && !patternOf(schema.pattern).test(value)) {
    errors.push(invalid(path, value, `${path} in body should match '${schema.pattern}'`));
  }
  if (schema.format !== undefined && !hasFormat(schema.format, value)) {
    errors.push(wrongFormat(path, value, schema.format));
  }
  return errors;
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
  if (minimum !== undefined && (schema.exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    say(schema.exclusiveMinimum === true ? `should be greater than ${String(minimum)}` : `should be greater than or equal to ${String(minimum)}`);
  }
  if (maximum !== undefined && (schema.exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    say(schema.exclusiveMaximum === true ? `should be less than ${String(maximum)}` : `should be less than or equal to ${String(maximum)}`);
  }
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) say(`should be a multiple of ${String(multipleOf)}`);
  const range = format === undefined ? undefined : ranges[format];
  if (range !== undefined && (value < range[0] || value > range[1])) {
    errors.push(unplaced(`Checked value must be of type ${schema.type ?? 'integer'} with format ${format ?? ''} in ${path}`));
  }
  return errors;
}
