import { isDeepStrictEqual } from 'node:util';

/**
 * True when two values of a status say the same. The order of a list whose items bear a `type` or a `name` of their own is the server's:
 * it merges such lists item by item and keeps the order in which they came.
 */
export const saysTheSame = (live: unknown, wanted: unknown): boolean =>
  isDeepStrictEqual(live, wanted) || isDeepStrictEqual(inOrder(live), inOrder(wanted));

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(inOrder);
    const keys = items.map(keyOf);
    const isMap = keys.every((key) => key !== undefined) && new Set(keys).size === keys.length;
    return isMap ? Object.fromEntries(items.map((item, index) => [keys[index] ?? '', item])) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const present = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(present.map(([name, field]) => [name, inOrder(field)]));
}

/** What names an item of a list that is merged. */
function keyOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  if ('type' in item && typeof item.type === 'string') return item.type;
  return 'name' in item && typeof item.name === 'string' ? item.name : undefined;
}
