import { describe, expect, it } from '@jest/globals';
import { isEmptySelector, matches, selectorText, UnknownOperator } from './selector.js';

const expression = (operator: string, ...values: string[]) => ({ matchExpressions: [{ key: 'tier', operator, values }] });

describe('a label selector', () => {
  it.each([
    ['an absent selector chooses nothing', undefined, { a: '1' }, false],
    ['an empty selector chooses everything', {}, undefined, true],
    ['a label with the value', { matchLabels: { a: '1' } }, { a: '1', b: '2' }, true],
    ['a label with another value', { matchLabels: { a: '1' } }, { a: '2' }, false],
    ['In, among the values', expression('In', 'x', 'y'), { tier: 'y' }, true],
    ['In, without the label', expression('In', 'x'), {}, false],
    ['NotIn, among the values', expression('NotIn', 'x'), { tier: 'x' }, false],
    ['NotIn, without the label', expression('NotIn', 'x'), {}, true],
    ['Exists, whatever the value', expression('Exists'), { tier: '' }, true],
    ['Exists, without the label', expression('Exists'), {}, false],
    ['DoesNotExist, without the label', expression('DoesNotExist'), {}, true],
    ['DoesNotExist, with the label', expression('DoesNotExist'), { tier: 'x' }, false],
    ['all requirements together', { matchLabels: { a: '1' }, ...expression('Exists') }, { a: '1' }, false],
  ])('%s', (_, selector, labels, expected) => {
    expect(matches(selector, labels)).toBe(expected);
  });

  it('with an operator that nobody knows is an error, not a mismatch', () => {
    expect(() => matches(expression('Like', 'x'), {})).toThrow(UnknownOperator);
    expect(() => selectorText(expression('Like', 'x'))).toThrow(UnknownOperator);
  });

  it('is empty when neither labels nor expressions are given', () => {
    expect([undefined, {}, { matchLabels: {} }, { matchExpressions: [] }].map(isEmptySelector)).toEqual([true, true, true, true]);
    expect(isEmptySelector(expression('Exists'))).toBe(false);
  });

  it('has one text whatever the order of its parts', () => {
    const selector = {
      matchLabels: { b: '2', a: '1' },
      matchExpressions: [
        { key: 'd', operator: 'DoesNotExist' },
        { key: 'e', operator: 'Exists' },
        { key: 'c', operator: 'NotIn', values: ['y', 'x'] },
      ],
    };
    expect(selectorText(selector)).toBe('!d,a=1,b=2,c notin (x,y),e');
  });
});
