import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { rulesOf } from './compile.js';

/** Expressions, and what a real API server (1.36) made of them; `invalid` are those that its compiler refuses. */
const cases = JSON.parse(readFileSync(new URL('../testdata/cel-cases.json', import.meta.url), 'utf8')) as [string, boolean | 'invalid'][];

function outcomeOf(expression: string): boolean | 'invalid' {
  const [rule] = rulesOf({ type: 'integer', 'x-kubernetes-validations': [{ rule: `self > 0 && (${expression})` }] });
  return rule === undefined || rule.faults.length > 0 ? 'invalid' : rule.holds(1, undefined);
}

describe('an expression in a rule', () => {
  it.each(cases)('%s is %s', (expression, outcome) => {
    expect(outcomeOf(expression)).toBe(outcome);
  });
});
