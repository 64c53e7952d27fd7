import { rulesOf } from '../cel/compile.js';
import { resolveFieldPath } from '../cel/field-path.js';
import { invalid, notSupported, required } from './errors.js';
import type { CompiledRule } from '../cel/compile.js';
import type { FieldError, FieldErrorReason, Schema, ValidationRule } from '../types.js';

const reasons: readonly FieldErrorReason[] = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/**
 * The faults of the CEL rules of a schema. Rules are compiled on `whole`, which has the fields of every object as well; `declared` decides
 * which nodes are visited. `uncorrelated` is the list, if any, whose items cannot be found again in the object before.
 */
export function checkRuleSources(declared: Schema, whole: Schema, path: string, uncorrelated = ''): FieldError[] {
  const own = rulesOf(whole).flatMap((rule, i) => checkRule(whole, rule, `${path}.x-kubernetes-validations[${String(i)}]`, uncorrelated));
  const fields = Object.entries(declared.properties ?? {}).flatMap(([key, field]) =>
    checkRuleSources(field, whole.properties?.[key] ?? field, `${path}.properties[${key}]`, uncorrelated));
  return [...own, ...fields, ...checkParts(declared, whole, path, uncorrelated)];
}

function checkParts(declared: Schema, whole: Schema, path: string, uncorrelated: string): FieldError[] {
  const { items, additionalProperties: values } = declared;
  const wholeValues = whole.additionalProperties;
  const below = uncorrelated !== '' || whole['x-kubernetes-list-type'] === 'map' ? uncorrelated : path;
  return [
    ...(items === undefined ? [] : checkRuleSources(items, whole.items ?? items, `${path}.items`, below)),
    ...(typeof values !== 'object' ? [] : checkRuleSources(values, typeof wholeValues === 'object' ? wholeValues : values, `${path}.additionalProperties`, uncorrelated)),
  ];
}

/** A rule as the API server prints it. */
const printed = (rule: ValidationRule): string => JSON.stringify({
  Rule: rule.rule, Message: rule.message ?? '', MessageExpression: rule.messageExpression ?? '', Reason: rule.reason ?? null,
  FieldPath: rule.fieldPath ?? '', OptionalOldSelf: rule.optionalOldSelf ?? null,
}).replaceAll('>', '\\u003e').replaceAll('<', '\\u003c').replaceAll('&', '\\u0026');

function checkRule(schema: Schema, { rule, faults, isTransition }: CompiledRule, path: string, uncorrelated: string): FieldError[] {
  if (rule.rule.trim() === '') return [required(`${path}.rule`, 'rule is not specified')];
  const errors: FieldError[] = [];
  if (rule.message?.includes('\n') === true) errors.push(invalid(`${path}.message`, rule.message, 'must not contain line breaks'));
  if (rule.reason !== undefined && !reasons.includes(rule.reason)) errors.push(notSupported(`${path}.reason`, rule.reason, reasons));
  if (rule.fieldPath !== undefined && resolveFieldPath(schema, rule.fieldPath) === undefined) {
    errors.push(invalid(`${path}.fieldPath`, rule.fieldPath, 'must be a valid path'));
  }
  for (const { field, detail } of faults) {
    errors.push({ path: `${path}.${field}`, reason: 'FieldValueInvalid', message: `Invalid value: ${printed(rule)}: ${detail}` });
  }
  if (isTransition && uncorrelated !== '') {
    errors.push(invalid(`${path}.rule`, rule.rule, `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelated}`));
  }
  return errors;
}
