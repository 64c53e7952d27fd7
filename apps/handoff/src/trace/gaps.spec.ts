import { describe, expect, it } from '@jest/globals';
import { gapsIn, orphansIn } from './gaps.js';
import type { TraceSpan } from './jaeger.js';

const span = (name: string, from: number, to: number, sort = 'write', parent?: string): TraceSpan =>
  ({ traceId: 't', id: name, parent, name, service: 's', from, to, tags: { 'handoff.span': sort } });

describe('gaps of a trace', () => {
  it('are where nobody tells what he did', () => {
    const spans = [span('apply', 0, 100), span('clone', 2_050, 4_000, 'milestone'), span('boot', 6_500, 9_000, 'milestone')];
    expect(gapsIn(spans, 2_000)).toEqual([{ from: 4_000, to: 6_500, after: 'clone', before: 'boot' }]);
  });

  it('are not filled by what only sums up', () => {
    expect(gapsIn([span('root', 0, 9_000, 'operation'), span('ready', 0, 9_000, 'summary'), span('a', 0, 1), span('b', 5_000, 5_001)], 2_000))
      .toMatchObject([{ after: 'a', before: 'b' }]);
  });

  it('are not seen within a span that goes on longer than those after it', () => {
    expect(gapsIn([span('kubeadm', 0, 60_000, 'milestone'), span('a', 10, 20), span('b', 59_000, 59_001)], 2_000)).toEqual([]);
  });
});

describe('orphans of a trace', () => {
  it('are spans whose parent is missing', () => {
    expect(orphansIn([span('root', 0, 1), span('child', 0, 1, 'write', 'root'), span('lost', 0, 1, 'write', 'nobody')]).map(({ name }) => name)).toEqual(['lost']);
  });
});
