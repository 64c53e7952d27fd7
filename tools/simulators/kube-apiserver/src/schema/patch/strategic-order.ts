import { canonical, isObject } from '../json.js';
import { StrategicPatchError } from './strategic-error.js';
import type { Json } from '../types.js';

/** What tells an item from the others: its merge key, or the value itself. */
export function keyOf(item: Json, mergeKey: string | undefined): string {
  if (mergeKey === undefined) return canonical(item);
  const key = isObject(item) ? item[mergeKey] : undefined;
  if (key === undefined) throw new StrategicPatchError(`map: ${canonical(item)} does not contain declared merge key: ${mergeKey}`);
  return canonical(key);
}

export const dedupe = (values: Json[]): Json[] => [...new Map(values.map((value) => [canonical(value), value])).values()];

/**
 * Orders a merged list: the items that the patch knows stand as in the patch; each other item stands before the first of those that it
 * preceded in the stored list.
 */
export function orderLike(merged: Json[], wanted: Json[], stored: Json[], mergeKey: string | undefined): Json[] {
  const rank = new Map(wanted.map((item, i) => [keyOf(item, mergeKey), i]));
  const place = new Map(stored.map((item, i) => [keyOf(item, mergeKey), i]));
  const key = (item: Json): string => keyOf(item, mergeKey);
  const known = merged.filter((item) => rank.has(key(item))).sort((a, b) => (rank.get(key(a)) ?? 0) - (rank.get(key(b)) ?? 0));
  const others = merged.filter((item) => !rank.has(key(item))).sort((a, b) => (place.get(key(a)) ?? 0) - (place.get(key(b)) ?? 0));
  const out: Json[] = [];
  let next = 0;
  for (const item of known) {
    const before = place.get(key(item)) ?? -1;
    for (let other = others[next]; other !== undefined && (place.get(key(other)) ?? Infinity) < before; other = others[next]) {
      out.push(other);
      next += 1;
    }
    out.push(item);
  }
  return [...out, ...others.slice(next)];
}
