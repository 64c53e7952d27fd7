import { ObjectMeta } from './meta.js';
import type { Schema } from '../types.js';

const identity = { apiVersion: { type: 'string' }, kind: { type: 'string' } } as const;
const completed = new WeakMap<Schema, Schema>();

/**
 * The schema of a custom resource as the server works with it: `apiVersion`, `kind` and the full `metadata` are added at the root and in
 * every embedded resource. The same schema gives the same result, so what is derived from it can be cached by identity.
 */
export function customResourceSchema(schema: Schema): Schema {
  const known = completed.get(schema);
  if (known !== undefined) return known;
  const whole = asResource(embed(schema));
  completed.set(schema, whole);
  return whole;
}

const asResource = (schema: Schema): Schema => ({
  ...schema, type: 'object', properties: { ...identity, ...schema.properties, metadata: metadataOf(schema.properties?.['metadata']) },
});

/** A custom resource may narrow the name; everything else of metadata is the server's. */
function metadataOf(declared: Schema | undefined): Schema {
  const name = declared?.properties?.['name'];
  const generateName = declared?.properties?.['generateName'];
  if (name === undefined && generateName === undefined) return ObjectMeta;
  const narrowed = { ...ObjectMeta.properties, ...(name && { name }), ...(generateName && { generateName }) };
  return { ...ObjectMeta, properties: narrowed };
}

/** Goes through the schema and completes the embedded resources in it. */
function embed(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  const next: Schema = {
    ...schema,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([key, of]) => [key, embedded(of)])) }),
    ...(items && { items: embedded(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: embedded(additionalProperties) }),
  };
  return next;
}

function embedded(schema: Schema): Schema {
  const next = embed(schema);
  if (schema['x-kubernetes-embedded-resource'] !== true) return next;
  return { ...asResource(next), required: [...new Set([...(next.required ?? []), 'apiVersion', 'kind'])] };
}
