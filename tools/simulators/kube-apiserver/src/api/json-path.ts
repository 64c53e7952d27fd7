import { asObject, isObject } from '../machinery/json.js';

type Step = (values: readonly unknown[]) => readonly unknown[];

const field = (name: string): Step => (values) => values.flatMap((value) => (isObject(value) && name in value ? [value[name]] : []));

const every: Step = (values) => values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : Object.values(asObject(value))));

const index = (position: number): Step => (values) =>
  values.flatMap((value) => (Array.isArray(value) && value.at(position) !== undefined ? [value.at(position) as unknown] : []));

/** `[?(@.type=="Ready")]`: the items whose field compares as asked. */
function filter(path: string, operator: string, wanted: string): Step {
  const matches = (item: unknown): boolean => {
    const found = evaluate(item, path)[0];
    if (operator === '') return found !== undefined;
    return (String(found) === wanted) === (operator === '==');
  };
  return (values) => values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]).filter(matches) : []));
}

const TOKEN = /^(?:\.([^.[\]]+)|\['([^']+)'\]|\["([^"]+)"\]|\[(-?\d+)\]|\[\*\]|\[\?\(\s*@([^=!\s)]+)\s*(?:(==|!=)\s*["']?([^"')]*)["']?\s*)?\)\])/;

const parsed = new Map<string, readonly Step[]>();

function stepsOf(path: string): readonly Step[] {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const steps: Step[] = [];
  // A dot inside a name is written with a backslash.
  let rest = path.replaceAll('\\.', '\u0000');
  for (let match = TOKEN.exec(rest); match !== null; match = TOKEN.exec(rest)) {
    steps.push(stepOf(match));
    rest = rest.slice(match[0].length);
  }
  parsed.set(path, steps);
  return steps;
}

function stepOf([whole, dotted, quoted, doubleQuoted, position, filterPath, operator, wanted]: RegExpExecArray): Step {
  if (position !== undefined) return index(Number(position));
  if (filterPath !== undefined) return filter(filterPath, operator ?? '', wanted ?? '');
  const name = dotted ?? quoted ?? doubleQuoted;
  return name === undefined || name === '*' || whole === '[*]' ? every : field(name.replaceAll('\u0000', '.'));
}

const evaluate = (value: unknown, path: string): readonly unknown[] =>
  stepsOf(path).reduce<readonly unknown[]>((values, step) => step(values), [value]);

/** The first value that a printer column's JSONPath finds. */
export const firstAtJsonPath = (value: unknown, path: string): unknown => evaluate(value, path)[0];
