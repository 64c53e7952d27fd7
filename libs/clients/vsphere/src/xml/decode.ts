import { z } from 'zod';
import type { MoRef } from '../moref.js';
import type { XmlElement } from './element.js';

/**
 * zod codecs over parsed elements. A record names its fields as `one`, `maybe` or `many`, because the wire does not tell a list of one
 * from a single value.
 */
const isElement = (value: unknown): value is XmlElement => typeof value === 'object' && value !== null && 'ordered' in value;

const element = z.custom<XmlElement>(isElement);

export const anyElement = element;

export const string = element.transform((e) => e.text);

export const integer = element.transform((e, context) => {
  const value = Number(e.text);
  if (e.text !== '' && Number.isSafeInteger(value)) return value;
  context.addIssue({ code: 'custom', message: `<${e.name}> is no integer` });
  return z.NEVER;
});

export const boolean = element.transform((e) => e.text === 'true' || e.text === '1');

/** Reads the unprefixed type attribute, or what xsi:type says for untyped property values of a few servers. */
export const reference = element.transform((e, context): MoRef => {
  const type = e.moType ?? e.xsiType;
  if (type !== undefined && e.text !== '') return { type, value: e.text };
  context.addIssue({ code: 'custom', message: `<${e.name}> is no managed object reference` });
  return z.NEVER;
});

/** Exactly one child of that name. */
export const one = <T extends z.ZodType>(schema: T) =>
  z
    .array(schema)
    .min(1)
    .transform((values) => values[0] as z.output<T>); // min(1) has just said so

/** At most one child of that name; undefined when it is absent. */
export const maybe = <T extends z.ZodType>(schema: T) =>
  z
    .array(schema)
    .optional()
    .transform((values) => values?.[0]);

/** Any number of children of that name. */
export const many = <T extends z.ZodType>(schema: T) =>
  z
    .array(schema)
    .optional()
    .transform((values) => values ?? []);

/** A structured value: its children by name. */
export const record = <S extends z.ZodRawShape>(shape: S) =>
  z.preprocess((value) => (isElement(value) ? value.children : undefined), z.object(shape));

/** A property value of type ArrayOfX: its children whatever their tag. */
export const arrayOf = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (isElement(value) ? value.ordered : undefined), z.array(schema));
