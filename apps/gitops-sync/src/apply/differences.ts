import { isDeepStrictEqual } from 'node:util';

/** What every write moves, and what controllers say: Git declares neither. */
const IGNORED: ReadonlySet<string> = new Set(['metadata.managedFields', 'metadata.resourceVersion', 'metadata.generation', 'status']);

/** The fields in which two states of an object differ. Never their values: the object may be a Secret. */
export function differences(live: unknown, wanted: unknown, path = ''): readonly string[] {
  if (IGNORED.has(path) || isDeepStrictEqual(live, wanted)) return [];
  if (isRecord(live) && isRecord(wanted)) {
    const keys = [...new Set([...Object.keys(live), ...Object.keys(wanted)])].sort();
    return keys.flatMap((key) => differences(live[key], wanted[key], `${path}${step(key, path === '')}`));
  }
  if (Array.isArray(live) && Array.isArray(wanted) && live.length === wanted.length) {
    return live.flatMap((item, index) => differences(item, wanted[index], `${path}[${index}]`));
  }
  return [path];
}

const step = (key: string, isFirst: boolean): string => (!/^[\w-]+$/.test(key) ? `[${key}]` : isFirst ? key : `.${key}`);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
