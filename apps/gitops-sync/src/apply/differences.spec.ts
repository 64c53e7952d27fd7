import { describe, expect, it } from '@jest/globals';
import { differences } from './differences.js';

describe('the differences of two states of an object', () => {
  it.each([
    [{ spec: { a: 1, b: [1, { c: 2 }] } }, { spec: { a: 1, b: [1, { c: 3 }] } }, ['spec.b[1].c']],
    [{ spec: { b: [1] } }, { spec: { b: [1, 2] } }, ['spec.b']],
    [{ data: { x: 'secret' } }, { data: { y: 'secret' } }, ['data.x', 'data.y']],
    [{ metadata: { annotations: { 'example.com/a': '1' } } }, { metadata: {} }, ['metadata.annotations']],
    [{ metadata: { labels: { 'example.com/a': '1' } } }, { metadata: { labels: {} } }, ['metadata.labels[example.com/a]']],
    [{ spec: { a: null } }, { spec: { a: {} } }, ['spec.a']],
    [{ spec: { a: 1 } }, { spec: { a: 1 } }, []],
  ])('%j and %j: %j', (live, wanted, fields) => {
    expect(differences(live, wanted)).toEqual(fields);
  });

  it('are not in what every write moves, nor in the status', () => {
    const state = (value: unknown): object => ({ metadata: { name: 'a', managedFields: [value], resourceVersion: value, generation: value }, status: { value } });
    expect(differences(state(1), state(2))).toEqual([]);
  });
});
