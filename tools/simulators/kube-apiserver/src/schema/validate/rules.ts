import { rulesOf } from '../cel/compile.js';
import { resolveFieldPath } from '../cel/field-path.js';
import { equal, isObject } from '../json.js';
import { child, fieldSchema } from '../walk.js';
import { brokenRule, typeName } from './errors.js';
import { correlate } from './lists.js';
import type { CompiledRule } from '../cel/compile.js';
import type { FieldError, Json, Schema } from '../types.js';

/** The CEL rules that do not hold, from the outside in. With `old`, rules on parts that did not change are not asked again. */
export function checkRules(schema: Schema, value: Json, old: Json | undefined): FieldError[] {
  return visit(schema, value, old, '');
}

const ruled = new WeakMap<Schema, boolean>();

/** Whether there is any rule in a schema: most parts of most schemas have none and need no walk. */
function hasRules(schema: Schema): boolean {
  const known = ruled.get(schema);
  if (known !== undefined) return known;
  const parts = [...Object.values(schema.properties ?? {}), ...(schema.items === undefined ? [] : [schema.items])];
  if (typeof schema.additionalProperties === 'object') parts.push(schema.additionalProperties);
  const found = (schema['x-kubernetes-validations'] ?? []).length > 0 || parts.some(hasRules);
  ruled.set(schema, found);
  return found;
}

function visit(schema: Schema, value: Json, old: Json | undefined, path: string): FieldError[] {
  if (!hasRules(schema) || value === null) return [];
  const before = old ?? undefined;
  const isUnchanged = before !== undefined && equal(value, before);
  const asked = rulesOf(schema).filter((rule) => applies(rule, before, isUnchanged));
  const own = asked.flatMap((rule) => ask(schema, rule, value, before, path));
  return [...own, ...visitParts(schema, value, before, path)];
}

function applies({ rule, isTransition }: CompiledRule, old: Json | undefined, isUnchanged: boolean): boolean {
  return isTransition ? old !== undefined || rule.optionalOldSelf === true : !isUnchanged;
}

function visitParts(schema: Schema, value: Json, old: Json | undefined, path: string): FieldError[] {
  if (Array.isArray(value)) {
    const items = schema.items;
    const before = correlate(schema, old);
    return items === undefined ? [] : value.flatMap((item, i) => visit(items, item, before?.(item), `${path}[${String(i)}]`));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    const of = fieldSchema(schema, key);
    return of === undefined ? [] : visit(of, field, isObject(old) ? old[key] : undefined, child(path, key));
  });
}

function ask(schema: Schema, compiled: CompiledRule, value: Json, old: Json | undefined, path: string): FieldError[] {
  const { rule, message = '', reason = 'FieldValueInvalid', fieldPath } = compiled.rule;
  const at = `${path}${fieldPath === undefined ? '' : (resolveFieldPath(schema, fieldPath) ?? '')}`;
  const shown = path === '' && at.startsWith('.') ? at.slice(1) : at;
  try {
    if (compiled.holds(value, old)) return [];
  } catch (error) {
    const detail = `${faultText(error)} evaluating rule: ${message.trim() === '' ? rule.trim() : message.trim()}`;
    return [{ path, reason: 'FieldValueInvalid', message: `Invalid value: "${typeName(value)}": ${detail}`, value }];
  }
  const detail = compiled.message(value, old) ?? (message.trim() === '' ? `failed rule: ${rule.trim()}` : message.trim());
  return [brokenRule(reason, shown === '' ? '<nil>' : shown, value, detail)];
}

/** What went wrong inside a rule, without the source listing that the library adds. */
function faultText(error: unknown): string {
  const summary = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  const index = /index out of bounds, index (-?\d+)/.exec(summary);
  return index === null ? `${summary.charAt(0).toLowerCase()}${summary.slice(1)}` : `index out of bounds: ${index[1] ?? ''}`;
}
