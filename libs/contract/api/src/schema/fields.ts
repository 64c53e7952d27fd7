import { z } from 'zod';
import { DNS_SUBDOMAIN, QUANTITY } from './patterns.js';

declare module 'zod' {
  interface GlobalMeta extends StructuralMeta {}
}

/** What a schema carries for the CustomResourceDefinition alone: zod has no word of its own for these. */
export interface StructuralMeta {
  readonly description?: string | undefined;
  readonly format?: string | undefined;
  readonly minProperties?: number | undefined;
  readonly maxProperties?: number | undefined;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set' | undefined;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[] | undefined;
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular' | undefined;
  readonly 'x-kubernetes-int-or-string'?: true | undefined;
  readonly 'x-kubernetes-preserve-unknown-fields'?: true | undefined;
  readonly 'x-kubernetes-validations'?: readonly CelRule[] | undefined;
}

/** A rule that the API server checks on every write; `self` is the value that carries it. */
export interface CelRule {
  readonly rule: string;
  readonly message: string;
}

/** Text of `min` to `max` characters. */
export const text = (min: number, max: number): z.ZodString => z.string().min(min).max(max);

/** The name of an object, or any other DNS name. */
export const dnsSubdomain = (): z.ZodString => text(1, 253).regex(DNS_SUBDOMAIN);

/** An integer of 32 bits. */
export const int32 = (): z.ZodInt32 => z.int32();

/** An integer that JSON and JavaScript carry exactly; the schema calls it `int64` as Kubernetes does. */
export const int64 = (): z.ZodInt => z.int().meta({ format: 'int64' });

/** A time as RFC 3339 text. */
export const dateTime = (): z.ZodString => z.string().meta({ format: 'date-time' });

/** Bytes as base64 text. */
export const bytes = (): z.ZodString => z.string().meta({ format: 'byte' });

type IntOrString = z.ZodUnion<readonly [z.ZodInt, z.ZodString]>;

/** A count, or a percentage such as `25%`. */
export const intOrString = (): IntOrString =>
  z.union([z.int(), z.string()]).meta({ 'x-kubernetes-int-or-string': true });

/** An amount of CPU or memory, e.g. `500m`, `4Gi`, or a plain number. */
export const quantity = (): IntOrString =>
  z.union([z.int(), z.string().regex(QUANTITY)]).meta({ 'x-kubernetes-int-or-string': true });

/** Any JSON value; the API server keeps it as it is. */
export const anyJson = (): z.ZodUnknown => z.unknown().meta({ 'x-kubernetes-preserve-unknown-fields': true });

/** Named text values: labels, annotations, parameters. */
export const stringMap = (): z.ZodRecord<z.ZodString, z.ZodString> => z.record(z.string(), z.string());

/** A list that one writer owns as a whole. */
export const atomicList = <Item extends z.ZodType>(item: Item): z.ZodArray<Item> =>
  z.array(item).meta({ 'x-kubernetes-list-type': 'atomic' });

/** A list whose items are merged by, and unique in, the `keys`. */
export const mapList = <Item extends z.ZodType>(item: Item, keys: readonly string[]): z.ZodArray<Item> =>
  z.array(item).meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys });

/** A list of unique values that several writers may add to. */
export const setList = <Item extends z.ZodType>(item: Item): z.ZodArray<Item> =>
  z.array(item).meta({ 'x-kubernetes-list-type': 'set' });

/** An object that one writer owns as a whole. */
export const atomic = <Schema extends z.ZodType>(schema: Schema): Schema => schema.meta({ 'x-kubernetes-map-type': 'atomic' });

/** Every field of `shape` may be absent. */
export const allOptional = <Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodObject<{ [Field in keyof Shape]: z.ZodOptional<Shape[Field]> }> => z.object(shape).partial();

/** Every field of `shape` may be absent, but not all: `{}` is refused by the API server, leave the object out instead. */
export const nonEmpty = <Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodObject<{ [Field in keyof Shape]: z.ZodOptional<Shape[Field]> }> => allOptional(shape).meta({ minProperties: 1 });

/** Adds a CEL rule that the API server checks; rules add up. */
export function cel<Schema extends z.ZodType>(schema: Schema, rule: string, message: string): Schema {
  const before = structuralMetaOf(schema)['x-kubernetes-validations'] ?? [];
  return schema.meta({ 'x-kubernetes-validations': [...before, { rule, message }] });
}

/** What the schema itself carries for the CustomResourceDefinition; wrappers such as `optional` carry their own. */
export const structuralMetaOf = (schema: z.core.$ZodType): StructuralMeta => z.globalRegistry.get(schema) ?? {};
