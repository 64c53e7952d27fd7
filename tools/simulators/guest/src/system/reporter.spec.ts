import { bootstrapReportKeys } from '@handoff/kubeadm';
import { VirtualClock } from '@handoff/time';
import { beforeEach, describe, expect, it } from '@jest/globals';

import { Reporter } from './reporter.js';

describe('the bootstrap reporter of a guest', () => {
  let clock: VirtualClock;
  let power: AbortController;
  let said: string[];
  let reporter: Reporter;

  beforeEach(() => {
    clock = new VirtualClock();
    power = new AbortController();
    said = [];
    const set = async (entries: Readonly<Record<string, string>>): Promise<void> => {
      await Promise.resolve();
      said.push(`${entries[bootstrapReportKeys.state] ?? ''} ${entries[bootstrapReportKeys.step] ?? ''}`);
    };
    reporter = new Reporter(set, clock, power.signal);
  });

  it('tells the first step at once, and of those that follow the latest every two seconds', async () => {
    for (const step of ['one', 'two', 'three']) reporter.report('running', step);
    await clock.advance(1_999);
    expect(said).toEqual(['running one']);
    await clock.advance(1);
    expect(said).toEqual(['running one', 'running three']);
  });

  it.each(['done', 'failed'] as const)('tells at once that the host has %s', async (state) => {
    reporter.report('running', 'one');
    await clock.advance(10);
    reporter.report('running', 'two');
    reporter.report(state, 'three');
    await reporter.flushed();
    expect(said).toEqual(['running one', `${state} three`]);
  });

  it('holds nobody up who waits for the last word, wherever that is', async () => {
    reporter.report('running', 'one');
    reporter.report('running', 'two');
    await reporter.flushed();
    expect(said).toEqual(['running one', 'running two']);
  });

  it('falls silent with the power', async () => {
    reporter.report('running', 'one');
    reporter.report('running', 'two');
    await clock.advance(10);
    power.abort(new Error('the VM lost power'));
    await clock.advance(10_000);
    await reporter.flushed();
    expect(said).toEqual(['running one']);
  });
});
