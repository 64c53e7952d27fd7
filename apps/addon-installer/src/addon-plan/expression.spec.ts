import { describe, expect, it } from '@jest/globals';
import { expressionHolds, InvalidExpression } from './expression.js';

const self = { spec: { replicas: 3 }, status: { phase: 'Ready', ready: 2, share: 0.5, items: [{ ok: true }, { ok: false }] } };

describe('a gate\'s expression', () => {
  it.each([
    ['self.status.phase == "Ready"', true],
    ['self.status.ready + 1 == self.spec.replicas', true],
    ['self.status.ready >= self.spec.replicas', false],
    ['self.status.share < 0.75', true],
    ['self.status.items.exists(item, item.ok)', true],
    ['self.status.items.all(item, item.ok)', false],
    ['has(self.status.conditions) && size(self.status.conditions) > 0', false],
    ['self.status.notThere == "x"', false],
    ['self.status.phase', false],
  ])('%s is %s', (cel, holds) => {
    expect(expressionHolds(cel, self)).toBe(holds);
  });

  it('that cannot be read is named', () => {
    expect(() => expressionHolds('self.status.', self)).toThrow(InvalidExpression);
    expect(() => expressionHolds('self.status.', self)).toThrow('"self.status." cannot be read');
  });
});
