import { assign, clone, isObject } from '../json.js';
import { fieldSchema } from '../walk.js';
import { StrategicPatchError } from './strategic-error.js';
import { dedupe, keyOf, orderLike } from './strategic-order.js';
import type { Json, JsonObject, Schema } from '../types.js';

const free: Schema = {};
const directive = '$patch';
const retainKeys = '$retainKeys';
const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';

/**
 * Strategic merge patch, the patch that kubectl sends for built-in kinds: maps merge, null deletes, lists with the patch strategy `merge`
 * merge by their key, other lists are replaced. Directives (`$patch`, `$retainKeys`, `$setElementOrder/…`, `$deleteFromPrimitiveList/…`)
 * say what a merge cannot.
 * @throws StrategicPatchError when the patch contradicts itself or the schema
 */
export function strategicMergePatch(schema: Schema, live: JsonObject, patch: JsonObject): JsonObject {
  return mergeMaps(schema, live, patch);
}

function mergeMaps(schema: Schema, live: JsonObject, patch: JsonObject): JsonObject {
  const { [directive]: how, ...fields } = patch;
  if (how === 'replace') return clone(fields);
  if (how === 'delete') return {};
  if (how !== undefined && how !== 'merge') throw new StrategicPatchError(`unknown patch type found: ${JSON.stringify(how)}`);
  const out = retained(live, fields);
  for (const [key, value] of Object.entries(fields)) {
    if (key.startsWith('$')) continue;
    if (value === null) Reflect.deleteProperty(out, key);
    else assign(out, key, mergeField(fieldSchema(schema, key) ?? free, out[key], value, fields, key));
  }
  for (const name of listsNamedAlone(fields)) {
    const list = out[name];
    if (Array.isArray(list)) assign(out, name, mergeLists(fieldSchema(schema, name) ?? free, list, [], fields, name));
  }
  return out;
}

/** What is left of a map whose patch lists the only keys that may remain. */
function retained(live: JsonObject, patch: JsonObject): JsonObject {
  const keep = patch[retainKeys];
  if (keep === undefined) return { ...live };
  if (!Array.isArray(keep)) throw new StrategicPatchError('$retainKeys is not a list');
  const strayed = Object.keys(patch).filter((key) => !key.startsWith('$') && patch[key] !== null && !keep.includes(key));
  if (strayed.length > 0) throw new StrategicPatchError(`$retainKeys does not name ${strayed.join(', ')}, which the patch sets`);
  return Object.fromEntries(Object.entries(live).filter(([key]) => keep.includes(key)));
}

/** Lists that the patch orders or takes values from without adding to them. */
function listsNamedAlone(patch: JsonObject): Set<string> {
  const names = Object.keys(patch).flatMap((key) => {
    const prefix = [orderPrefix, deletePrefix].find((one) => key.startsWith(one));
    return prefix === undefined ? [] : [key.slice(prefix.length)];
  });
  return new Set(names.filter((name) => !Object.hasOwn(patch, name)));
}

function mergeField(schema: Schema, live: Json | undefined, value: Json, patch: JsonObject, key: string): Json {
  const strategy = schema['x-kubernetes-patch-strategy'] ?? '';
  if (isObject(value)) {
    if (strategy === 'replace') return clone(value);
    return mergeMaps(schema, isObject(live) ? live : {}, value);
  }
  if (Array.isArray(value) && strategy.split(',').includes('merge')) return mergeLists(schema, Array.isArray(live) ? live : [], value, patch, key);
  return clone(value);
}

function mergeLists(schema: Schema, live: Json[], patch: Json[], around: JsonObject, name: string): Json[] {
  const order = listAt(around, `${orderPrefix}${name}`);
  const gone = listAt(around, `${deletePrefix}${name}`);
  const mergeKey = schema['x-kubernetes-patch-merge-key'];
  const isOfMaps = [...live, ...patch, ...(order ?? [])].some(isObject);
  if (!isOfMaps) {
    const left = gone === undefined ? live : live.filter((value) => !gone.includes(value));
    return orderLike(dedupe([...left, ...patch]), order ?? patch, live, undefined);
  }
  if (mergeKey === undefined || mergeKey === '') throw new StrategicPatchError(`cannot merge lists without merge key for ${name}`);
  return mergeKeyed(schema.items ?? free, mergeKey, live, patch, order);
}

function listAt(object: JsonObject, key: string): Json[] | undefined {
  const value = object[key];
  if (value === undefined || Array.isArray(value)) return value;
  throw new StrategicPatchError(`${key} is not a list`);
}

function mergeKeyed(schema: Schema, mergeKey: string, live: Json[], patch: Json[], order: Json[] | undefined): Json[] {
  const entries = patch.map((entry) => {
    if (!isObject(entry)) throw new StrategicPatchError('a list of objects cannot be merged with a list of values');
    return entry;
  });
  const plain = entries.filter((entry) => entry[directive] === undefined || entry[directive] === 'merge');
  const doomed = new Set(entries.filter((entry) => entry[directive] === 'delete').map((entry) => keyOf(entry, mergeKey)));
  // A lone `$patch: replace` among the items means that the list is the other items.
  const isReplaced = entries.some((entry) => entry[directive] === 'replace');
  const merged: Json[] = isReplaced ? [] : live.filter((item) => !doomed.has(keyOf(item, mergeKey)));
  for (const entry of plain) {
    const key = keyOf(entry, mergeKey);
    const at = merged.findIndex((item) => keyOf(item, mergeKey) === key);
    const before = merged[at];
    const after = mergeMaps(schema, isObject(before) ? before : {}, entry);
    if (at < 0) merged.push(after);
    else merged[at] = after;
  }
  return orderLike(merged, order ?? plain, live, mergeKey);
}
