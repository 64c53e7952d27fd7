/** A JSON object whose fields are not known here. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

export const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

export const asString = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A map of strings, as labels and annotations are; anything else in it is left out. */
export function asStrings(value: unknown): Readonly<Record<string, string>> {
  const strings: Record<string, string> = {};
  for (const [key, entry] of Object.entries(asObject(value))) if (typeof entry === 'string') strings[key] = entry;
  return strings;
}

/** The value at `path`, or undefined where a step is missing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const step of path) {
    if (!isObject(current)) return undefined;
    current = current[step];
  }
  return current;
}

/** A copy of `object` with `value` at `path`; steps that are missing are made, and all else is shared. */
export function withAt(object: JsonObject, path: readonly string[], value: unknown): JsonObject {
  const [step, ...rest] = path;
  if (step === undefined) return object;
  return { ...object, [step]: rest.length === 0 ? value : withAt(asObject(object[step]), rest, value) };
}

/** A copy of `object` without some of its fields. */
export function without(object: JsonObject, ...fields: readonly string[]): JsonObject {
  const rest: Record<string, unknown> = { ...object };
  for (const field of fields) Reflect.deleteProperty(rest, field);
  return rest;
}

/** A copy without the fields whose value is undefined, so that an object reads the same in memory and as JSON. */
export function compact<T extends object>(object: T): T {
  const entries: [string, unknown][] = Object.entries(object);
  return entries.some(([, value]) => value === undefined)
    ? (Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T)
    : object;
}

/** Structural equality of two JSON values. */
export function deepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => deepEqual(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left).filter((key) => left[key] !== undefined);
  const others = Object.keys(right).filter((key) => right[key] !== undefined);
  return keys.length === others.length && keys.every((key) => key in right && deepEqual(left[key], right[key]));
}

/** Freezes a JSON value in place. What is frozen already is taken to be frozen all the way down, so shared parts cost nothing. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const entry of Object.values(value)) deepFreeze(entry);
  return value;
}
