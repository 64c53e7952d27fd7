import { describe, expect, it } from '@jest/globals';
import type { Machine } from '@handoff/api';
import { aCluster, aMachine } from '../testing/objects.js';
import { pickFailureDomain } from './failure-domains.js';

const failureDomains = [{ name: 'a', controlPlane: true }, { name: 'b', controlPlane: true }, { name: 'w', controlPlane: false }];
const cluster = aCluster({ status: { failureDomains } });
const at = (name: string, failureDomain: string, deleting = false): Machine => aMachine(name, { failureDomain, deleting });

describe('the failure domain of the next Machine', () => {
  it.each([
    ['is none where there are none', aCluster(), [], undefined],
    ['is the first by name when all are empty', cluster, [], 'a'],
    ['is the emptiest', cluster, [at('1', 'a')], 'b'],
    ['is again the first when all are equal', cluster, [at('1', 'a'), at('2', 'b')], 'a'],
    ['does not count Machines that go', cluster, [at('1', 'a', true), at('2', 'b')], 'a'],
  ])('%s', (_name, of, machines, expected) => { expect(pickFailureDomain(of, machines)).toBe(expected); });
});
