import { describe, expect, it } from '@jest/globals';
import { JsonPatchMalformedError, JsonPatchPathError, JsonPatchTestError, jsonPatch } from './json-patch.js';
import { mergePatch } from './merge.js';

describe('mergePatch', () => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [['a'], { a: 'b' }, { a: 'b' }],
  ])('of %j with %j is %j', (live, patch, merged) => {
    expect(mergePatch(live, patch)).toEqual(merged);
  });

  it('leaves the stored object alone', () => {
    const live = { a: { b: 1 } };
    mergePatch(live, { a: { b: 2, c: 3 } });
    expect(live).toEqual({ a: { b: 1 } });
  });
});

describe('jsonPatch', () => {
  const live = { metadata: { finalizers: ['a', 'b'] }, spec: { size: 1 } };

  it('carries out operations in order on a copy', () => {
    const patched = jsonPatch(live, [
      { op: 'test', path: '/spec/size', value: 1 },
      { op: 'replace', path: '/spec/size', value: 2 },
      { op: 'add', path: '/metadata/finalizers/-', value: 'c' },
      { op: 'remove', path: '/metadata/finalizers/0' },
    ]);
    expect(patched).toEqual({ metadata: { finalizers: ['b', 'c'] }, spec: { size: 2 } });
    expect(live.spec.size).toBe(1);
  });

  it('tells a failed test from a path that does not exist and from a malformed patch', () => {
    expect(() => jsonPatch(live, [{ op: 'test', path: '/spec/size', value: 2 }])).toThrow(JsonPatchTestError);
    expect(() => jsonPatch(live, [{ op: 'remove', path: '/spec/nope' }])).toThrow(JsonPatchPathError);
    expect(() => jsonPatch(live, [{ op: 'add', path: '/nope/deep', value: 1 }])).toThrow(JsonPatchPathError);
    expect(() => jsonPatch(live, [{ op: 'jump', path: '/a' }])).toThrow(JsonPatchPathError);
    for (const malformed of [{}, [1], [{ op: 'remove' }], [{ op: 'move', path: '/a' }]]) {
      expect(() => jsonPatch(live, malformed)).toThrow(JsonPatchMalformedError);
    }
  });
});
