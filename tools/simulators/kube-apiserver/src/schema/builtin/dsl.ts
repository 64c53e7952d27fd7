import type { Json, Schema } from '../types.js';

/** Properties of a model; a name that ends in `!` is a required one. */
export type Fields = Readonly<Record<string, Schema>>;

const described = (schema: Schema, description: string | undefined): Schema =>
  (description === undefined ? schema : { ...schema, description });

export const str = (description?: string): Schema => described({ type: 'string' }, description);
export const bool = (description?: string): Schema => described({ type: 'boolean' }, description);
export const int32 = (description?: string): Schema => described({ type: 'integer', format: 'int32' }, description);
export const int64 = (description?: string): Schema => described({ type: 'integer', format: 'int64' }, description);
export const bytes = (description?: string): Schema => described({ type: 'string', format: 'byte' }, description);
/** A word out of a closed list. */
export const oneOf = (...allowed: string[]): Schema => ({ type: 'string', enum: allowed });
/** Any object, kept as it is. */
export const anything = (description?: string): Schema =>
  described({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true }, description);

/** A field whose type is a model: the note is the field's, the description the model's. */
export const noted = (model: Schema, note: string | undefined): Schema => (note === undefined ? model : { ...model, 'x-note': note });

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const Time: Schema = { type: 'string', format: 'date-time', description: 'A point in time, to the second, in RFC 3339.', 'x-model': `${meta}.Time` };
const MicroTime: Schema = { ...Time, description: 'A point in time, to the microsecond, in RFC 3339.', 'x-model': `${meta}.MicroTime` };
const IntOrString: Schema = {
  'x-kubernetes-int-or-string': true, description: 'An integer, or a string such as a percentage or a name.',
  'x-model': 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
};
const Quantity: Schema = {
  anyOf: [{ type: 'string', pattern: '^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+|[KMGTPE]i|[numkMGTPE]?)$' }, { type: 'number' }],
  description: 'An amount with an optional unit, such as 500m or 2Gi.',
  'x-model': 'io.k8s.apimachinery.pkg.api.resource.Quantity',
};
export const time = (note?: string): Schema => noted(Time, note);
/** A time that is written as null when it is not set. */
export const nullTime = (description?: string): Schema => always({ ...time(description), nullable: true });
export const microTime = (note?: string): Schema => noted(MicroTime, note);
export const intOrString = (note?: string): Schema => noted(IntOrString, note);
export const quantity = (note?: string): Schema => noted(Quantity, note);

/** A list whose owner owns it whole. */
export const list = (items: Schema, description?: string): Schema =>
  described({ type: 'array', items, 'x-kubernetes-list-type': 'atomic', 'x-omit-empty': true }, description);
export const strings = (description?: string): Schema => list(str(), description);
/** A list of distinct values, each owned by itself. `merge` lets a strategic merge patch add to it. */
export const set = (items: Schema, description?: string, merge = false): Schema => described({
  type: 'array', items, 'x-kubernetes-list-type': 'set', 'x-omit-empty': true, ...(merge ? { 'x-kubernetes-patch-strategy': 'merge' } : {}),
}, description);
/** A list of objects told apart by their keys; a strategic merge patch uses the first key. */
export const listMap = (keys: readonly string[], items: Schema, description?: string, strategy = 'merge'): Schema => described({
  type: 'array', items, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys, 'x-omit-empty': true,
  ...(strategy === '' ? {} : { 'x-kubernetes-patch-strategy': strategy, 'x-kubernetes-patch-merge-key': keys[0] ?? '' }),
}, description);
export const mapOf = (values: Schema, description?: string): Schema => described({
  type: 'object', additionalProperties: values.type === 'string' ? always(values) : values, 'x-omit-empty': true,
}, description);
export const quantities = (description?: string): Schema => mapOf(quantity(), description);

/** A map or struct that its owner owns whole. */
export const atomic = (schema: Schema): Schema => ({ ...schema, 'x-kubernetes-map-type': 'atomic' });
/** A field with a default. */
export const or = (schema: Schema, value: Json): Schema => ({ ...schema, default: value });
/** A field that the API server always writes out, see `x-zero`. */
export function always(schema: Schema): Schema {
  const { 'x-omit-empty': omitted, ...kept } = schema;
  return { ...kept, 'x-zero': schema.nullable === true ? null : (zeros[schema.type ?? 'object'] ?? null) };
}
const zeros: Readonly<Record<string, Json>> = { object: {}, array: null, string: '', integer: 0, boolean: false };

/** Makes the models of one API group, named as components of its OpenAPI document. */
export const modelsOf = (prefix: string) => (name: string, description: string, fields: Fields): Schema => ({
  type: 'object',
  description,
  properties: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key.replace('!', ''), field])),
  ...requiredOf(fields),
  'x-model': `${prefix}.${name}`,
});

function requiredOf(fields: Fields): { required?: string[] } {
  const required = Object.keys(fields).filter((key) => key.endsWith('!')).map((key) => key.slice(0, -1));
  return required.length === 0 ? {} : { required };
}
