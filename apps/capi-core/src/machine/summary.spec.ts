import { describe, expect, it } from '@jest/globals';
import { aMachine, said } from '../testing/objects.js';
import { summary } from './summary.js';

const machine = (name: string, ...conditions: object[]): ReturnType<typeof aMachine> => aMachine(name, { status: { conditions } });
const ready = machine('a', said('Ready'));
const broken = machine('b', said('Ready', 'False', 'NodeHealthy: gone'));
const unclear = machine('c', said('Ready', 'Unknown', 'no answer'));
const silent = machine('d');

describe('a condition over many Machines', () => {
  it.each<[string, ReturnType<typeof aMachine>[], string, string, string]>([
    ['is true of none', [], 'True', 'NoReplicas', ''],
    ['is true when it is of each', [ready, ready], 'True', 'Ready', ''],
    ['is false when it is for one, and names that', [ready, broken], 'False', 'NotReady', 'Machine b: NodeHealthy: gone'],
    ['is unknown when it is for all that lack it', [ready, unclear], 'Unknown', 'NotReady', 'Machine c: no answer'],
    ['takes one that says nothing as unknown', [silent], 'Unknown', 'NotReady', 'Machine d'],
    ['is false when one is and another is unknown', [broken, unclear], 'False', 'NotReady', 'Machine b: NodeHealthy: gone; Machine c: no answer'],
    ['names three and counts the others', [silent, silent, silent, silent, silent], 'Unknown', 'NotReady', 'Machine d; Machine d; Machine d (and 2 more)'],
  ])('%s', (_, machines, status, reason, message) => {
    expect(summary('MachinesReady', 'Ready', machines)).toEqual({ type: 'MachinesReady', status, reason, message });
  });
});
