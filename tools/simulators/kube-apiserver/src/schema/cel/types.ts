import { Environment } from '@marcbachmann/cel-js';
import { equal, isObject, textOr } from '../json.js';
import type { Json, Schema } from '../types.js';

/** How rules see the values of a schema: the name of their type, and how a JSON value becomes one. */
export interface CelType {
  readonly name: string;
  readonly read: (value: Json) => unknown;
}

const durations = new Environment().registerVariable('text', 'string').parse('duration(text)');

/** A value as rules see it when its schema says nothing. */
export function readFreely(value: Json): unknown {
  if (Array.isArray(value)) return value.map(readFreely);
  if (isObject(value)) return new Map(Object.entries(value).map(([key, field]) => [key, readFreely(field)]));
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
}

const free: CelType = { name: 'dyn', read: readFreely };
const asIs = (name: string): CelType => ({ name, read: (value) => value });
const texts: Readonly<Record<string, CelType>> = {
  'date-time': { name: 'google.protobuf.Timestamp', read: (value) => new Date(textOr(value, '')) },
  date: { name: 'google.protobuf.Timestamp', read: (value) => new Date(`${textOr(value, '')}T00:00:00Z`) },
  duration: { name: 'google.protobuf.Duration', read: (value) => durations({ text: textOr(value, '') }) as unknown },
  byte: { name: 'bytes', read: (value) => Uint8Array.from(Buffer.from(textOr(value, ''), 'base64')) },
};

/** The JSON that an object of a declared type was read from: two are equal when these are. */
const sources = new WeakMap<object, Json>();
export const sourceOf = (value: object): Json | undefined => sources.get(value);

/** Declares the types of a schema in an environment, so that a rule with a misspelt field does not compile. */
export class TypeDeclarations {
  private count = 0;

  constructor(private readonly environment: Environment) {}

  declare(schema: Schema): CelType {
    const type = this.declarePresent(schema);
    // A nullable field has two types, so only evaluation can tell.
    return schema.nullable === true ? { name: 'dyn', read: (value) => (value === null ? null : type.read(value)) } : type;
  }

  private declarePresent(schema: Schema): CelType {
    switch (schema.type) {
      case 'object':
        return this.declareObject(schema);
      case 'array':
        return this.declareList(schema);
      case 'integer':
        return { name: 'int', read: (value) => BigInt(Math.trunc(Number(value))) };
      case 'number':
        return { name: 'double', read: Number };
      case 'boolean':
        return asIs('bool');
      case 'string':
        return texts[schema.format ?? ''] ?? asIs('string');
      default:
        return free;
    }
  }

  private declareList(schema: Schema): CelType {
    const items = this.declare(schema.items ?? {});
    return { name: `list<${items.name}>`, read: (value) => (Array.isArray(value) ? value.map(items.read) : value) };
  }

  private declareObject(schema: Schema): CelType {
    if (typeof schema.additionalProperties === 'object') {
      const values = this.declare(schema.additionalProperties);
      const read = (value: Json): unknown =>
        new Map(isObject(value) ? Object.entries(value).map(([key, field]) => [key, values.read(field)]) : []);
      return { name: `map<string, ${values.name}>`, read };
    }
    return schema.properties === undefined ? free : this.declareStruct(visibleProperties(schema));
  }

  private declareStruct(properties: Readonly<Record<string, Schema>>): CelType {
    const fields = new Map(Object.entries(properties).map(([key, of]) => [key, { field: escapeField(key), type: this.declare(of) }]));
    const Struct = class {
      [field: string]: unknown;
    };
    this.count += 1;
    const name = `Object${String(this.count)}`;
    this.environment.registerType(name, {
      ctor: Struct, fields: Object.fromEntries([...fields.values()].map(({ field, type }) => [field, type.name])),
    });
    this.environment.registerOperator(`${name} == ${name}`, (a: object, b: object) => equal(sources.get(a), sources.get(b)));
    const read = (value: Json): unknown => {
      const struct = new Struct();
      for (const [key, field] of Object.entries(isObject(value) ? value : {})) {
        const known = fields.get(key);
        if (known !== undefined) struct[known.field] = known.type.read(field);
      }
      sources.set(struct, value);
      return struct;
    };
    return { name, read };
  }
}

/** Of metadata, rules see only what identifies the object. */
function visibleProperties(schema: Schema): Readonly<Record<string, Schema>> {
  const { properties = {} } = schema;
  if (schema['x-model']?.endsWith('.ObjectMeta') !== true) return properties;
  return Object.fromEntries(Object.entries(properties).filter(([key]) => key === 'name' || key === 'generateName'));
}

const reserved = new Set([
  'true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package',
  'namespace', 'return', 'var', 'void', 'while',
]);

/** A property's name as rules must write it. */
export function escapeField(name: string): string {
  if (reserved.has(name)) return `__${name}__`;
  return name.replaceAll('__', '__underscores__').replaceAll('.', '__dot__').replaceAll('-', '__dash__').replaceAll('/', '__slash__');
}

