import { assign, clone, isObject } from '../json.js';
import { fieldsOf, indexItems, isBare, itemStep, itemsOf, schemaOfField, schemaOfItem, shapeOf } from './shape.js';
import type { Step } from './field-set.js';
import type { Json, JsonObject, Schema } from '../types.js';

type Side = Json | undefined;

/** Lays an applied configuration over the stored object. Nothing is removed; lists with keys follow the configuration's order. */
export function mergeApplied(schema: Schema, live: JsonObject, applied: JsonObject): JsonObject {
  const merged = merge(schema, live, applied);
  return isObject(merged) ? merged : {};
}

function merge(schema: Schema, live: Side, applied: Side): Side {
  if (applied === undefined) return live;
  const shape = shapeOf(schema, applied);
  if (shape.kind === 'scalar' || shape.atomic) return clone(applied);
  if (shape.kind === 'map') {
    const [old, now] = [fieldsOf(live), fieldsOf(applied)];
    return isBare(old) && isBare(now) ? clone(applied) : mergeFields(shape.schema, old ?? {}, now ?? {});
  }
  const [old, now] = [itemsOf(live), itemsOf(applied)];
  return isBare(old) && isBare(now) ? clone(applied) : mergeItems(shape.schema, old ?? [], now ?? []);
}

function mergeFields(schema: Schema, live: JsonObject, applied: JsonObject): JsonObject {
  const out: JsonObject = { ...live };
  for (const [key, field] of Object.entries(applied)) {
    const merged = merge(schemaOfField(schema, key), Object.hasOwn(live, key) ? live[key] : undefined, field);
    if (merged !== undefined) assign(out, key, merged);
  }
  return out;
}

/**
 * Merges lists whose items have keys. Applied items keep their order; an item that only the stored list has comes where it stood,
 * which is before the next item that both have.
 */
function mergeItems(schema: Schema, live: Json[], applied: Json[]): Json[] {
  const items = schemaOfItem(schema);
  const stored = indexItems(schema, live);
  const wanted = indexItems(schema, applied);
  const steps = [...wanted.keys()];
  // Duplicates in the stored list are from before it had keys; an applied item replaces them all.
  const mergedItem = (step: Step): Json => {
    const known = stored.get(step) ?? [];
    return merge(items, known.length > 1 ? null : known[0], wanted.get(step)?.[0]) ?? null;
  };
  const shared = steps.filter((step) => stored.has(step));
  const out: Json[] = [];
  let next = 0;
  let at = 0;
  const takeUntil = (step: Step): void => {
    for (; next < steps.length && steps[next] !== step; next += 1) out.push(mergedItem(steps[next] ?? ''));
  };
  for (const item of live) {
    const step = itemStep(schema, item);
    if (step === undefined || !wanted.has(step)) {
      out.push(item);
    } else if (step === shared[at]) {
      takeUntil(step);
      out.push(mergedItem(step));
      next += 1;
      at += 1;
    }
  }
  takeUntil('');
  return out;
}
