import { isObject } from '../json.js';
import { asObject } from '../walk.js';
import type { Column, Json, JsonObject } from '../types.js';

/** How long ago, in the two largest units that matter, as kubectl writes ages. */
export function age(since: Json | undefined, now: Date): string {
  const time = typeof since === 'string' ? Date.parse(since) : Number.NaN;
  if (Number.isNaN(time)) return '<unknown>';
  const seconds = Math.floor((now.getTime() - time) / 1000);
  if (seconds < -1) return '<invalid>';
  return spell(Math.max(seconds, 0));
}

/** The thresholds are kubectl's: small durations keep a second unit, large ones drop it. */
function spell(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const years = Math.floor(days / 365);
  const two = (major: number, unit: string, minor: number, small: string): string =>
    `${String(major)}${unit}${minor === 0 ? '' : `${String(minor)}${small}`}`;
  if (seconds < 120) return `${String(seconds)}s`;
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${String(minutes)}m`;
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${String(hours)}h`;
  if (days < 8) return two(days, 'd', hours % 24, 'h');
  if (days < 730) return `${String(days)}d`;
  return years < 8 ? two(years, 'y', days % 365, 'd') : `${String(years)}y`;
}

/** The value at a path of field names. */
export function at(object: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), object);
}

export const items = (object: Json | undefined, path: string): JsonObject[] => {
  const found = at(object, path);
  return Array.isArray(found) ? found.map(asObject) : [];
};

export const text = (value: Json | undefined, absent = ''): string =>
  value === undefined || value === null ? absent : typeof value === 'string' ? value : JSON.stringify(value);

type Render = NonNullable<Column['render']>;

/** A column computed from the object. Wide columns show with `-o wide` only. */
export const column = (name: string, render: Render, type: Column['type'] = 'string'): Column => ({ name, type, priority: 0, render });
export const wide = (name: string, render: Render, type: Column['type'] = 'string'): Column => ({ name, type, priority: 1, render });
/** A column that shows one field. */
export const field = (name: string, path: string, absent = ''): Column => column(name, (object) => text(at(object, path), absent));
export const count = (name: string, path: string, type: Column['type'] = 'integer'): Column =>
  column(name, (object) => Number(at(object, path) ?? 0), type);
export const flag = (name: string, path: string): Column => column(name, (object) => at(object, path) === true, 'boolean');

export const nameColumn: Column = {
  name: 'Name', type: 'string', format: 'name', priority: 0, description: 'Name of the object.',
  render: (object) => text(at(object, 'metadata.name')),
};
export const ageColumn: Column = column('Age', (object, now) => age(at(object, 'metadata.creationTimestamp'), now));
export const nameAndAge: readonly Column[] = [nameColumn, ageColumn];

/** A label selector as kubectl writes it. */
export function selectorText(selector: Json | undefined): string {
  const labels = isObject(selector) && !('matchLabels' in selector) && !('matchExpressions' in selector) ? selector : at(selector, 'matchLabels');
  const equal = Object.entries(asObject(labels)).map(([key, value]) => `${key}=${text(value)}`);
  const others = items(selector, 'matchExpressions').map(expression);
  const all = [...equal.sort(), ...others];
  return all.length === 0 ? '<none>' : all.join(',');
}

function expression(requirement: JsonObject): string {
  const key = text(requirement['key']);
  const values = Array.isArray(requirement['values']) ? `(${requirement['values'].map((value) => text(value)).sort().join(',')})` : '';
  switch (requirement['operator']) {
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return `${key} ${text(requirement['operator']).toLowerCase()} ${values}`;
  }
}
