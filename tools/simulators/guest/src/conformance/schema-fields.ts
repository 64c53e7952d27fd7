import { z } from 'zod';
import { isRecord } from '../json.js';

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
}

/** Every field of a schema that holds a value of its own, e.g. `files[].path`; an entry of a map is `*`. */
export const fieldsOf = (schema: z.ZodType): ReadonlySet<string> =>
  // Shared parts are written out at each place, so that each place is a field; and a default does not make a field compulsory.
  new Set(leavesOf(z.toJSONSchema(schema, { reused: 'inline', io: 'input' }) as JsonSchema, ''));

function leavesOf(schema: JsonSchema, path: string): string[] {
  const { properties, items, additionalProperties: entries } = schema;
  if (properties !== undefined) return Object.entries(properties).flatMap(([name, field]) => leavesOf(field, below(path, name)));
  if (items !== undefined) return leavesOf(items, `${path}[]`);
  if (typeof entries === 'object') return leavesOf(entries, below(path, '*'));
  return [path];
}

/** The fields of a schema that a value fills; a value that the schema does not know is a field of its own, and found by comparison. */
export function fieldsIn(value: unknown, known: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(filled(value, '', known));
}

function filled(value: unknown, path: string, known: ReadonlySet<string>): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => filled(item, `${path}[]`, known));
  if (!isRecord(value)) return [path];
  return Object.entries(value).flatMap(([name, field]) => {
    const isMap = [...known].some((one) => one.startsWith(below(path, '*')));
    return filled(field, below(path, isMap ? '*' : name), known);
  });
}

/** A copy of a value without one field at all places where it stands. */
export function without(value: unknown, field: string): unknown {
  return removed(value, field.split(/\.|(?=\[\])/));
}

function removed(value: unknown, [first = '', ...rest]: readonly string[]): unknown {
  if (first === '[]') {
    if (!Array.isArray(value)) return value;
    return rest.length === 0 ? [] : value.map((item: unknown) => removed(item, rest));
  }
  if (!isRecord(value)) return value;
  const names = first === '*' ? Object.keys(value) : [first];
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      if (!names.includes(name)) return [[name, item]];
      return rest.length === 0 ? [] : [[name, removed(item, rest)]];
    }),
  );
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
