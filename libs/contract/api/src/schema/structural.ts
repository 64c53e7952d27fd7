import { z } from 'zod';
import { structuralMetaOf } from './fields.js';
import type { StructuralMeta } from './fields.js';

/** A structural OpenAPI v3 schema, as a CustomResourceDefinition holds it. */
export type StructuralSchema = StructuralMeta & {
  readonly type?: 'array' | 'boolean' | 'integer' | 'object' | 'string';
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: StructuralSchema;
  readonly items?: StructuralSchema;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly StructuralSchema[];
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
};

/** A zod schema that has no counterpart in a structural schema. */
export class NotStructural extends Error {
  readonly code = 'NotStructural';
  constructor(type: string) {
    super(`A zod schema of type ${type} cannot stand in a CustomResourceDefinition; use the helpers of schema/fields`);
    this.name = 'NotStructural';
  }
}

const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };

/** Leaves out what is not there, so that the result can be compared and written as it is. */
const present = <Fields extends object>(fields: Fields): Present<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as Present<Fields>;
type Present<Fields> = { [Field in keyof Fields]?: NonNullable<Fields[Field]> };

const Check = z.object({ minimum: z.number(), maximum: z.number(), pattern: z.instanceof(RegExp) }).partial();

/** The limits that zod has no accessor for: those of lists, and regular expressions. */
const limitsOf = (schema: z.core.$ZodType): z.infer<typeof Check> =>
  (schema._zod.def.checks ?? []).reduce((limits, check) => ({ ...limits, ...Check.parse(check._zod.def) }), {});

/** Turns the schema of a spec or status into what the API server checks, prunes and defaults by. @throws NotStructural */
export function structuralSchemaOf(schema: z.core.$ZodType): StructuralSchema {
  const own = structuralMetaOf(schema);
  if (schema instanceof z.ZodOptional) return { ...structuralSchemaOf(schema.unwrap()), ...own };
  if (schema instanceof z.ZodDefault) {
    return { ...structuralSchemaOf(schema.unwrap()), ...own, default: schema._zod.def.defaultValue };
  }
  return { ...own, ...shapeOf(schema) };
}

function shapeOf(schema: z.core.$ZodType): StructuralSchema {
  if (schema instanceof z.ZodObject) return objectOf(schema);
  if (schema instanceof z.ZodRecord) return { type: 'object', additionalProperties: structuralSchemaOf(schema.valueType) };
  if (schema instanceof z.ZodArray) return arrayOf(schema);
  if (schema instanceof z.ZodString) return stringOf(schema);
  if (schema instanceof z.ZodNumber && schema.format !== null) return integerOf(schema);
  if (schema instanceof z.ZodBoolean) return { type: 'boolean' };
  if (schema instanceof z.ZodEnum) return { type: 'string', enum: schema.options.map(String) };
  if (schema instanceof z.ZodUnknown) return {};
  if (schema instanceof z.ZodUnion && structuralMetaOf(schema)['x-kubernetes-int-or-string']) return intOrStringOf(schema);
  throw new NotStructural(schema._zod.def.type);
}

function objectOf(schema: z.ZodObject): StructuralSchema {
  const fields = Object.entries<z.core.$ZodType>(schema.shape);
  const required = fields.filter(([, field]) => field._zod.optin === undefined).map(([name]) => name).sort();
  return present({
    type: 'object' as const,
    properties: Object.fromEntries(fields.map(([name, field]) => [name, structuralSchemaOf(field)])),
    required: required.length > 0 ? required : undefined,
  });
}

function arrayOf(schema: z.ZodArray): StructuralSchema {
  const { minimum, maximum } = limitsOf(schema);
  return present({ type: 'array' as const, items: structuralSchemaOf(schema.element), minItems: minimum, maxItems: maximum });
}

/** JSON Schema takes one pattern; every string of this project has at most one. */
function stringOf(schema: z.ZodString): StructuralSchema {
  return present({
    type: 'string' as const,
    minLength: schema.minLength,
    maxLength: schema.maxLength,
    pattern: limitsOf(schema).pattern?.source.replaceAll('\\/', '/'), // JavaScript escapes a slash, RE2 has no need to
  });
}

/** The bounds that zod adds for the width of the integer say no more than `format` does, so they are left out. */
function integerOf(schema: z.ZodNumber): StructuralSchema {
  const narrow = schema.format === 'int32';
  const width = narrow ? INT32 : { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };
  return present({
    type: 'integer' as const,
    format: narrow ? 'int32' : undefined,
    minimum: schema.minValue === width.min ? undefined : schema.minValue,
    maximum: schema.maxValue === width.max ? undefined : schema.maxValue,
  });
}

function intOrStringOf(schema: z.ZodUnion): StructuralSchema {
  const pattern = schema.options.map((option) => limitsOf(option).pattern).find((found) => found !== undefined)?.source;
  return present({ anyOf: [{ type: 'integer' as const }, { type: 'string' as const }], pattern });
}
