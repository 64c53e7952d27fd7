import { isObject } from '../json.js';
import { fieldStep, pathText } from './field-set.js';
import { isDeclared, itemStep, schemaOfField, schemaOfItem, shapeOf } from './shape.js';
import type { Path } from './field-set.js';
import type { Json, JsonObject, Schema } from '../types.js';

/** Why an applied configuration cannot be merged by its schema: wrong shapes, unknown fields, items without keys, duplicates. */
export function faultsOf(schema: Schema, applied: JsonObject): string[] {
  const faults: string[] = [];
  visit(schema, applied, [], faults);
  return faults.sort();
}

function visit(schema: Schema, value: Json, path: Path, faults: string[]): void {
  if (value === null) return;
  const shape = shapeOf(schema, value);
  const say = (fault: string): number => faults.push(`${path.length === 0 ? '' : `${pathText(path)}: `}${fault}`);
  if (shape.kind === 'map') {
    if (isObject(value)) visitFields(shape.schema, value, path, faults);
    else say(`expected map, got ${shown(value)}`);
  } else if (shape.kind === 'list') {
    if (Array.isArray(value)) visitItems(shape.schema, value, shape.atomic, path, faults);
    else say(`expected list, got ${shown(value)}`);
  } else {
    const fault = scalarFault(schema, value);
    if (fault !== undefined) say(fault);
  }
}

function visitFields(schema: Schema, object: JsonObject, path: Path, faults: string[]): void {
  for (const [key, value] of Object.entries(object)) {
    const at = [...path, fieldStep(key)];
    if (isDeclared(schema, key)) visit(schemaOfField(schema, key), value, at, faults);
    else faults.push(`${pathText(at)}: field not declared in schema`);
  }
}

function visitItems(schema: Schema, list: Json[], atomic: boolean, path: Path, faults: string[]): void {
  const seen = new Set<string>();
  for (const [i, item] of list.entries()) {
    const step = atomic ? `i:${String(i)}` : itemStep(schema, item);
    const where = path.length === 0 ? '' : `${pathText(path)}: `;
    if (step === undefined) {
      faults.push(`${where}element ${String(i)}: ${keylessFault(schema, item)}`);
      continue;
    }
    if (seen.has(step)) faults.push(`${where}duplicate entries for key ${pathText([step])}`);
    seen.add(step);
    visit(schemaOfItem(schema), item, [...path, step], faults);
  }
}

function keylessFault(schema: Schema, item: Json): string {
  if (schema['x-kubernetes-list-type'] === 'set') {
    if (item === null) return "associative list without keys has an element that's an explicit null";
    return Array.isArray(item)
      ? 'not supported: associative list with lists as elements'
      : "associative list without keys has an element that's a map type";
  }
  if (item === null) return 'associative list with keys may not have a null element';
  if (!isObject(item)) return 'associative list with keys may not have non-map elements';
  const keys = (schema['x-kubernetes-list-map-keys'] ?? []).map((key) => JSON.stringify(key)).join(' ');
  return `associative list with keys has an element that omits all key fields [${keys}] (and doesn't have default values for any key fields)`;
}

const shown = (value: Json): string => `&{${typeof value === 'string' ? value : JSON.stringify(value)}}`;

function scalarFault(schema: Schema, value: Json): string | undefined {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got ${shown(value)}`;
    case 'string':
      if (schema.format === undefined || schema.format === 'byte') {
        return typeof value === 'string' ? undefined : `expected string, got &value.valueUnstructured{Value:${JSON.stringify(value)}}`;
      }
      break;
    default:
  }
  return typeof value === 'object' ? `expected any scalar, got ${shown(value)}` : undefined;
}

/** The API server names types as its own language does. */
function goType(value: Json): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'map[string]interface {}' : typeof value;
}
