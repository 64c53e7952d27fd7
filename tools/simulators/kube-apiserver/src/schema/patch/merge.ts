import { assign, clone, isObject } from '../json.js';
import type { Json, JsonObject } from '../types.js';

/** JSON merge patch (RFC 7386): null deletes, objects merge, everything else replaces. */
export function mergePatch(live: Json, patch: Json): Json {
  if (!isObject(patch)) return clone(patch);
  const out: JsonObject = isObject(live) ? { ...live } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(out, key);
    else assign(out, key, mergePatch(Object.hasOwn(out, key) ? (out[key] ?? null) : null, value));
  }
  return out;
}
