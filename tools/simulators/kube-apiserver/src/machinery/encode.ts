import { without } from './json.js';
import type { ApiObject } from './object.js';

const whole = new WeakMap<object, string>();
const untyped = new WeakMap<object, string>();

/** The JSON text of a frozen object, made once and shared by every reader and watcher. */
export function jsonOf(object: object): string {
  const known = whole.get(object);
  if (known !== undefined) return known;
  const text = JSON.stringify(object);
  if (Object.isFrozen(object)) whole.set(object, text);
  return text;
}

/** The same without `kind` and `apiVersion`, as the items of built-in lists are sent. */
export function itemJsonOf(object: ApiObject): string {
  const known = untyped.get(object);
  if (known !== undefined) return known;
  const text = JSON.stringify(without(object, 'kind', 'apiVersion'));
  if (Object.isFrozen(object)) untyped.set(object, text);
  return text;
}
