import { describe, expect, it } from '@jest/globals';
import { Core } from '@handoff/events';
import { Announced, fact } from './facts.js';

const ring = (announced: Announced, facts: ReturnType<typeof fact>[]): string[] => announced.news('u', facts).map((entry) => {
  announced.record('u', entry);
  return entry.event.event;
});

describe('Announced', () => {
  it('rings for a fact once, again when what its hearers look at changed, and again after it did not hold', () => {
    const announced = new Announced();
    expect(ring(announced, [fact(Core.MachineRunning, 'node-a')])).toEqual(['machine-running']);
    expect(ring(announced, [fact(Core.MachineRunning, 'node-a')])).toEqual([]);
    expect(ring(announced, [fact(Core.MachineRunning, 'node-b')])).toEqual(['machine-running']);
    expect(ring(announced, [])).toEqual([]);
    expect(ring(announced, [fact(Core.MachineRunning, 'node-b')])).toEqual(['machine-running']);
  });

  it('rings again for a fact whose ringing failed', () => {
    const announced = new Announced();
    expect(announced.news('u', [fact(Core.MachineRunning)])).toHaveLength(1);
    expect(announced.news('u', [fact(Core.MachineRunning)])).toHaveLength(1);
  });
});
