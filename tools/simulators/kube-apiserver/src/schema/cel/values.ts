import { equal } from '../json.js';
import { sourceOf } from './types.js';

/** Equality of values inside rules. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (a instanceof Map) {
    return b instanceof Map && a.size === b.size && [...a].every(([key, value]) => b.has(key) && sameValue(value, b.get(key)));
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const source = sourceOf(a);
  return source !== undefined && equal(source, sourceOf(b));
}

/** Order of values inside rules: negative, zero or positive. */
export function compareValues(a: unknown, b: unknown): number {
  const [left, right] = [orderable(a), orderable(b)];
  return left < right ? -1 : Number(left > right);
}

function orderable(value: unknown): bigint | number | string {
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return Number(value);
  return Number(value);
}
