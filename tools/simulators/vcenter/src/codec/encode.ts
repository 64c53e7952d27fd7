import { MoRef } from '../model/moref.js';
import { schema } from '../schema/index.js';
import type { Field } from '../schema/index.js';
import { escapeXml } from '../xml/text.js';
import { isDataObject, Typed } from './values.js';

type Declared = Pick<Field, 'type' | 'reference' | 'array'>;

const simpleTypes = new Set([
  'string', 'boolean', 'int', 'long', 'short', 'byte', 'float', 'double', 'dateTime', 'anyURI', 'base64Binary',
]);

/**
 * Serializes a value as one element, or several for an array. Elements come in the order of the schema; `xsi:type` is written where the
 * declared type does not tell. The prefixes `xsi` and `xsd` must be in scope.
 */
export function encode(name: string, declared: Declared, value: unknown): string {
  if (value === undefined) return '';
  if (declared.array) {
    if (!Array.isArray(value)) throw new TypeError(`${name}: expected an array`);
    return value.map((item) => encode(name, { ...declared, array: false }, item)).join('');
  }
  if (declared.type === 'any') return encodeAny(name, value);
  if (value instanceof MoRef) return `<${name} type="${value.type}">${escapeXml(value.id)}</${name}>`;
  if (isDataObject(value)) {
    const type = typeof value['$type'] === 'string' ? value['$type'] : declared.type;
    return encodeObject(name, type, value, type === declared.type ? '' : ` xsi:type="${type}"`);
  }
  return `<${name}>${escapeXml(simpleText(name, value))}</${name}>`;
}

/** Serializes what stands inside a data object of the given type. */
export function encodeFields(type: string, value: Readonly<Record<string, unknown>>): string {
  const definition = schema.type(type);
  if (!definition) throw new TypeError(`no data object type ${type}`);
  return definition.fields.map((field) => encode(field.name, field, value[field.name])).join('');
}

function encodeObject(name: string, type: string, value: Readonly<Record<string, unknown>>, attributes: string): string {
  return `<${name}${attributes}>${encodeFields(type, value)}</${name}>`;
}

/** An element declared as `xsd:anyType` always says what it holds. */
function encodeAny(name: string, value: unknown): string {
  if (value instanceof Typed) return encodeTyped(name, value);
  if (value instanceof MoRef) return `<${name} type="${value.type}" xsi:type="ManagedObjectReference">${escapeXml(value.id)}</${name}>`;
  if (isDataObject(value)) {
    const type = value['$type'];
    if (typeof type !== 'string') throw new TypeError(`${name}: a data object inside anyType needs $type`);
    return encodeObject(name, type, value, ` xsi:type="${type}"`);
  }
  return `<${name} xsi:type="xsd:${simpleTypeOf(name, value)}">${escapeXml(simpleText(name, value))}</${name}>`;
}

function encodeTyped(name: string, { type, value }: Typed): string {
  if (type.array) {
    const item = type.reference ? 'ManagedObjectReference' : type.type === 'any' ? 'anyType' : type.type;
    const inner = encode(item, type, value);
    return `<${name} xsi:type="ArrayOf${item.charAt(0).toUpperCase()}${item.slice(1)}">${inner}</${name}>`;
  }
  if (type.reference || type.type === 'any') return encodeAny(name, value);
  if (isDataObject(value)) return encodeAny(name, { $type: type.type, ...value });
  const qualified = simpleTypes.has(type.type) ? `xsd:${type.type}` : type.type;
  return `<${name} xsi:type="${qualified}">${escapeXml(simpleText(name, value))}</${name}>`;
}

function simpleTypeOf(name: string, value: unknown): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? (Math.abs(value) < 2 ** 31 ? 'int' : 'long') : 'double';
  if (value instanceof Date) return 'dateTime';
  throw new TypeError(`${name}: cannot serialize ${typeof value}`);
}

function simpleText(name: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (value instanceof Date) return value.toISOString();
  throw new TypeError(`${name}: cannot serialize ${typeof value}`);
}
