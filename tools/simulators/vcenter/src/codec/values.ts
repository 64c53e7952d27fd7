import type { Field } from '../schema/index.js';

/**
 * A value whose declared type is `xsd:anyType` on the wire but that has a declared type of its own, which
 * the plain JavaScript value does not tell: an array, an enumeration, a 64-bit number.
 */
export class Typed {
  constructor(
    readonly type: Pick<Field, 'type' | 'reference' | 'array'>,
    readonly value: unknown,
  ) {}
}

/** Whether a value is a data object: a plain record, whose `$type` names its type where the declared one is only a base. */
export function isDataObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
