import { describe, expect, it } from '@jest/globals';
import { firstAtJsonPath } from './json-path.js';

const object = {
  metadata: { labels: { 'a.b/c': 'label' } },
  status: { conditions: [{ type: 'Other', status: 'False' }, { type: 'Ready', status: 'True' }], list: [1, 2, 3], ready: false },
};

describe('JSON paths of printer columns', () => {
  it.each([
    ['.status.conditions[?(@.type=="Ready")].status', 'True'],
    ['.status.conditions[?(@.type==\'Ready\')].status', 'True'],
    ['.status.conditions[?(@.type!="Other")].status', 'True'],
    ['.status.conditions[?(@.missing)].status', undefined],
    ['.status.list[0]', 1],
    ['.status.list[-1]', 3],
    ['.status.list[*]', 1],
    ['.status.ready', false],
    ['.metadata.labels.a\\.b/c', 'label'],
    ['.metadata.labels[\'a.b/c\']', 'label'],
    ['.nothing.here', undefined],
  ])('find at %s the value %p', (path, expected) => {
    expect(firstAtJsonPath(object, path)).toBe(expected);
  });
});
