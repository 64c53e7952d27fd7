import { customResourceSchema } from '../builtin/crd.js';
import { prune } from '../prune.js';
import { checkListsAndMaps } from './crd-lists.js';
import { checkRuleSources } from './crd-rules.js';
import { forbidden, invalid, notSupported, required } from './errors.js';
import { patternOf } from './formats.js';
import { checkShape } from './validate.js';
import type { FieldError, Schema } from '../types.js';

/**
 * What keeps a schema from being the schema of a custom resource: it is not structural, a default does not fit, a CEL rule does not
 * compile. `path` is the place of the schema in its CustomResourceDefinition; with a single version the API server says
 * `spec.validation.openAPIV3Schema`.
 */
export function checkCrdSchema(schema: Schema, path = 'spec.validation.openAPIV3Schema'): FieldError[] {
  if (schema.type === undefined) return [required(`${path}.type`, 'must not be empty at the root')];
  if (schema.type !== 'object') return [invalid(`${path}.type`, schema.type, 'must be object at the root')];
  const shape = [...checkMetadata(schema, path), ...checkNode(schema, path, 'root')];
  // Rules see the fields that every object has; they are added before rules are compiled.
  return shape.length > 0 ? shape : checkRuleSources(schema, customResourceSchema(schema), path);
}

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

function checkMetadata({ properties = {} }: Schema, path: string): FieldError[] {
  const { metadata } = properties;
  const others = Object.keys(metadata?.properties ?? {}).filter((key) => key !== 'name' && key !== 'generateName');
  if (others.length === 0 && metadata?.additionalProperties === undefined) return [];
  return [forbidden(`${path}.properties[metadata]`, 'must not specify anything other than name and generateName, but metadata is implicitly specified')];
}

type Place = 'root' | 'field' | 'item';

function checkNode(schema: Schema, path: string, place: Place): FieldError[] {
  return [
    ...checkType(schema, path, place),
    ...checkForbidden(schema, path),
    ...checkPattern(schema, path),
    ...checkDefault(schema, path),
    ...checkListsAndMaps(schema, path),
    ...checkLogic(schema, path),
    ...checkParts(schema, path),
  ];
}

function checkType(schema: Schema, path: string, place: Place): FieldError[] {
  const { type, items } = schema;
  if (type === undefined) {
    if (schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true) return [];
    if (Object.hasOwn(schema, '$ref')) return [];
    return [required(`${path}.type`, place === 'item' ? 'must not be empty for specified array items' : 'must not be empty for specified object fields')];
  }
  if (!types.includes(type)) return [notSupported(`${path}.type`, type, types)];
  return type === 'array' && items === undefined ? [required(`${path}.items`, 'must be specified')] : [];
}

function checkForbidden(schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (Object.hasOwn(schema, '$ref')) errors.push(forbidden(`${path}.$ref`, '$ref is not supported'));
  if (schema.properties !== undefined && schema.additionalProperties !== undefined && schema.additionalProperties !== false) {
    errors.push(forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  }
  if (schema.uniqueItems === true) {
    errors.push(forbidden(`${path}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'));
  }
  return errors;
}

function checkPattern({ pattern }: Schema, path: string): FieldError[] {
  if (pattern === undefined) return [];
  try {
    patternOf(pattern);
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${why}`)];
  }
}

function checkDefault(schema: Schema, path: string): FieldError[] {
  const value = schema.default;
  if (value === undefined || (value === null && schema.nullable === true)) return [];
  const at = `${path}.default`;
  if (prune(schema, value).pruned.length > 0) return [invalid(at, value, 'must not have unknown fields')];
  return checkShape(schema, value, undefined, '').map((error) => ({ ...error, path: `${at}${error.path === '' ? '' : `.${error.path}`}` }));
}

/** Parts of allOf, anyOf, oneOf and not may only narrow values: what the object looks like is said outside of them. */
function checkLogic(schema: Schema, path: string): FieldError[] {
  const parts: [string, Schema][] = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((key) =>
    (schema[key] ?? []).map((part, i): [string, Schema] => [`${path}.${key}[${String(i)}]`, part]));
  if (schema.not !== undefined) parts.push([`${path}.not`, schema.not]);
  const isIntOrString = schema['x-kubernetes-int-or-string'] === true;
  return parts.flatMap(([at, part]) => checkLogicPart(schema, part, at, isIntOrString));
}

const structural = ['description', 'default', 'nullable', 'title', 'additionalProperties'] as const;

function checkLogicPart(outside: Schema, part: Schema, path: string, typed: boolean): FieldError[] {
  const errors: FieldError[] = [];
  if (part.type !== undefined && !typed) errors.push(forbidden(`${path}.type`, 'must be empty to be structural'));
  for (const key of structural) {
    if (part[key] !== undefined) errors.push(forbidden(`${path}.${key}`, `must be ${key === 'nullable' ? 'false' : 'empty'} to be structural`));
  }
  for (const [key, inner] of Object.entries(part.properties ?? {})) {
    const known = outside.properties?.[key];
    const at = `${path}.properties[${key}]`;
    if (known === undefined) errors.push(forbidden(`${at}.type`, 'must be empty to be structural'));
    else errors.push(...checkLogicPart(known, inner, at, known['x-kubernetes-int-or-string'] === true));
  }
  return [...errors, ...checkLogic(part, path)];
}

function checkParts(schema: Schema, path: string): FieldError[] {
  const fields = Object.entries(schema.properties ?? {}).filter(([key]) => key !== 'metadata' || !path.endsWith('openAPIV3Schema'));
  const values = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return [
    ...fields.flatMap(([key, field]) => checkNode(field, `${path}.properties[${key}]`, 'field')),
    ...(schema.items === undefined ? [] : checkNode(schema.items, `${path}.items`, 'item')),
    ...(values === undefined ? [] : checkNode(values, `${path}.additionalProperties`, 'field')),
  ];
}

