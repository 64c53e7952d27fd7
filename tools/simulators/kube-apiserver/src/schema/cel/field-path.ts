import type { Schema } from '../types.js';

/**
 * Resolves the `fieldPath` of a rule, such as `.spec.name` or `['key']`, below the place of the rule: the suffix of the error's path, or
 * undefined when there is no such field.
 */
export function resolveFieldPath(schema: Schema, fieldPath: string): string | undefined {
  const steps = parse(fieldPath);
  let at: Schema | undefined = schema;
  let suffix = '';
  for (const step of steps ?? []) {
    const property: Schema | undefined = at.properties?.[step];
    const values: Schema | undefined = typeof at.additionalProperties === 'object' ? at.additionalProperties : undefined;
    suffix += property === undefined ? `[${step}]` : `.${step}`;
    at = property ?? values;
    if (at === undefined) return undefined;
  }
  return steps === undefined ? undefined : suffix;
}

function parse(fieldPath: string): string[] | undefined {
  const whole = /^(?:\.[A-Za-z_][\w-]*|\['(?:[^'\\]|\\.)*'\])+$/;
  if (!whole.test(fieldPath)) return undefined;
  return [...fieldPath.matchAll(/\.([A-Za-z_][\w-]*)|\['((?:[^'\\]|\\.)*)'\]/g)].map(([, name, key]) => name ?? (key ?? '').replace(/\\(.)/g, '$1'));
}
