import { Typed, isDataObject } from '../codec/values.js';
import type { ManagedObject, Reader } from '../model/managed-object.js';
import { schema } from '../schema/index.js';
import type { Field } from '../schema/index.js';
import { invalidProperty } from '../soap/faults.js';

interface Step {
  readonly name: string;
  readonly key: string | undefined;
}

const stepPattern = /^(\w+)(?:\["([^"]*)"\]|\[(-?\w+)\])?(?:\.|$)/;

/** Splits `config.hardware.device[4000].backing` or `config.extraConfig["a.b"].value` into its steps. */
function parsePath(path: string): Step[] {
  const steps: Step[] = [];
  for (let rest = path; rest !== ''; ) {
    const match = stepPattern.exec(rest);
    if (!match) throw invalidProperty(path);
    steps.push({ name: match[1] ?? '', key: match[2] ?? match[3] });
    rest = rest.slice(match[0].length);
  }
  if (steps.length === 0) throw invalidProperty(path);
  return steps;
}

/**
 * Reads a property by its path.
 *
 * @returns the value with its declared type, or undefined when it is unset
 * @throws VimFault InvalidProperty when the type has no such property
 */
export function readProperty(object: ManagedObject, path: string, reader: Reader): Typed | undefined {
  const [first, ...rest] = parsePath(path);
  const properties = schema.managed(object.ref.type)?.fields ?? [];
  const field = properties.find((candidate) => candidate.name === first?.name);
  if (!first || !field) throw invalidProperty(path);
  let current = select(path, field, field.type === 'unsimulated' ? undefined : object.read(field.name, reader), first);
  for (const step of rest) current = descend(path, current, step);
  return current.value === undefined || current.type.type === 'unsimulated' ? undefined : current;
}

function descend(path: string, { type, value }: Typed, step: Step): Typed {
  if (type.array || type.reference) throw invalidProperty(path);
  const actual = isDataObject(value) && typeof value['$type'] === 'string' ? value['$type'] : type.type;
  const field = schema.type(actual)?.fields.find((candidate) => candidate.name === step.name);
  if (!field) throw invalidProperty(path);
  return select(path, field, isDataObject(value) ? value[step.name] : undefined, step);
}

/** With a key, an array property means its one element with that key. */
function select(path: string, field: Field, value: unknown, step: Step): Typed {
  if (step.key === undefined) return new Typed(field, value);
  if (!field.array || field.reference) throw invalidProperty(path);
  const elements: readonly unknown[] = Array.isArray(value) ? value : [];
  const element = elements.find((item) => isDataObject(item) && String(item['key']) === step.key);
  return new Typed({ ...field, array: false }, element);
}

/** The names of all top-level properties of a managed object type. */
export function propertyNames(type: string): string[] {
  return (schema.managed(type)?.fields ?? []).filter((field) => field.type !== 'unsimulated').map((field) => field.name);
}
