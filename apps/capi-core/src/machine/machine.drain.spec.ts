import { describe, expect, it } from '@jest/globals';
import { KubeClient } from '@handoff/kube';
import { silentLogger } from '@handoff/reconcile';
import type { Context } from '@handoff/reconcile';
import { ContractKinds } from '@handoff/contract-objects';
import { seededRandom, VirtualClock } from '@handoff/time';
import { WorkloadClusters } from '@handoff/workload';
import { aCluster, aMachine, LONG_AGO, machineScope } from '../testing/objects.js';
import { WorkloadConnections } from '../workload/connections.js';
import { drain, waitForVolumes } from './machine.drain.js';
import type { MachineScope } from './machine.scope.js';

const clock = new VirtualClock(Date.parse(LONG_AGO) + 60_000);
const transport = { server: 'none', send: () => Promise.reject(new Error('nobody is asked here')), [Symbol.asyncDispose]: () => Promise.resolve() };
const kube = new KubeClient(transport, 'spec');
const connections = new WorkloadConnections({
  clusters: new WorkloadClusters(kube, 'spec'), clock, random: seededRandom(1), log: silentLogger,
  listener: { changed: () => undefined, nodeChanged: () => undefined },
});
const deps = { connections, kinds: new ContractKinds(kube) };
const context = { clock } as unknown as Context; // nothing else is looked at before somebody is asked

const known = { nodeRef: { name: 'node-1' } };
const deleted = (spec: object = {}, status: object = known): MachineScope['machine'] => aMachine('m', { deleting: true, spec, status });

describe('a Machine that is deleted after a start, when the Nodes of its cluster have not been listed yet', () => {
  it.each<[string, Partial<MachineScope>, string | undefined]>([
    ['waits for its Node', { machine: deleted(), nodesListed: false }, 'Node node-1 cannot be looked after'],
    ['does not when the Nodes are listed and it is not there', { machine: deleted(), nodesListed: true }, undefined],
    ['does not when it never had one', { machine: deleted({}, {}), nodesListed: false }, undefined],
    ['does not when its cluster goes too', { machine: deleted(), nodesListed: false, cluster: aCluster({ deleting: true }) }, undefined],
    ['does not when its cluster is gone', { machine: deleted(), nodesListed: false, cluster: undefined }, undefined],
    ['does not for longer than it allows', {
      machine: deleted({ deletion: { nodeDrainTimeoutSeconds: 30, nodeVolumeDetachTimeoutSeconds: 30 } }), nodesListed: false,
    }, undefined],
  ])('%s', async (_case, scope, words) => {
    for (const phase of [drain(deps), waitForVolumes(deps)]) {
      const wait = await phase(machineScope(scope), context);
      expect(wait?.message.slice(0, words?.length)).toBe(words);
    }
  });
});
