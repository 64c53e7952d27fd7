import { describe, expect, it } from '@jest/globals';
import { TRACEPARENT, traceparentFor, traceparentOf } from './traceparent.js';

describe('traceparentFor', () => {
  it('is a sampled W3C traceparent', () => {
    expect(traceparentFor('default', 'prod', '3')).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01$/);
  });

  it('is the same wherever and whenever it is made, and another for another operation', () => {
    expect(traceparentFor('default', 'prod', '3')).toBe(traceparentFor('default', 'prod', '3'));
    const others = [['default', 'prod', '4'], ['default', 'test', '3'], ['other', 'prod', '3'], ['default', 'prod'], ['defaultprod', '3']];
    expect(new Set([['default', 'prod', '3'], ...others].map((identity) => traceparentFor(...identity))).size).toBe(6);
  });
});

describe('traceparentOf', () => {
  it('reads what an object was born with', () => {
    const trace = traceparentFor('default', 'prod', '3');
    expect(traceparentOf({ metadata: { annotations: { [TRACEPARENT]: trace } } })).toBe(trace);
    expect(traceparentOf({ metadata: {} })).toBeUndefined();
    expect(traceparentOf({ metadata: { annotations: { other: 'x' } } })).toBeUndefined();
  });
});
