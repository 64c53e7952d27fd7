import { equal, isObject, objectAt, without } from '../json.js';
import { FieldSet } from './field-set.js';
import { compare } from './compare.js';
import { fieldsMentioned } from './extract.js';
import type { Json, JsonObject, Schema } from '../types.js';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** Only kubectl's own server-side apply takes over what kubectl applied from the client's side. */
export const upgradesClientSideApply = (manager: string): boolean => manager === 'kubectl';

const lastApplied = (object: JsonObject): string => {
  const value = objectAt(objectAt(object, 'metadata'), 'annotations')?.[annotation];
  return typeof value === 'string' ? value : '';
};

/** The fields that client-side apply set last and that still have its values: conflicts over these are with oneself. */
export function ownedByLastApplied(schema: Schema, live: JsonObject, apiVersion: string): FieldSet {
  const applied = parse(lastApplied(live));
  if (applied?.['apiVersion'] !== apiVersion) return FieldSet.empty;
  const { modified, added, removed } = compare(schema, applied, live);
  return fieldsMentioned(schema, applied).difference(modified).difference(added).difference(removed);
}

function parse(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the annotation of client-side apply in step, if there is one, so that both kinds of apply can be mixed. */
export function refreshLastApplied(object: JsonObject, applied: JsonObject): JsonObject {
  if (lastApplied(object) === '') return object;
  const metadata = objectAt(applied, 'metadata') ?? {};
  const annotations = objectAt(metadata, 'annotations');
  const config = annotations === undefined
    ? applied
    : { ...applied, metadata: { ...metadata, annotations: without(annotations, annotation) } };
  if (equal(parse(lastApplied(object)), config)) return object;
  const target = objectAt(object, 'metadata') ?? {};
  return {
    ...object,
    metadata: { ...target, annotations: { ...objectAt(target, 'annotations'), [annotation]: `${JSON.stringify(config)}\n` } },
  };
}
