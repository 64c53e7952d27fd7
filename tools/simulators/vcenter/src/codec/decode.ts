import { invalidRequest, notSupported } from '../soap/faults.js';
import { MoRef } from '../model/moref.js';
import { schema } from '../schema/index.js';
import type { Field } from '../schema/index.js';
import type { XmlElement } from '../xml/element.js';
import { xsdNamespace } from '../xml/element.js';
import { Typed } from './values.js';

export type Decoded = Readonly<Record<string, unknown>>;

/**
 * Reads the children of an element against a list of fields, as strictly as a real vCenter's deserializer: unknown elements, a wrong order,
 * something required that is missing, a second value for what is no array and a reference of the wrong type are all refused.
 *
 * @throws VimFault InvalidRequest, saying which element of which type; NotSupported for what the API has and this simulator has not.
 */
export function decodeFields(owner: string, fields: readonly Field[], element: XmlElement): Decoded {
  const result: Record<string, unknown> = {};
  let position = 0;
  for (const child of element.children) {
    const index = fields.findIndex((field) => field.name === child.name);
    const field = fields[index];
    if (!field) throw invalidRequest(`Unexpected element "${child.name}" in ${owner}`);
    if (index < position) throw invalidRequest(`Element "${child.name}" of ${owner} comes too late or twice`);
    position = field.array ? index : index + 1;
    const value = decodeValue(`${owner}.${child.name}`, field, child);
    if (field.array) result[field.name] = [...((result[field.name] ?? []) as unknown[]), value];
    else result[field.name] = value;
  }
  const missing = fields.find((field) => !field.optional && !(field.name in result));
  if (missing) throw invalidRequest(`Required element "${missing.name}" is missing from ${owner}`);
  return result;
}

/** Reads one element as a value of the given type, arrays aside. */
function decodeValue(where: string, declared: Pick<Field, 'type' | 'reference'>, element: XmlElement): unknown {
  if (declared.reference) return decodeReference(where, declared.type, element);
  if (declared.type === 'unsimulated') throw notSupported(`${where} is not simulated`);
  if (declared.type === 'any') return decodeAny(where, element);
  const values = schema.enumeration(declared.type);
  if (values) return decodeEnumeration(where, declared.type, values, element);
  if (schema.type(declared.type)) return decodeObject(where, declared.type, element);
  return decodeSimple(where, declared.type, element.text, element);
}

/** A reference must carry its type, and the type must be the declared one or derive from it. */
export function decodeReference(where: string, declared: string, element: XmlElement): MoRef {
  const type = element.attributes.get('type');
  const id = element.text.trim();
  if (type === undefined || id === '') throw invalidRequest(`${where} must be a managed object reference with its type attribute`);
  if (!schema.derives(type, declared)) throw invalidRequest(`${where} must refer to a ${declared}, not to a ${type}`);
  return new MoRef(type, id);
}

function decodeObject(where: string, declared: string, element: XmlElement): Decoded {
  const xsiType = element.attributes.get('xsi:type');
  const type = xsiType === undefined ? declared : element.resolve(xsiType).name;
  const definition = schema.type(type);
  if (!definition || !schema.derives(type, declared)) throw invalidRequest(`${where} must be a ${declared}, not a ${type}`);
  const fields = decodeFields(type, definition.fields, element);
  return type === declared ? fields : { $type: type, ...fields };
}

function decodeAny(where: string, element: XmlElement): unknown {
  const xsiType = element.attributes.get('xsi:type');
  if (xsiType === undefined) throw invalidRequest(`${where} needs xsi:type`);
  const { name, namespace } = element.resolve(xsiType);
  if (namespace === xsdNamespace) {
    const value = decodeSimple(where, name, element.text, element);
    return typeof value === 'number' && name !== 'int' ? new Typed({ type: name, reference: false, array: false }, value) : value;
  }
  if (name === 'ManagedObjectReference') return decodeReference(where, 'ManagedObject', element);
  if (!schema.type(name)) throw invalidRequest(`${where} has the unknown type ${name}`);
  return { $type: name, ...decodeObject(where, name, element) };
}

function decodeEnumeration(where: string, type: string, values: ReadonlySet<string>, element: XmlElement): string {
  const text = decodeSimple(where, 'string', element.text, element);
  if (typeof text !== 'string' || !values.has(text)) throw invalidRequest(`${where}: "${String(text)}" is no ${type}`);
  return text;
}

const integerRanges: Readonly<Record<string, readonly [number, number]>> = {
  byte: [-(2 ** 7), 2 ** 7 - 1],
  short: [-(2 ** 15), 2 ** 15 - 1],
  int: [-(2 ** 31), 2 ** 31 - 1],
  long: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

function decodeSimple(where: string, type: string, text: string, element: XmlElement): unknown {
  if (element.children.length > 0) throw invalidRequest(`${where} must hold a ${type}, not elements`);
  if (type === 'string' || type === 'anyURI' || type === 'base64Binary') return text;
  const value = parseSimple(type, text.trim());
  if (value === undefined) throw invalidRequest(`${where}: "${text}" is no ${type}`);
  return value;
}

/** Parses the text of a simple type; undefined when it is none. */
export function parseSimple(type: string, text: string): unknown {
  if (type === 'boolean') return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined;
  const range = integerRanges[type];
  if (range) {
    const value = Number(text);
    return /^[+-]?\d+$/.test(text) && value >= range[0] && value <= range[1] ? value : undefined;
  }
  if (type === 'float' || type === 'double') return text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
  if (type === 'dateTime') return Number.isNaN(Date.parse(text)) ? undefined : new Date(text);
  return undefined;
}
