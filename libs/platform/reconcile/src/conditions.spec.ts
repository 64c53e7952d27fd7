import { describe, expect, it } from '@jest/globals';
import { condition, WAITING, waitingCondition, withTimes } from './conditions.js';
import { Report } from './outcome.js';

const live = [{ ...condition('Ready', false, 'NotReady', 'a'), lastTransitionTime: 'then' }, { ...condition(WAITING, true, 'WaitingForNode'), lastTransitionTime: 'then' }];

describe('conditions', () => {
  it('keep their time while the status stays, whatever the words', () => {
    const [ready] = withTimes([condition('Ready', false, 'Other', 'b')], live, 'now', 2, true);
    expect(ready).toEqual({ type: 'Ready', status: 'False', reason: 'Other', message: 'b', lastTransitionTime: 'then', observedGeneration: 2 });
  });

  it('get a new time when the status flips', () => {
    expect(withTimes([condition('Ready', true, 'Ready')], live, 'now', 2, true)[0]?.lastTransitionTime).toBe('now');
  });

  it.each([
    ['the same reason and the same thing', 'WaitingForNode', true, 'then'],
    ['the same reason and another thing', 'WaitingForNode', false, 'now'],
    ['another reason', 'WaitingForInfrastructure', true, 'now'],
  ])('Waiting tells since when: %s', (_case, reason, sameWait, time) => {
    expect(withTimes([condition(WAITING, true, reason)], live, 'now', 2, sameWait)[0]?.lastTransitionTime).toBe(time);
  });

  it('a failure blocks before a wait', () => {
    const report = new Report();
    report.waits.push({ phase: 'a', reason: 'WaitingForA', message: 'a' });
    report.fail('b', new Error('b broke'));
    expect(waitingCondition(report)).toEqual(condition(WAITING, true, 'Error', 'b broke'));
  });
});
