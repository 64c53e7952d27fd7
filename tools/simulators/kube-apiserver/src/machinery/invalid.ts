import { StatusError } from './status-error.js';
import type { ResourceNames, StatusCause } from './status-error.js';
import type { FieldError } from '../schema/types.js';

const cause = (error: FieldError): StatusCause => ({ reason: error.reason, message: error.message, field: error.path });

/** 422 with one cause per field; one error stands in the message as it is, several as a list. */
export function invalid(of: ResourceNames, name: string | undefined, errors: readonly FieldError[]): StatusError {
  const kind = of.group === '' ? of.kind : `${of.kind}.${of.group}`;
  const lines = [...new Set(errors.map((error) => `${error.path}: ${error.message}`))];
  const list = lines.length === 1 ? lines.join('') : `[${lines.join(', ')}]`;
  return new StatusError(422, 'Invalid', `${kind} "${name ?? ''}" is invalid: ${list}`, {
    ...(name === undefined || name === '' ? {} : { name }), ...(of.group === '' ? {} : { group: of.group }), kind: of.kind, causes: errors.map(cause),
  });
}

const quoted = (value: unknown): string => (value === undefined ? 'null' : JSON.stringify(value));

export const invalidValue = (path: string, value: unknown, why: string): FieldError =>
  ({ path, reason: 'FieldValueInvalid', message: `Invalid value: ${quoted(value)}: ${why}` });

export const requiredValue = (path: string, why: string): FieldError =>
  ({ path, reason: 'FieldValueRequired', message: why === '' ? 'Required value' : `Required value: ${why}` });

export const forbiddenValue = (path: string, why: string): FieldError =>
  ({ path, reason: 'FieldValueForbidden', message: `Forbidden: ${why}` });

export const unsupportedValue = (path: string, value: unknown, supported: readonly string[]): FieldError => ({
  path, reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${quoted(value)}: supported values: ${supported.map((entry) => `"${entry}"`).join(', ')}`,
});
