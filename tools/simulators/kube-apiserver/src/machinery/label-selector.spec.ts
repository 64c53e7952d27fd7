import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLabelSelector, selectorOf } from './label-selector.js';

const key = fc.stringMatching(/^[a-z]([a-z0-9./-]{0,10}[a-z0-9])?$/);
const value = fc.stringMatching(/^[a-zA-Z0-9]{0,8}$/);
const labels = fc.dictionary(key, value, { maxKeys: 5 });

describe('label selectors', () => {
  it('select by equality what has exactly these labels', () => {
    fc.assert(fc.property(labels, labels, (wanted, present) => {
      const text = Object.entries(wanted).map(([name, wish]) => `${name}=${wish}`).join(',');
      const expected = Object.entries(wanted).every(([name, wish]) => present[name] === wish);
      // An absent label and an empty wish are not told apart by comparison, so such pairs prove nothing.
      fc.pre(!Object.values(wanted).includes(''));
      expect(parseLabelSelector(text)(present)).toBe(expected);
    }));
  });

  it('say the opposite with in and notin', () => {
    fc.assert(fc.property(key, fc.array(value, { minLength: 1, maxLength: 4 }), labels, (name, values, present) => {
      const set = `(${values.join(', ')})`;
      expect(parseLabelSelector(`${name} in ${set}`)(present)).toBe(!parseLabelSelector(`${name} notin ${set}`)(present));
    }));
  });

  it('mean the same as text and as an object', () => {
    fc.assert(fc.property(key, fc.array(value, { minLength: 1, maxLength: 4 }), labels, (name, values, present) => {
      const asObject = selectorOf({ matchExpressions: [{ key: name, operator: 'NotIn', values }] });
      expect(parseLabelSelector(`${name} notin (${values.join(',')})`)(present)).toBe(asObject(present));
    }));
  });

  it('select nothing when absent and everything when empty', () => {
    expect([selectorOf(undefined)({}), selectorOf({})({}), parseLabelSelector('')({})]).toEqual([false, true, true]);
  });

  it('refuse what they cannot read', () => {
    for (const text of ['a in b', 'a=b=c', '(a)', 'a,,b']) expect(() => parseLabelSelector(text)).toThrow(/unable to parse requirement/);
  });
});
