import { forbidden, invalid, required } from './errors.js';
import type { FieldError, Schema } from '../types.js';

/** The faults of `x-kubernetes-list-type`, `-list-map-keys`, `-map-type` and `-embedded-resource`. */
export function checkListsAndMaps(schema: Schema, path: string): FieldError[] {
  return [...checkListType(schema, path), ...checkMapType(schema, path), ...checkEmbedded(schema, path)];
}

function checkListType(schema: Schema, path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (type === undefined) return keys.length === 0 ? [] : [required(`${path}.x-kubernetes-list-type`, 'must be map if x-kubernetes-list-map-keys is non-empty')];
  if (schema.type !== 'array') return [invalid(`${path}.type`, schema.type ?? '', 'must be array if x-kubernetes-list-type is specified')];
  if (type === 'set') return checkSetItems(schema, path);
  return type === 'map' ? checkKeys(schema, keys, path) : [];
}

/** The items of a set are compared as a whole, so they must be owned as a whole. */
function checkSetItems({ items }: Schema, path: string): FieldError[] {
  const at = `${path}.items`;
  if (items?.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') {
    const given = items['x-kubernetes-map-type'] ?? null;
    return [invalid(`${at}.x-kubernetes-map-type`, given, 'must be atomic as item of a list with x-kubernetes-list-type=set')];
  }
  if (items?.type === 'array' && items['x-kubernetes-list-type'] !== undefined && items['x-kubernetes-list-type'] !== 'atomic') {
    const given = items['x-kubernetes-list-type'];
    return [invalid(`${at}.x-kubernetes-list-type`, given, 'must be atomic as item of a list with x-kubernetes-list-type=set')];
  }
  return items?.nullable === true ? [forbidden(`${at}.nullable`, 'cannot be nullable when x-kubernetes-list-type is set')] : [];
}

function checkKeys({ items }: Schema, keys: readonly string[], path: string): FieldError[] {
  const at = `${path}.x-kubernetes-list-map-keys`;
  if (keys.length === 0) return [required(at, 'must not be empty if x-kubernetes-list-type is map')];
  if (items?.type !== 'object') return [invalid(`${path}.items.type`, items?.type ?? '', 'must be object if parent array\'s x-kubernetes-list-type is map')];
  const properties = items.properties ?? {};
  if (keys.some((key) => !Object.hasOwn(properties, key))) return [invalid(at, [...keys], 'entries must all be names of item properties')];
  if (new Set(keys).size < keys.length) return [invalid(at, [...keys], 'must not contain duplicate entries')];
  return keys.flatMap((key) => checkKey(key, properties[key] ?? {}, items.required ?? [], `${path}.items.properties[${key}]`));
}

function checkKey(key: string, schema: Schema, mandatory: readonly string[], path: string): FieldError[] {
  const why = 'this property is in x-kubernetes-list-map-keys, so it';
  const errors: FieldError[] = [];
  if (schema.type === 'array' || schema.type === 'object') errors.push(invalid(`${path}.type`, schema.type, 'must be a scalar type if parent array\'s x-kubernetes-list-type is map'));
  if (schema.default === undefined && !mandatory.includes(key)) errors.push(required(`${path}.default`, `${why} must have a default or be a required property`));
  if (schema.nullable === true) errors.push(forbidden(`${path}.nullable`, `${why} cannot be nullable`));
  return errors;
}

function checkMapType(schema: Schema, path: string): FieldError[] {
  if (schema['x-kubernetes-map-type'] === undefined || schema.type === 'object') return [];
  return [invalid(`${path}.type`, schema.type ?? '', 'must be object if x-kubernetes-map-type is specified')];
}

function checkEmbedded(schema: Schema, path: string): FieldError[] {
  if (schema['x-kubernetes-embedded-resource'] !== true) return [];
  if (schema.type !== 'object') return [invalid(`${path}.type`, schema.type ?? '', 'must be object if x-kubernetes-embedded-resource is true')];
  if (schema.properties !== undefined || schema['x-kubernetes-preserve-unknown-fields'] === true) return [];
  return [required(`${path}.properties`, 'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields')];
}
