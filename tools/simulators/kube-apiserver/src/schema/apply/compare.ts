import { equal } from '../json.js';
import { FieldSetBuilder, fieldStep } from './field-set.js';
import { fieldsOf, indexItems, isBare, itemsOf, schemaOfField, schemaOfItem, shapeOf } from './shape.js';
import type { FieldSet, Path, Step } from './field-set.js';
import type { Shape } from './shape.js';
import type { Json, JsonObject, Schema } from '../types.js';

/** What became of each field between two versions of an object. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

type Side = Json | undefined;

/** Compares two versions of an object, field by field as its schema divides them. */
export function compare(schema: Schema, before: JsonObject, after: JsonObject): Comparison {
  const walk = new Walk();
  walk.visit(schema, before, after, []);
  return { added: walk.added.build(), modified: walk.modified.build(), removed: walk.removed.build() };
}

class Walk {
  readonly added = new FieldSetBuilder();
  readonly modified = new FieldSetBuilder();
  readonly removed = new FieldSetBuilder();

  visit(schema: Schema, before: Side, after: Side, path: Path): void {
    const old = shapeOf(schema, before);
    const now = shapeOf(schema, after);
    // Where the schema leaves the type open and it changed, the old parts go and the new ones come.
    if (before !== undefined && after !== undefined && old.kind !== now.kind) this.descend(old, before, after, path);
    const isLeaf = this.descend(after === undefined ? old : now, before, after, path);
    if (isLeaf) return;
    if (before === undefined) this.added.add(path);
    else if (after === undefined) this.removed.add(path);
  }

  /** Compares as one shape; says whether the value was compared as a whole. */
  private descend(shape: Shape, before: Side, after: Side, path: Path): boolean {
    if (shape.kind === 'scalar' || shape.atomic) return this.leaf(before, after, path);
    if (shape.kind === 'map') {
      const [old, now] = [fieldsOf(before), fieldsOf(after)];
      if (isBare(old) && isBare(now)) return this.leaf(before, after, path);
      this.fields(shape.schema, old ?? {}, now ?? {}, path);
      return false;
    }
    const [old, now] = [itemsOf(before), itemsOf(after)];
    if (isBare(old) && isBare(now)) return this.leaf(before, after, path);
    this.items(shape.schema, old ?? [], now ?? [], path);
    return false;
  }

  private leaf(before: Side, after: Side, path: Path): true {
    if (before === undefined) this.added.add(path);
    else if (after === undefined) this.removed.add(path);
    else if (!equal(before, after)) this.modified.add(path);
    return true;
  }

  private fields(schema: Schema, before: JsonObject, after: JsonObject, path: Path): void {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const old = Object.hasOwn(before, key) ? before[key] : undefined;
      const now = Object.hasOwn(after, key) ? after[key] : undefined;
      // Most of an object does not change: equal parts need no walk.
      if (old !== now) this.visit(schemaOfField(schema, key), old, now, [...path, fieldStep(key)]);
    }
  }

  private items(schema: Schema, before: Json[], after: Json[], path: Path): void {
    const old = indexItems(schema, before);
    const now = indexItems(schema, after);
    for (const step of new Set([...old.keys(), ...now.keys()])) {
      this.item(schemaOfItem(schema), old.get(step) ?? [], now.get(step) ?? [], path, step);
    }
  }

  /** Objects from before a list had keys may hold duplicates; those are owned together, as one. */
  private item(schema: Schema, old: Json[], now: Json[], path: Path, step: Step): void {
    const at = [...path, step];
    const [oldTwice, nowTwice] = [old.length > 1, now.length > 1];
    if (oldTwice && nowTwice) {
      if (!equal(old, now)) this.modified.add(at);
      return;
    }
    if (oldTwice) {
      if (now.length > 0) this.visit(schema, undefined, now[0], at);
      this.removed.add(at);
    } else if (nowTwice) {
      if (old.length > 0) this.visit(schema, old[0], undefined, at);
      this.added.add(at);
    } else {
      this.visit(schema, old[0], now[0], at);
    }
  }
}
