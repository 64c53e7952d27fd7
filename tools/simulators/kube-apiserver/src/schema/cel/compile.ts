import { Environment, Optional } from '@marcbachmann/cel-js';
import { addListFunctions } from './lists.js';
import { addNetworkFunctions } from './network.js';
import { addQuantityFunctions, addVersionFunctions } from './quantity.js';
import { addStringFunctions } from './strings.js';
import { TypeDeclarations } from './types.js';
import type { Json, Schema, ValidationRule } from '../types.js';

const base = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false });
addListFunctions(base);
addStringFunctions(base);
addNetworkFunctions(base);
addQuantityFunctions(base);
addVersionFunctions(base);

/** A rule that does not compile. `field` is the part of the rule that is wrong. */
export interface RuleFault {
  readonly field: 'rule' | 'messageExpression';
  readonly detail: string;
}

export interface CompiledRule {
  readonly rule: ValidationRule;
  /** Whether it compares with the value before: then it holds for updates only, unless `optionalOldSelf` is set. */
  readonly isTransition: boolean;
  readonly faults: readonly RuleFault[];
  /** @throws EvaluationError */
  readonly holds: (self: Json, old: Json | undefined) => boolean;
  readonly message: (self: Json, old: Json | undefined) => string | undefined;
}

const compiled = new WeakMap<Schema, readonly CompiledRule[]>();

/** The rules of a schema, compiled on first use. */
export function rulesOf(schema: Schema): readonly CompiledRule[] {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const rules = compileRules(schema);
  compiled.set(schema, rules);
  return rules;
}

function compileRules(schema: Schema): CompiledRule[] {
  const sources = schema['x-kubernetes-validations'] ?? [];
  if (sources.length === 0) return [];
  const types = base.clone();
  const { name, read } = new TypeDeclarations(types).declare({ ...schema, nullable: false });
  types.registerVariable('self', name);
  const plain = types.clone().registerVariable('oldSelf', name);
  const optional = types.clone().registerVariable('oldSelf', `optional<${name}>`);
  return sources.map((rule) => {
    const isOptional = rule.optionalOldSelf === true;
    return compileRule(rule, isOptional ? optional : plain, (self, old) => ({ self: read(self), ...oldSelf(read, old, isOptional) }));
  });
}

const oldSelf = (read: (value: Json) => unknown, old: Json | undefined, isOptional: boolean): { oldSelf?: unknown } => {
  if (isOptional) return { oldSelf: old === undefined ? Optional.none() : Optional.of(read(old)) };
  return old === undefined ? {} : { oldSelf: read(old) };
};

type Bind = (self: Json, old: Json | undefined) => Record<string, unknown>;
type Program = (variables: Record<string, unknown>) => unknown;

function compileRule(rule: ValidationRule, environment: Environment, bind: Bind): CompiledRule {
  const faults: RuleFault[] = [];
  const compile = (field: RuleFault['field'], source: string | undefined, type: 'bool' | 'string', wrong: string): Program | undefined => {
    if (source === undefined || source.trim() === '') return undefined;
    const checked = environment.check(source);
    const prefix = field === 'rule' ? 'compilation failed' : 'messageExpression compilation failed';
    if (!checked.valid) faults.push({ field, detail: `${prefix}: ERROR: ${checked.error?.message ?? 'unknown'}` });
    else if (checked.type !== type && !(checked.type ?? '').startsWith('dyn')) faults.push({ field, detail: wrong });
    return checked.valid ? environment.parse(source) : undefined;
  };
  const test = compile('rule', rule.rule, 'bool', 'cel expression must evaluate to a bool');
  const say = compile('messageExpression', rule.messageExpression, 'string', 'messageExpression must evaluate to a string');
  return {
    rule, faults,
    isTransition: mentionsOldSelf(rule.rule),
    holds: (self, old) => test === undefined || test(bind(self, old)) === true,
    message: (self, old) => saying(say, () => bind(self, old)),
  };
}

/** A message expression that fails is no reason to hide the fault: the plain message is used then. */
function saying(say: Program | undefined, variables: () => Record<string, unknown>): string | undefined {
  if (say === undefined) return undefined;
  try {
    const text = say(variables());
    return typeof text === 'string' && text.trim() !== '' && !text.includes('\n') ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Text inside quotes does not count. */
const mentionsOldSelf = (rule: string): boolean => /\boldSelf\b/.test(rule.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""'));
