import { assign, isObject } from '../json.js';
import { FieldSet, FieldSetBuilder, fieldStep } from './field-set.js';
import { fieldsOf, indexItems, isNamed, itemStep, itemsOf, schemaOfField, schemaOfItem, shapeOf } from './shape.js';
import type { Path, Step } from './field-set.js';
import type { Json, JsonObject, Schema } from '../types.js';

/** The fields that an object mentions: its leaves, the items of its lists, and the keys of its maps. */
export function fieldsMentioned(schema: Schema, object: JsonObject): FieldSet {
  const builder = new FieldSetBuilder();
  mention(schema, object, [], builder);
  return builder.build();
}

function mention(schema: Schema, value: Json, path: Path, into: FieldSetBuilder): void {
  const shape = shapeOf(schema, value);
  if (shape.kind === 'scalar' || shape.atomic) into.add(path);
  else if (shape.kind === 'map') mentionFields(shape.schema, fieldsOf(value) ?? {}, path, into);
  else mentionItems(shape.schema, itemsOf(value) ?? [], path, into);
}

/** A named field with something below it is not owned by itself: who sets `spec.replicas` does not own `spec`. */
function mentionFields(schema: Schema, fields: JsonObject, path: Path, into: FieldSetBuilder): void {
  for (const [key, value] of Object.entries(fields)) {
    const at = [...path, fieldStep(key)];
    mention(schemaOfField(schema, key), value, at, into);
    const isBare = value === null || (isObject(value) && Object.keys(value).length === 0);
    if (isBare || !isNamed(schema, key)) into.add(at);
  }
}

function mentionItems(schema: Schema, list: Json[], path: Path, into: FieldSetBuilder): void {
  for (const [step, items] of indexItems(schema, list)) {
    const at = [...path, step];
    const [item] = items;
    if (items.length === 1 && item !== undefined) mention(schemaOfItem(schema), item, at, into);
    into.add(at);
  }
}

/** Adds the named fields on the way to each path: removing all of `a.b` then removes `a` as well. */
export function withNamedParents(schema: Schema, set: FieldSet): FieldSet {
  const members = new Set(set.members);
  const children = new Map<Step, FieldSet>();
  for (const [step, child] of set.children) {
    const name = step.startsWith('f:') ? step.slice(2) : undefined;
    if (name !== undefined && isNamed(schema, name)) members.add(step);
    children.set(step, withNamedParents(name === undefined ? schemaOfItem(schema) : schemaOfField(schema, name), child));
  }
  return new FieldSet(members, children);
}

/**
 * A set as the schema divides objects now. When a list or map has become atomic since, who owned a part of it owns it whole: otherwise an
 * apply could not remove it any more.
 */
export function underSchema(schema: Schema, set: FieldSet): FieldSet {
  const members = new Set(set.members);
  const children = new Map(set.children);
  for (const [step, child] of set.children) {
    const below = step.startsWith('f:') ? schemaOfField(schema, step.slice(2)) : schemaOfItem(schema);
    const shape = shapeOf(below, undefined);
    if (shape.kind !== 'scalar' && shape.atomic) {
      members.add(step);
      children.delete(step);
    } else {
      children.set(step, underSchema(below, child));
    }
  }
  return new FieldSet(members, children);
}

/** The object without the fields and items of a set. A container that loses everything becomes null, unless it is itself in the set. */
export function removeFields(schema: Schema, object: JsonObject, set: FieldSet): JsonObject {
  const left = remove(schema, object, set);
  return isObject(left) ? left : {};
}

function remove(schema: Schema, value: Json, set: FieldSet): Json {
  const shape = shapeOf(schema, value);
  if (shape.kind === 'scalar') return value;
  if (shape.atomic) return null;
  if (shape.kind === 'list') return Array.isArray(value) && value.length > 0 ? removeItems(shape.schema, value, set) : null;
  return isObject(value) && Object.keys(value).length > 0 ? removeKeys(shape.schema, value, set) : null;
}

function removeItems(schema: Schema, list: Json[], set: FieldSet): Json {
  const left = list.flatMap((item) => {
    const step = itemStep(schema, item);
    if (step === undefined) return [item];
    if (set.members.has(step)) return [];
    const below = set.child(step);
    return [below.isEmpty ? item : remove(schemaOfItem(schema), item, below)];
  });
  return left.length === 0 ? null : left;
}

function removeKeys(schema: Schema, object: JsonObject, set: FieldSet): Json {
  const left: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    const step = fieldStep(key);
    if (set.members.has(step)) continue;
    const below = set.child(step);
    assign(left, key, below.isEmpty ? value : remove(schemaOfField(schema, key), value, below));
  }
  return Object.keys(left).length === 0 ? null : left;
}
