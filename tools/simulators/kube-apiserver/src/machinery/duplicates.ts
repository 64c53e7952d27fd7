import { isObject } from './json.js';

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;
const found = new WeakMap<object, readonly string[]>();

/** Parses JSON and remembers which fields stood in it more than once, which the result no longer shows. @throws SyntaxError */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return value;
  // Counting is quick and almost always all that is needed.
  if (countKeys(value) !== countColons(text)) found.set(value, duplicatesIn(text));
  return value;
}

/** The paths of fields that a body has twice, in the order in which they came. */
export const duplicateFields = (body: unknown): readonly string[] => (isObject(body) ? found.get(body) ?? [] : []);

function countKeys(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0);
  return isObject(value) ? Object.values(value).reduce<number>((sum, field) => sum + 1 + countKeys(field), 0) : 0;
}

function countColons(text: string): number {
  let count = 0;
  for (const [token] of text.matchAll(TOKEN)) if (token === ':') count += 1;
  return count;
}

interface Frame {
  readonly path: string;
  readonly keys: Set<string>;
  readonly list: boolean;
  key: string;
  index: number;
}

function duplicatesIn(text: string): readonly string[] {
  const duplicates: string[] = [];
  const stack: Frame[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const frame = stack.at(-1);
    const path = frame === undefined ? '' : placeIn(frame);
    if (token === '{' || token === '[') stack.push({ path, keys: new Set(), list: token === '[', key: '', index: 0 });
    else if (token === '}' || token === ']') stack.pop();
    else if (token === ',' && frame !== undefined) frame.index += 1;
    else if (token === ':' && frame !== undefined) {
      frame.key = JSON.parse(last) as string;
      if (frame.keys.has(frame.key)) duplicates.push(placeIn(frame));
      frame.keys.add(frame.key);
    }
    last = token;
  }
  return duplicates;
}

function placeIn({ path, list, key, index }: Frame): string {
  if (list) return `${path}[${String(index)}]`;
  return path === '' ? key : `${path}.${key}`;
}
