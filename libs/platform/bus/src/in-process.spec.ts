import { describe, expect, it } from '@jest/globals';
import { Core, handoff } from '@handoff/events';
import { VirtualClock } from '@handoff/time';
import { BusUnavailable } from './bus.js';
import { busContract } from './contract.suite.js';
import { InProcessBus } from './in-process.js';

busContract('in-process', () => {
  const clock = new VirtualClock();
  const bus = new InProcessBus(clock);
  return Promise.resolve({ bus, pass: (ms) => clock.advance(ms), [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose]() });
});

describe('InProcessBus', () => {
  const message = handoff(Core.MachineRunning, { about: { apiGroup: 'g', kind: 'Machine', name: 'm', uid: 'u', resourceVersion: '1' } }, { time: 't' });

  it('refuses while it is stopped, and delivers what it had when it resumes', async () => {
    const clock = new VirtualClock();
    await using bus = new InProcessBus(clock);
    const heard: string[] = [];
    await bus.subscribe({ durable: 'd', events: [Core.MachineRunning], handler: ({ handoff: { id } }) => { heard.push(id); return Promise.resolve('ack'); } });
    await bus.publish(message);
    bus.stop();
    await clock.advance(10);
    await expect(bus.publish({ ...message, id: 'other' })).rejects.toThrow(BusUnavailable);
    expect(heard).toEqual([]);
    bus.resume();
    await clock.advance(10);
    expect(heard).toEqual(['u:core.machine-running:1']);
  });

  it('keeps dead letters with their reason', async () => {
    const clock = new VirtualClock();
    await using bus = new InProcessBus(clock);
    await bus.subscribe({ durable: 'd', events: [Core.MachineRunning], handler: () => Promise.resolve('term') });
    await bus.publish(message);
    await clock.advance(10);
    expect(bus.deadLetters.map(({ durable, reason, attempts }) => [durable, reason, attempts])).toEqual([['d', 'terminated', 1]]);
  });
});
