import { isObject } from '../json.js';
import type { Json, JsonObject, Schema } from '../types.js';

const internal = new Set(['x-model', 'x-note', 'x-zero', 'x-omit-empty']);
/** Of a field whose type is a model, these belong to the field and not to the model. */
const ofField = ['default', 'nullable', 'x-kubernetes-patch-strategy', 'x-kubernetes-patch-merge-key'] as const;

export const refTo = (model: string): JsonObject => ({ $ref: `#/components/schemas/${model}` });

/** The components of a document: every model that a schema reaches, under its name. */
export class Components {
  readonly schemas = new Map<string, JsonObject>();

  /** Adds a kind, with the group, version and kind that clients find it by. */
  addKind(schema: Schema, gvk: { readonly group: string; readonly version: string; readonly kind: string }): JsonObject {
    const { 'x-model': model = gvk.kind } = schema;
    const ref = this.add(model, schema);
    this.schemas.set(model, { ...this.schemas.get(model), 'x-kubernetes-group-version-kind': [{ ...gvk }] });
    return ref;
  }

  /** Writes a schema for a document: models become references. */
  write(schema: Schema): JsonObject {
    const model = schema['x-model'];
    if (model === undefined) return this.writeInline(schema);
    const ref = this.add(model, schema);
    const beside: JsonObject = schema['x-note'] === undefined ? {} : { description: schema['x-note'] };
    for (const key of ofField) if (schema[key] !== undefined) beside[key] = schema[key];
    return Object.keys(beside).length === 0 ? ref : { ...beside, allOf: [ref] };
  }

  private add(model: string, schema: Schema): JsonObject {
    if (!this.schemas.has(model)) {
      this.schemas.set(model, {});
      const own = Object.fromEntries(Object.entries(schema).filter(([key]) => !ofField.some((field) => field === key)));
      this.schemas.set(model, this.writeInline(own));
    }
    return refTo(model);
  }

  private writeInline(schema: Schema): JsonObject {
    const written: JsonObject = {};
    for (const [key, value] of Object.entries(schema as Readonly<Record<string, Json>>)) {
      if (!internal.has(key)) written[key] = this.writeKeyword(key, value);
    }
    if (schema['x-kubernetes-int-or-string'] === true) Object.assign(written, this.intOrString(schema));
    return written;
  }

  private writeKeyword(key: string, value: Json): Json {
    switch (key) {
      case 'properties':
        return Object.fromEntries(Object.entries(isObject(value) ? value : {}).map(([name, of]) => [name, this.write(of as Schema)]));
      case 'items':
      case 'not':
        return this.write(value as Schema);
      case 'additionalProperties':
        return isObject(value) ? this.write(value) : value;
      case 'allOf':
      case 'anyOf':
      case 'oneOf':
        return Array.isArray(value) ? value.map((part) => (isObject(part) ? this.write(part) : part)) : value;
      default:
        return value;
    }
  }

  /** Clients that do not know the extension understand a choice of types. */
  private intOrString(schema: Schema): JsonObject {
    return schema['x-model'] === undefined ? {} : { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] };
  }
}
