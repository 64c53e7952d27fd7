import { asString, deepEqual } from '../../machinery/json.js';
import { forbiddenValue, invalidValue } from '../../machinery/invalid.js';
import type { ApiObject } from '../../machinery/object.js';
import type { FieldError } from '../../schema/index.js';
import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';

const KEY = /^[-._a-zA-Z0-9]+$/;
const SIZE_LIMIT = 1024 * 1024;

/** What is marked immutable stays as it is, the mark included. */
function immutability(object: ApiObject, old: ApiObject | undefined, fields: readonly string[]): readonly FieldError[] {
  if (old?.['immutable'] !== true) return [];
  const mark = object['immutable'] === true ? [] : [forbiddenValue('immutable', 'field is immutable when `immutable` is set')];
  return [...mark, ...fields.filter((field) => !deepEqual(object[field] ?? {}, old[field] ?? {}))
    .map((field) => forbiddenValue(field, 'field is immutable when `immutable` is set'))];
}

function dataErrors(object: ApiObject, fields: readonly string[]): readonly FieldError[] {
  let size = 0;
  const errors = fields.flatMap((field) => Object.entries((object[field] ?? {}) as Record<string, string>).flatMap(([key, value]) => {
    size += field === 'data' && object.kind === 'ConfigMap' ? Buffer.byteLength(value) : Math.floor(value.length * 3 / 4);
    return KEY.test(key) && key.length <= 253 ? [] : [invalidValue(`${field}[${key}]`, key,
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")];
  }));
  if (size <= SIZE_LIMIT) return errors;
  return [...errors, { path: object.kind === 'ConfigMap' ? '' : 'data', reason: 'FieldValueTooLong', message: `Too long: may not be more than ${String(SIZE_LIMIT)} bytes` }];
}

export const configMapRules: Rules = {
  ...defaultRules,
  validate: (object, old) => [...dataErrors(object, ['data', 'binaryData']), ...immutability(object, old, ['data', 'binaryData'])],
};

/** Keys that the types of Secrets that Kubernetes itself reads must have. */
const REQUIRED_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
};

function secretErrors(secret: ApiObject, old: ApiObject | undefined): readonly FieldError[] {
  const type = asString(secret['type']);
  const data = (secret['data'] ?? {}) as Record<string, string>;
  const missing = (REQUIRED_KEYS[type] ?? []).filter((key) => data[key] === undefined)
    .map((key): FieldError => ({ path: `data[${key}]`, reason: 'FieldValueRequired', message: 'Required value' }));
  const retyped = old !== undefined && old['type'] !== secret['type'] ? [invalidValue('type', type, 'field is immutable')] : [];
  return [...missing, ...retyped, ...dataErrors(secret, ['data']), ...immutability(secret, old, ['data'])];
}

export const secretRules: Rules = {
  ...defaultRules,
  validate: secretErrors,
  fields: { names: ['type'], of: (secret) => ({ type: asString(secret['type']) }) },
};
