import { Report } from '@handoff/reconcile';
import { describe, expect, it } from '@jest/globals';
import {
  aMachine, aNode, bootstrapConfig, infrastructureMachine, LONG_AGO, machineScope, NOW, PROVIDER_ID, said, told, waiting,
} from '../testing/objects.js';
import type { MachineScope } from './machine.scope.js';
import { machineStatus } from './machine.status.js';

const quiet = new Report();
const created = { bootstrap: { dataSecretName: 'data' } };
const provisioned = { ...created, providerID: PROVIDER_ID };
const up = infrastructureMachine({ initialization: { provisioned: true }, conditions: [said('Ready')] });
const serving = aNode('n', said('Ready'));
const answering = { reachable: true, initialized: true, since: NOW, lastAnswer: NOW, message: '' };
const silent = (forMs: number): MachineScope['connection'] => ({ reachable: false, initialized: true, since: 0, lastAnswer: NOW - forMs, message: 'timed out' });

/** A Machine that runs; rows take something away from it. */
const running = (scope: Partial<MachineScope> = {}): MachineScope =>
  machineScope({ machine: aMachine('m', { spec: provisioned }), infrastructure: up, node: serving, connection: answering, ...scope });
const withStatus = (status: object, spec: object = {}): Partial<MachineScope> => ({ machine: aMachine('m', { spec: { ...provisioned, ...spec }, status }) });

describe('how far a Machine is', () => {
  it.each<[string, MachineScope]>([
    ['Pending', machineScope()],
    ['Provisioning', machineScope({ machine: aMachine('m', { spec: created }) })],
    ['Provisioning', machineScope({ machine: aMachine('m', { spec: provisioned }), infrastructure: infrastructureMachine() })],
    ['Provisioned', running({ node: undefined })],
    ['Running', running()],
    ['Running', running({ ...withStatus({ nodeRef: { name: 'n' } }), node: undefined })],
    ['Deleting', running({ machine: aMachine('m', { spec: provisioned, deleting: true }) })],
  ])('is %s', (phase, scope) => {
    expect(machineStatus(scope, quiet, NOW)['phase']).toBe(phase);
  });

  it('keeps what once was true, and where the Node is', () => {
    const known = { nodeRef: { name: 'n' }, initialization: { infrastructureProvisioned: true }, addresses: [{ type: 'InternalIP', address: '192.0.2.7' }] };
    const status = machineStatus(machineScope(withStatus(known)), quiet, NOW);
    expect(status).toMatchObject({ ...known, initialization: { bootstrapDataSecretCreated: true, infrastructureProvisioned: true } });
  });

  it('says nothing that it does not know', () => {
    expect(Object.keys(machineStatus(machineScope(), quiet, NOW))).toEqual(['phase', 'observedGeneration', 'conditions']);
  });
});

describe('the parts of a Machine', () => {
  it('tells what its bootstrap config says, and what it waits for while that says nothing', () => {
    const bootstrap = bootstrapConfig({ conditions: [said('Ready', 'False', 'no version')] });
    expect(told(machineStatus(machineScope({ bootstrap }), quiet, NOW), 'BootstrapConfigReady')).toBe('False Said: no version');
    const report = waiting('bootstrap', 'WaitingForBootstrapConfig', 'KubeadmConfig m is not there yet');
    expect(told(machineStatus(machineScope(), report, NOW), 'BootstrapConfigReady'))
      .toBe('False WaitingForBootstrapConfig: KubeadmConfig m is not there yet');
  });

  it('takes data that was given by hand as ready', () => {
    expect(told(machineStatus(machineScope({ machine: aMachine('m', { spec: created }) }), quiet, NOW), 'BootstrapConfigReady')).toBe('True Ready');
  });

  it.each<[string, Partial<MachineScope>, string]>([
    ['is not there', { infrastructure: undefined }, 'False NotReady'],
    ['is there without a condition', { infrastructure: infrastructureMachine({ initialization: { provisioned: true } }) }, 'True Ready'],
    ['says why it is not ready', { infrastructure: infrastructureMachine({ conditions: [said('Ready', 'False', 'powered off')] }) }, 'False Said: powered off'],
    ['is gone with its Machine', { machine: aMachine('m', { deleting: true }), infrastructure: undefined }, 'False Deleted'],
  ])('tells when the server %s', (_, scope, expected) => {
    expect(told(machineStatus(running(scope), quiet, NOW), 'InfrastructureReady')).toBe(expected);
  });
});

describe('the Node of a Machine', () => {
  it.each<[string, Partial<MachineScope>, string, string]>([
    ['serves', {}, 'True NodeReady', 'True NodeHealthy'],
    ['does not serve', { node: aNode('n', said('Ready', 'False', 'no network')) },
      'False NodeNotReady: Node n is not ready: no network', 'False NodeNotHealthy: Node n is not ready: no network'],
    ['is under pressure', { node: aNode('n', said('Ready'), said('DiskPressure')) }, 'True NodeReady', 'False NodeNotHealthy: DiskPressure on Node n'],
    ['stopped to report', { node: aNode('n', said('Ready', 'Unknown', 'kubelet is silent')) },
      'Unknown NodeNotReady: Node n is not ready: kubelet is silent', 'False NodeNotHealthy: Node n is not ready: kubelet is silent'],
    ['cannot be asked for a moment', { connection: silent(60_000) }, 'True NodeReady', 'True NodeHealthy'],
    ['cannot be asked for long', { connection: silent(301_000) }, 'Unknown ConnectionDown: timed out', 'Unknown ConnectionDown: timed out'],
    ['has not come yet', { node: undefined }, 'Unknown InspectionFailed: there is no Node yet', 'Unknown InspectionFailed: there is no Node yet'],
    ['went away', { ...withStatus({ nodeRef: { name: 'n' } }), node: undefined },
      'False NodeDeleted: Node n is gone', 'False NodeDeleted: Node n is gone'],
  ])('%s', (_, scope, ready, healthy) => {
    const status = machineStatus(running(scope), quiet, NOW);
    expect([told(status, 'NodeReady'), told(status, 'NodeHealthy')]).toEqual([ready, healthy]);
  });
});

describe('whether a Machine is ready and available', () => {
  const gate = { readinessGates: [{ conditionType: 'Scanned' }] };
  const negative = { readinessGates: [{ conditionType: 'Infected', polarity: 'Negative' }] };

  it.each<[string, Partial<MachineScope>, string]>([
    ['when all its parts are', {}, 'True Ready'],
    ['not while its Node is not', { node: aNode('n', said('Ready', 'False')) }, 'False NotReady: NodeHealthy: Node n is not ready'],
    ['unknown while only its Node is', { node: undefined }, 'Unknown ReadyUnknown: NodeHealthy: there is no Node yet'],
    ['not while a gate has not reported', withStatus({}, gate), 'Unknown ReadyUnknown: Scanned: not reported'],
    ['not while a gate says no', withStatus({ conditions: [said('Scanned', 'False', 'findings')] }, gate), 'False NotReady: Scanned: findings'],
    ['when its gate says yes', withStatus({ conditions: [said('Scanned')] }, gate), 'True Ready'],
    ['when a negative gate says no', withStatus({ conditions: [said('Infected', 'False')] }, negative), 'True Ready'],
    ['not when a health check failed', withStatus({ conditions: [said('HealthCheckSucceeded', 'False', 'too long')] }),
      'False NotReady: HealthCheckSucceeded: too long'],
    ['not while it is being deleted', { machine: aMachine('m', { spec: provisioned, deleting: true }) }, 'False NotReady: the Machine is being deleted'],
  ])('%s', (_, scope, expected) => {
    expect(told(machineStatus(running(scope), quiet, NOW), 'Ready')).toBe(expected);
  });

  const since = Date.parse(LONG_AGO);
  it.each<[string, Partial<MachineScope>, number, string]>([
    ['at once where nothing else is asked for', {}, since, 'True Available'],
    ['not before it has been ready for long enough', withStatus({ conditions: [said('Ready')] }, { minReadySeconds: 60 }), since + 59_000,
      'False WaitingForMinReadySeconds: ready, and available after 60 s of it'],
    ['after that', withStatus({ conditions: [said('Ready')] }, { minReadySeconds: 60 }), since + 60_000, 'True Available'],
    ['not from a time before it became ready again', withStatus({ conditions: [said('Ready', 'False')] }, { minReadySeconds: 60 }), NOW,
      'False WaitingForMinReadySeconds: ready, and available after 60 s of it'],
    ['not when it is not ready', { node: undefined }, NOW, 'False NotReady: the Machine is not ready'],
  ])('is available %s', (_, scope, now, expected) => {
    expect(told(machineStatus(running({ connection: { ...answering, lastAnswer: now }, ...scope }), quiet, now), 'Available')).toBe(expected);
  });

  it('says what its deletion waits for', () => {
    const report = waiting('drainMachine', 'DrainingNode', 'draining Node n');
    const scope = running({ machine: aMachine('m', { spec: provisioned, deleting: true }) });
    expect(told(machineStatus(scope, report, NOW), 'Deleting')).toBe('True DrainingNode: draining Node n');
    expect(told(machineStatus(running(), quiet, NOW), 'Deleting')).toBe('False NotDeleting');
  });
});
